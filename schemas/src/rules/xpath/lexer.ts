/** Words of an expression. Which words are operators depends on where they stand: that is the parser's to know. */
import { XPathStaticError } from './errors.ts';

export type Word =
  | {
      readonly word: 'name';
      readonly prefix: string | undefined;
      readonly local: string;
      readonly at: number;
      readonly end: number;
    }
  | {
      readonly word: 'string' | 'integer' | 'decimal' | 'double' | 'symbol';
      readonly text: string;
      readonly at: number;
      readonly end: number;
    }
  | { readonly word: 'end'; readonly at: number; readonly end: number };

const START =
  'A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD';
const NCNAME = `[${START}][${START}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040]*`;
const NAME = new RegExp(`(?:(${NCNAME}|\\*):(?!:))?(${NCNAME}|\\*)`, 'y');
const NUMBER = /(?:\d+(\.\d*)?|(\.\d+))([eE][+-]?\d+)?/y;
const STRING = /"((?:[^"]|"")*)"|'((?:[^']|'')*)'/y;
const SYMBOL = /::|\/\/|\.\.|<=|>=|!=|<<|>>|[()[\],$@/|+\-=<>.?*]/y;
const SPACE = /[ \t\r\n]+/y;
/** A longer expression is no rule any more. */
const LONGEST = 200_000;

const match = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** Offset after a comment, which may hold others. */
const afterComment = (text: string, start: number): number => {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const pair = text.slice(at, at + 2);
    if (pair === '(:') {
      depth++;
      at++;
    } else if (pair === ':)') {
      depth--;
      at++;
      if (depth === 0) return at + 1;
    }
  }
  throw new XPathStaticError('XPST0003', 'a comment does not end', start);
};

const wordAt = (text: string, at: number): Word => {
  const string = match(STRING, text, at);
  if (string !== null) {
    const value = string[1]?.replaceAll('""', '"') ?? string[2]?.replaceAll("''", "'") ?? '';
    return { word: 'string', text: value, at, end: STRING.lastIndex };
  }
  const number = match(NUMBER, text, at);
  if (number !== null) {
    const word =
      number[3] !== undefined ? 'double' : number[1] !== undefined || number[2] !== undefined ? 'decimal' : 'integer';
    const end = NUMBER.lastIndex;
    if (match(new RegExp(`[${START}]`, 'y'), text, end) !== null)
      throw new XPathStaticError('XPST0003', `a number is followed by a letter: ${text.slice(at, end + 1)}`, at);
    return { word, text: number[0], at, end };
  }
  const name = match(NAME, text, at);
  if (name?.[2] !== undefined && !(name[1] === undefined && name[2] === '*'))
    return { word: 'name', prefix: name[1], local: name[2], at, end: NAME.lastIndex };
  const symbol = match(SYMBOL, text, at);
  if (symbol !== null) return { word: 'symbol', text: symbol[0], at, end: SYMBOL.lastIndex };
  throw new XPathStaticError('XPST0003', `unexpected character ${text.charAt(at)}`, at);
};

/** All words of an expression, the last one being `end`. */
export const wordsOf = (text: string): readonly Word[] => {
  if (text.length > LONGEST) throw new XPathStaticError('XPST0003', 'the expression is too long', 0);
  const words: Word[] = [];
  let at = 0;
  for (;;) {
    if (match(SPACE, text, at) !== null) at = SPACE.lastIndex;
    else if (text.startsWith('(:', at)) at = afterComment(text, at);
    else if (at >= text.length) break;
    else {
      const word = wordAt(text, at);
      words.push(word);
      at = word.end;
    }
  }
  words.push({ word: 'end', at, end: at });
  return words;
};
