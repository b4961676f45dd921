/** Sets of characters in the regular expressions of XML Schema, as tests of code points. */

export type Characters = (code: number) => boolean;

/** A regular expression that is not of the language, or not of its supported part. */
export class PatternError extends Error {}

const property = (name: string): Characters => {
  const pattern = new RegExp(`^\\p{${name}}$`, 'u');
  return (code) => pattern.test(String.fromCodePoint(code));
};
const not =
  (characters: Characters): Characters =>
  (code) =>
    !characters(code);
export const oneOf =
  (sets: readonly Characters[]): Characters =>
  (code) =>
    sets.some((set) => set(code));
export const between =
  (from: number, to: number): Characters =>
  (code) =>
    code >= from && code <= to;

const isSpace: Characters = (code) => code === 0x20 || code === 9 || code === 10 || code === 13;
const isInitial =
  /^[:A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}]$/u;
const isInName = /^(?:[-.0-9\u00B7\u203F-\u2040]|[\u0300-\u036F])$/u;
const initial: Characters = (code) => isInitial.test(String.fromCodePoint(code));
const inName: Characters = (code) => initial(code) || isInName.test(String.fromCodePoint(code));
const separators = oneOf([property('P'), property('Z'), property('C')]);

const CLASSES: Readonly<Record<string, Characters>> = {
  s: isSpace,
  S: not(isSpace),
  d: property('Nd'),
  D: not(property('Nd')),
  w: not(separators),
  W: separators,
  i: initial,
  I: not(initial),
  c: inName,
  C: not(inName),
};
const SINGLE: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9 };
const CATEGORY = /^(?:C[cfno]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?)$/;

/** A place in a regular expression. */
export interface Cursor {
  readonly points: readonly string[];
  at: number;
}

/** What stands after a backslash: one character, or a set. */
export const readEscape = (cursor: Cursor): number | Characters => {
  const character = cursor.points[cursor.at++];
  if (character === undefined) throw new PatternError('the pattern ends with a backslash');
  const set = CLASSES[character];
  if (set !== undefined) return set;
  if (SINGLE[character] !== undefined) return SINGLE[character];
  if (character === 'p' || character === 'P') {
    const close = cursor.points.indexOf('}', cursor.at);
    const name = cursor.points.slice(cursor.at + 1, close).join('');
    if (cursor.points[cursor.at] !== '{' || close < 0) throw new PatternError('\\p must be followed by {…}');
    if (!CATEGORY.test(name)) throw new PatternError(`\\p{${name}} is not supported: only general categories are`);
    cursor.at = close + 1;
    return character === 'p' ? property(name) : not(property(name));
  }
  if (/[0-9]/.test(character)) throw new PatternError(`the back-reference \\${character} is not supported`);
  if (/[\\|.?*+(){}$\-[\]^]/.test(character)) return character.codePointAt(0) ?? 0;
  throw new PatternError(`\\${character} means nothing`);
};

/** A set in brackets, after the opening one; sets may be taken from it: `[a-z-[aeiou]]`. */
export const readSet = (cursor: Cursor): Characters => {
  const sets: Characters[] = [];
  let without: Characters | undefined;
  const negative = cursor.points[cursor.at] === '^';
  if (negative) cursor.at++;
  const start = cursor.at;
  const single = (): number | Characters => {
    const character = cursor.points[cursor.at++];
    if (character === undefined) throw new PatternError('a set does not end');
    if (character === '[') throw new PatternError('[ in a set must follow a backslash');
    return character === '\\' ? readEscape(cursor) : (character.codePointAt(0) ?? 0);
  };
  for (;;) {
    const character = cursor.points[cursor.at];
    if (character === ']' && cursor.at > start) break;
    if (character === '-' && cursor.points[cursor.at + 1] === '[') {
      cursor.at += 2;
      without = readSet(cursor);
      if (cursor.points[cursor.at] !== ']') throw new PatternError('a subtraction must end its set');
      break;
    }
    const from = single();
    const next = cursor.points[cursor.at + 1];
    if (
      typeof from === 'number' &&
      cursor.points[cursor.at] === '-' &&
      next !== undefined &&
      next !== ']' &&
      next !== '['
    ) {
      cursor.at++;
      const to = single();
      if (typeof to !== 'number' || to < from) throw new PatternError('a range must end after its beginning');
      sets.push(between(from, to));
    } else sets.push(typeof from === 'number' ? between(from, from) : from);
  }
  cursor.at++;
  const all = negative ? not(oneOf(sets)) : oneOf(sets);
  const minus = without;
  return minus === undefined ? all : (code) => all(code) && !minus(code);
};
