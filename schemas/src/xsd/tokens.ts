/**
 * Tokens of a schema document. Schemas are read by libxml2 for validating; this reads the same text again for what
 * libxml2 does not tell: references before they are followed, components with their lines. For a document that libxml2
 * takes as well-formed it finds the same elements; for another it ends early. Never throws, linear in the text.
 */

/** An attribute as written; `start` and `end` are the offsets of its value between the quotes. */
export interface Attribute {
  readonly name: string;
  /** Entities and character references replaced. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** What is found, in document order. Names are as written, with prefix. */
export type Token =
  | {
      readonly kind: 'start';
      readonly name: string;
      readonly attributes: readonly Attribute[];
      readonly empty: boolean;
      /** 1-based line of `<`. */
      readonly line: number;
      /** Offset behind the name. */
      readonly nameEnd: number;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'end'; readonly start: number; readonly end: number }
  | { readonly kind: 'text'; readonly text: string };

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Replaces character references and the five entities of XML; others stay. */
export const unescaped = (text: string): string =>
  text.includes('&')
    ? text.replace(
        /&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(\w+));/g,
        (whole, hex?: string, decimal?: string, name?: string) => {
          if (name !== undefined) return ENTITIES[name] ?? whole;
          const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
          return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
        },
      )
    : text;

/** Offset behind a DOCTYPE, its internal subset included. */
const behindDoctype = (text: string, from: number): number => {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '"' || character === "'") {
      const close = text.indexOf(character, at + 1);
      if (close === -1) return text.length;
      at = close;
    } else if (text.startsWith('<!--', at)) {
      const close = text.indexOf('-->', at + 4);
      if (close === -1) return text.length;
      at = close + 2;
    } else if (character === '[') depth++;
    else if (character === ']') depth--;
    else if (character === '>' && depth === 0) return at + 1;
  }
  return text.length;
};

const behind = (text: string, mark: string, from: number): number => {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at + mark.length;
};

const startTag = (text: string, start: number, line: number): Extract<Token, { kind: 'start' }> | undefined => {
  const name = /<([^\s/>]+)/y;
  name.lastIndex = start;
  const named = name.exec(text)?.[1];
  if (named === undefined) return undefined;
  const attributes: Attribute[] = [];
  const attribute = /\s+([^\s=/>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;
  attribute.lastIndex = name.lastIndex;
  let end = name.lastIndex;
  for (let match = attribute.exec(text); match !== null; match = attribute.exec(text)) {
    end = attribute.lastIndex;
    const raw = match[2] ?? match[3] ?? '';
    const value = unescaped(raw.replace(/[\t\n\r]/g, ' '));
    attributes.push({ name: match[1] ?? '', value, start: end - 1 - raw.length, end: end - 1 });
  }
  const close = /\s*(\/?)>/y;
  close.lastIndex = end;
  const closed = close.exec(text);
  if (closed === null) return undefined;
  return {
    kind: 'start',
    name: named,
    attributes,
    empty: closed[1] === '/',
    line,
    nameEnd: name.lastIndex,
    start,
    end: close.lastIndex,
  };
};

/** The tokens of a text, until its end or until it is no XML. Comments and processing instructions are left out. */
export function* tokensOf(text: string): Generator<Token, void> {
  let line = 1;
  let lineEnd = text.indexOf('\n');
  const lineAt = (offset: number): number => {
    while (lineEnd !== -1 && lineEnd < offset) {
      line++;
      lineEnd = text.indexOf('\n', lineEnd + 1);
    }
    return line;
  };
  let at = 0;
  while (at < text.length) {
    const markup = text.indexOf('<', at);
    if (markup === -1) return;
    if (markup > at) yield { kind: 'text', text: unescaped(text.slice(at, markup)) };
    if (text.startsWith('<!--', markup)) at = behind(text, '-->', markup + 4);
    else if (text.startsWith('<![CDATA[', markup)) {
      at = behind(text, ']]>', markup + 9);
      yield { kind: 'text', text: text.slice(markup + 9, at - 3) };
    } else if (text.startsWith('<?', markup)) at = behind(text, '?>', markup + 2);
    else if (text.startsWith('<!', markup)) at = behindDoctype(text, markup + 2);
    else if (text.startsWith('</', markup)) {
      at = behind(text, '>', markup);
      yield { kind: 'end', start: markup, end: at };
    } else {
      const tag = startTag(text, markup, lineAt(markup));
      if (tag === undefined) return;
      yield tag;
      at = tag.end;
    }
  }
}
