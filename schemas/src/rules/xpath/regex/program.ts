/**
 * Regular expressions of XPath (XML Schema, appendix F, with anchors and reluctant quantifiers) as small programs that
 * look at each character once for each of their instructions. JavaScript's own engine tries ways one after another,
 * and a pattern somebody registers may have exponentially many.
 */
import { between, type Characters, type Cursor, PatternError, readEscape, readSet } from './characters.ts';

export type Instruction =
  | { readonly do: 'take'; readonly characters: Characters }
  /** Both ways, the first preferred. */
  | { readonly do: 'fork'; first: number; second: number }
  | { readonly do: 'jump'; to: number }
  | { readonly do: 'save'; readonly slot: number }
  | { readonly do: 'start' | 'end' | 'found' };

/** A compiled pattern. */
export interface Program {
  readonly instructions: readonly Instruction[];
  /** Number of bracketed groups. */
  readonly groups: number;
  /** Whether `^` and `$` mean lines. */
  readonly lines: boolean;
}

/** Counted repetitions are written out: this many instructions are enough for every pattern of the field. */
const MOST_INSTRUCTIONS = 20_000;
const DEEPEST = 100;

type Emit = (at: Instruction[]) => void;

const caseless =
  (characters: Characters): Characters =>
  (code) => {
    if (characters(code)) return true;
    const text = String.fromCodePoint(code);
    const [lower, upper] = [text.toLowerCase(), text.toUpperCase()];
    return characters(lower.codePointAt(0) ?? 0) || characters(upper.codePointAt(0) ?? 0);
  };

const push = (instructions: Instruction[], instruction: Instruction): void => {
  if (instructions.length >= MOST_INSTRUCTIONS) throw new PatternError('the pattern is too large');
  instructions.push(instruction);
};

const optional =
  (emit: Emit, greedy: boolean): Emit =>
  (instructions) => {
    const fork = { do: 'fork' as const, first: 0, second: 0 };
    push(instructions, fork);
    const inside = instructions.length;
    emit(instructions);
    fork.first = greedy ? inside : instructions.length;
    fork.second = greedy ? instructions.length : inside;
  };

const repeated =
  (emit: Emit, greedy: boolean): Emit =>
  (instructions) => {
    const begin = instructions.length;
    const fork = { do: 'fork' as const, first: 0, second: 0 };
    push(instructions, fork);
    const inside = instructions.length;
    emit(instructions);
    push(instructions, { do: 'jump', to: begin });
    fork.first = greedy ? inside : instructions.length;
    fork.second = greedy ? instructions.length : inside;
  };

const times =
  (emit: Emit, least: number, most: number | undefined, greedy: boolean): Emit =>
  (instructions) => {
    for (let count = 0; count < least; count++) emit(instructions);
    if (most === undefined) repeated(emit, greedy)(instructions);
    else {
      // a?(a?(a?)) and not a?a?a?: what was left out once is not tried again
      let rest: Emit = () => undefined;
      if (most - least > MOST_INSTRUCTIONS) throw new PatternError('the pattern is too large');
      for (let count = least; count < most; count++) {
        const after = rest;
        rest = optional((at) => {
          emit(at);
          after(at);
        }, greedy);
      }
      rest(instructions);
    }
  };

const alternatives = (branches: readonly Emit[]): Emit => {
  const [first, ...others] = branches;
  if (first === undefined || others.length === 0) return first ?? (() => undefined);
  return (instructions) => {
    const jumps: { do: 'jump'; to: number }[] = [];
    branches.forEach((branch, index) => {
      if (index === branches.length - 1) {
        branch(instructions);
        return;
      }
      const fork = { do: 'fork' as const, first: instructions.length + 1, second: 0 };
      push(instructions, fork);
      branch(instructions);
      const jump = { do: 'jump' as const, to: 0 };
      push(instructions, jump);
      jumps.push(jump);
      fork.second = instructions.length;
    });
    for (const jump of jumps) jump.to = instructions.length;
  };
};

/** Compiles a pattern with flags out of `s`, `m`, `i`, `x`. Throws PatternError. */
export const compilePattern = (pattern: string, flags: string): Program => {
  if (!/^[smix]*$/.test(flags)) throw new PatternError(`the flags ${flags} are not supported`);
  const text = flags.includes('x') ? pattern.replace(/[ \t\r\n]+/g, '') : pattern;
  const cursor: Cursor = { points: [...text], at: 0 };
  const fold = flags.includes('i') ? caseless : (characters: Characters) => characters;
  let groups = 0;
  let depth = 0;
  const peek = (): string | undefined => cursor.points[cursor.at];
  const take = (characters: Characters): Emit => {
    const folded = fold(characters);
    return (instructions) => push(instructions, { do: 'take', characters: folded });
  };

  const number = (): number | undefined => {
    const start = cursor.at;
    while (/^[0-9]$/.test(peek() ?? '')) cursor.at++;
    return cursor.at === start ? undefined : Number(cursor.points.slice(start, cursor.at).join(''));
  };

  const quantified = (emit: Emit): Emit => {
    let bounds: readonly [number, number | undefined];
    switch (peek()) {
      case '?':
        bounds = [0, 1];
        break;
      case '*':
        bounds = [0, undefined];
        break;
      case '+':
        bounds = [1, undefined];
        break;
      case '{': {
        cursor.at++;
        const least = number();
        if (least === undefined) throw new PatternError('{ must be followed by a number');
        let most: number | undefined = least;
        if (peek() === ',') {
          cursor.at++;
          most = number();
        }
        if (peek() !== '}' || (most !== undefined && most < least)) throw new PatternError('a quantifier is wrong');
        bounds = [least, most];
        break;
      }
      default:
        return emit;
    }
    cursor.at++;
    const greedy = peek() !== '?';
    if (!greedy) cursor.at++;
    return times(emit, bounds[0], bounds[1], greedy);
  };

  const group = (): Emit => {
    let emit: Emit;
    if (peek() === '?') {
      if (cursor.points[cursor.at + 1] !== ':') throw new PatternError('(? is only supported as (?:');
      cursor.at += 2;
      emit = branches();
    } else {
      const slot = ++groups * 2;
      const inner = branches();
      emit = (instructions) => {
        push(instructions, { do: 'save', slot });
        inner(instructions);
        push(instructions, { do: 'save', slot: slot + 1 });
      };
    }
    if (peek() !== ')') throw new PatternError('a bracket does not close');
    cursor.at++;
    return emit;
  };

  const atom = (): Emit => {
    const character = cursor.points[cursor.at++] ?? '';
    switch (character) {
      case '(':
        return group();
      case '[':
        return take(readSet(cursor));
      case '\\': {
        const escaped = readEscape(cursor);
        return take(typeof escaped === 'number' ? between(escaped, escaped) : escaped);
      }
      case '.':
        return take(flags.includes('s') ? () => true : (code) => code !== 10 && code !== 13);
      case '^':
        return (instructions) => push(instructions, { do: 'start' });
      case '$':
        return (instructions) => push(instructions, { do: 'end' });
      case '?':
      case '*':
      case '+':
      case '{':
      case '}':
      case ']':
        throw new PatternError(`${character} stands where nothing can be repeated or closed`);
      default: {
        const code = character.codePointAt(0) ?? 0;
        return take(between(code, code));
      }
    }
  };

  const branch = (): Emit => {
    const parts: Emit[] = [];
    while (peek() !== undefined && peek() !== '|' && peek() !== ')') parts.push(quantified(atom()));
    return (instructions) => {
      for (const part of parts) part(instructions);
    };
  };

  const branches = (): Emit => {
    if (++depth > DEEPEST) throw new PatternError('the pattern is nested too deeply');
    const all = [branch()];
    while (peek() === '|') {
      cursor.at++;
      all.push(branch());
    }
    depth--;
    return alternatives(all);
  };

  const emit = branches();
  if (peek() !== undefined) throw new PatternError('a bracket closes that was not opened');
  const instructions: Instruction[] = [{ do: 'save', slot: 0 }];
  emit(instructions);
  push(instructions, { do: 'save', slot: 1 });
  push(instructions, { do: 'found' });
  return { instructions, groups, lines: flags.includes('m') };
};
