/**
 * JSON read as the text comes in, one entry at a time, each with its line: a list, one value after another (JSON
 * lines), or a document whose lists `entries`, `puts` and `closes` are taken apart. A library for streams of JSON was
 * no choice: none tells the line of a value.
 */

/** A value and the line on which it begins, counted from 1. `within`: the list it stands in, if it is one of a document. */
export interface JsonValue {
  readonly line: number;
  readonly value: unknown;
  readonly within: 'list' | 'entries' | 'puts' | 'closes' | 'top' | 'document';
}

/** Why reading stopped; JSON has no place where it could go on. */
export interface JsonFault {
  readonly line: number;
  readonly fault: 'not-json' | 'value-too-long';
}

/** Takes text in pieces of any length. */
export interface JsonScanner {
  /** False once reading has stopped. */
  push(text: string): boolean;
  end(): void;
}

const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const QUOTE = 0x22;
const LISTS = ['entries', 'puts', 'closes'] as const;
class Fault extends Error {
  readonly fault: JsonFault['fault'];
  constructor(fault: JsonFault['fault']) {
    super(fault);
    this.fault = fault;
  }
}

const linesIn = (text: string): number => {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
};

/** The end of a string that begins at `open`: the place behind its quote, -1 where it is not there yet. */
const endOfString = (text: string, open: number): number => {
  for (let at = text.indexOf('"', open + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return -1;
};

/** The end of the value that begins at `start`, -1 where it is not there yet. What is in it is not looked at. */
const endOfValue = (text: string, start: number, isLast: boolean): number => {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return endOfString(text, start);
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET) {
    const end = text.slice(start).search(/[,\]}\s]/);
    return end === -1 ? (isLast ? text.length : -1) : start + end;
  }
  let depth = 0;
  const next = /["[\]{}]/g;
  next.lastIndex = start;
  for (let found = next.exec(text); found !== null; found = next.exec(text)) {
    const character = found[0];
    if (character === '"') {
      const end = endOfString(text, found.index);
      if (end === -1) return -1;
      next.lastIndex = end;
    } else if (character === '{' || character === '[') depth += 1;
    else {
      depth -= 1;
      if (depth === 0) return found.index + 1;
    }
  }
  return -1;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value, or nothing where it is none: taken apart, it then shows where. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const hasList = (value: unknown): boolean => isObject(value) && LISTS.some((name) => Array.isArray(value[name]));

type Mode = 'top' | 'done' | 'value-or-end' | 'value' | 'comma-or-end' | 'member-or-end' | 'member' | 'next-member';

/** Reads values; a document comes as its members without the lists, after them, `within` being `document`. */
export const jsonScanner = (needs: {
  /** Longest value, in UTF-16 units. */
  readonly longest: number;
  readonly onValue: (value: JsonValue) => void;
  readonly onFault: (fault: JsonFault) => void;
}): JsonScanner => {
  const { longest } = needs;
  const memberAt = /"((?:[^"\\]|\\.)*)"[ \t\r\n]*:[ \t\r\n]*(?=[^ \t\r\n])/y;
  let text = '';
  let at = 0;
  let line = 1;
  let mode: Mode = 'top';
  let isFirst = true;
  let list: (typeof LISTS)[number] | 'list' = 'list';
  let members: Record<string, unknown> = {};
  let documentLine = 1;
  let isStopped = false;

  const advance = (to: number): void => {
    line += linesIn(text.slice(at, to));
    at = to;
  };
  const parse = (end: number): unknown => {
    const piece = text.slice(at, end);
    try {
      return JSON.parse(piece);
    } catch (cause) {
      const place = /position (\d+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
      line += linesIn(piece.slice(0, Number(place ?? 0)));
      throw new Fault('not-json');
    }
  };
  /** The end of the value here; nothing while more text has to come. */
  const wholeValue = (isLast: boolean): number | undefined => {
    const end = endOfValue(text, at, isLast);
    if ((end === -1 ? text.length : end) - at > longest) throw new Fault('value-too-long');
    if (end === -1 && isLast) throw new Fault('not-json');
    return end === -1 ? undefined : end;
  };
  const emit = (within: JsonValue['within'], value: unknown, where = line): void =>
    needs.onValue({ line: where, value, within });

  const top = (character: string, isLast: boolean): boolean => {
    if (character === '[' && isFirst) {
      list = 'list';
      mode = 'value-or-end';
      advance(at + 1);
    } else if (character === '{') {
      const end = endOfValue(text, at, isLast);
      if (end === -1 && !isLast && text.length - at <= longest) return false;
      const value = end === -1 || end - at > longest ? undefined : parsed(text.slice(at, end));
      if (value !== undefined && !hasList(value)) {
        emit('top', value);
        advance(end);
      } else {
        [members, documentLine, mode] = [{}, line, 'member-or-end'];
        advance(at + 1);
      }
    } else throw new Fault('not-json');
    isFirst = false;
    return true;
  };

  const member = (isLast: boolean): boolean => {
    memberAt.lastIndex = at;
    const found = memberAt.exec(text);
    if (found === null) {
      if (isLast || text.length - at > longest) throw new Fault('not-json');
      return false;
    }
    const behind = at + found[0].length;
    const known = LISTS.find((name) => name === found[1]);
    if (known !== undefined && text.charCodeAt(behind) === OPEN_BRACKET) {
      [list, mode] = [known, 'value-or-end'];
      advance(behind + 1);
      return true;
    }
    const before = [at, line] as const;
    advance(behind);
    const end = wholeValue(isLast);
    if (end === undefined) {
      [at, line] = before;
      return false;
    }
    members[String(JSON.parse(`"${found[1] ?? ''}"`))] = parse(end);
    advance(end);
    mode = 'next-member';
    return true;
  };

  /** One step on; false where more text has to come. */
  const step = (isLast: boolean): boolean => {
    const blank = text.slice(at).search(/[^ \t\r\n]/);
    advance(blank === -1 ? text.length : at + blank);
    if (at === text.length) return false;
    const character = text.charAt(at);
    switch (mode) {
      case 'top':
        return top(character, isLast);
      case 'value-or-end':
      case 'value': {
        if (character === ']' && mode === 'value-or-end') break;
        const end = wholeValue(isLast);
        if (end === undefined) return false;
        emit(list, parse(end));
        advance(end);
        mode = 'comma-or-end';
        return true;
      }
      case 'comma-or-end':
        if (character === ']') break;
        if (character !== ',') throw new Fault('not-json');
        advance(at + 1);
        mode = 'value';
        return true;
      case 'member-or-end':
      case 'member':
        if (character !== '}' || mode === 'member') return member(isLast);
        break;
      case 'next-member':
        if (character === '}') break;
        if (character !== ',') throw new Fault('not-json');
        advance(at + 1);
        mode = 'member';
        return true;
      case 'done':
        throw new Fault('not-json');
      default:
        return mode satisfies never;
    }
    // the end of a list or of a document
    if (character === ']') mode = list === 'list' ? 'done' : 'next-member';
    else {
      emit('document', members, documentLine);
      mode = 'top';
    }
    advance(at + 1);
    return true;
  };

  const run = (isLast: boolean): boolean => {
    try {
      while (step(isLast));
      if (isLast && mode !== 'top' && mode !== 'done') throw new Fault('not-json');
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      isStopped = true;
      needs.onFault({ line, fault: error.fault });
    }
    return !isStopped;
  };

  return {
    push: (more) => {
      if (isStopped) return false;
      text = text.slice(at) + more;
      at = 0;
      return run(false);
    },
    end: () => {
      if (!isStopped) run(true);
      text = '';
    },
  };
};
