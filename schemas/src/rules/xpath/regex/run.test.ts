import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compilePattern } from './program.ts';
import { findPattern } from './run.ts';

const pointsOf = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0);

const found = (pattern: string, text: string): readonly (number | undefined)[] | undefined =>
  findPattern(compilePattern(pattern, ''), pointsOf(text), 0, () => undefined)?.slice(0, 2);

/**
 * A pattern and what it means: the places where it may end when it begins at a place, the preferred first, each once.
 * JavaScript's engine cannot be asked about any pattern: it tries way after way, and takes half an hour for one of
 * thirty characters and a text of seven.
 */
interface Meant {
  readonly source: string;
  readonly ends: (text: string, at: number) => readonly number[];
  /** Something that may be empty is repeated without end in it: languages differ in which end they prefer. */
  readonly disputed: boolean;
}

const each = (places: readonly number[], then: (place: number) => readonly number[]): readonly number[] => [
  ...new Set(places.flatMap(then)),
];

const character = (source: string, is: (character: string) => boolean): Meant => ({
  source,
  ends: (text, at) => (at < text.length && is(text.charAt(at)) ? [at + 1] : []),
  disputed: false,
});

const sequence = (parts: readonly Meant[]): Meant => ({
  source: parts.map(({ source }) => source).join(''),
  ends: (text, at) =>
    parts.reduce<readonly number[]>((places, part) => each(places, (place) => part.ends(text, place)), [at]),
  disputed: parts.some(({ disputed }) => disputed),
});

const choice = (branches: readonly Meant[]): Meant => ({
  source: branches.map(({ source }) => source).join('|'),
  ends: (text, at) =>
    each(
      branches.flatMap((branch) => branch.ends(text, at)),
      (place) => [place],
    ),
  disputed: branches.some(({ disputed }) => disputed),
});

const often = (part: Meant, least: number, most: number, greedy: boolean): Meant['ends'] => {
  const rest = (text: string, at: number, left: number): readonly number[] => {
    const more = each(
      // without end, a way that takes nothing leads nowhere new
      part.ends(text, at).filter((place) => left < Infinity || place > at),
      (place) => (left > 0 ? rest(text, place, left - 1) : []),
    );
    if (left === 0) return [at];
    return each(greedy ? [...more, at] : [at, ...more], (place) => [place]);
  };
  return (text, at) => {
    let places: readonly number[] = [at];
    for (let count = 0; count < least; count++) places = each(places, (place) => part.ends(text, place));
    return each(places, (place) => rest(text, place, most - least));
  };
};

/** Answers kept for the text asked about last: what is nested would be asked again and again. */
const onceEach = (ends: Meant['ends']): Meant['ends'] => {
  let about: string | undefined;
  let known = new Map<number, readonly number[]>();
  return (text, at) => {
    if (about !== text) known = new Map();
    about = text;
    const answer = known.get(at) ?? ends(text, at);
    known.set(at, answer);
    return answer;
  };
};

const quantifiers: Readonly<Record<string, readonly [least: number, most: number]>> = {
  '?': [0, 1],
  '*': [0, Infinity],
  '+': [1, Infinity],
  '{1,2}': [1, 2],
  '{2}': [2, 2],
};

const { pattern } = fc.letrec<{ pattern: Meant; piece: Meant; atom: Meant }>((tie) => ({
  pattern: fc.array(fc.array(tie('piece'), { maxLength: 3 }).map(sequence), { minLength: 1, maxLength: 3 }).map(choice),
  piece: fc
    .tuple(tie('atom'), fc.option(fc.constantFrom(...Object.keys(quantifiers))), fc.boolean())
    .map(([atom, quantifier, greedy]) => {
      const [least, most] = quantifiers[quantifier ?? ''] ?? [1, 1];
      if (quantifier === null) return atom;
      return {
        source: `${atom.source}${quantifier}${greedy ? '' : '?'}`,
        ends: often(atom, least, most, greedy),
        disputed: atom.disputed || (most === Infinity && atom.ends('', 0).length > 0),
      };
    }),
  atom: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(
      character('a', (each) => each === 'a'),
      character('b', (each) => each === 'b'),
      character('[ab]', (each) => each !== 'c'),
      character('[^a]', (each) => each !== 'a'),
      character('.', () => true),
    ),
    tie('pattern').map((inner) => ({ ...inner, source: `(${inner.source})`, ends: onceEach(inner.ends) })),
  ),
}));

test('a pattern is found at the first place where it can be, and ends where it prefers to', () => {
  fc.assert(
    fc.property(
      pattern,
      fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 }),
      ({ source, ends, disputed }, text) => {
        const places = Array.from({ length: text.length + 1 }, (_, place) => place);
        const first = places.find((place) => ends(text, place).length > 0);
        const [start, end] = found(source, text) ?? [];
        expect(start).toBe(first);
        const possible = first === undefined ? [undefined] : ends(text, first);
        if (disputed) expect(possible).toContain(end);
        else expect(end).toBe(possible[0]);
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  ['[0-9]{4}-(0[1-9]|1[0-2])-[0-9]{2}', 'am 2026-13-01 und am 2026-11-23'],
  ['[A-ZÄÖÜ][a-zäöüß]+(-[A-ZÄÖÜ][a-zäöüß]+)*', 'aus Sankt-Ägidien an der Aue'],
  ['(a|ab)(c|bcd)(d*)', 'xabcd'],
  ['(a+?)(b*)', 'caaabb'],
  ['<.*?>', 'ein <b>Wort</b>'],
  ['x{2,3}?y|x', 'xxxxy'],
])('%s is found in "%s" where JavaScript finds it, with its groups', (source, text) => {
  const expected = new RegExp(source, 'd').exec(text)?.indices?.flat();
  expect(findPattern(compilePattern(source, ''), pointsOf(text), 0, () => undefined)).toEqual(expected);
});

test('what a search costs is told, and grows with the text only', () => {
  const cost = (length: number): number => {
    let sum = 0;
    findPattern(compilePattern('(x+x+)+y', ''), pointsOf('x'.repeat(length)), 0, (each) => {
      sum += each;
    });
    return sum;
  };
  expect(cost(400)).toBeLessThan(cost(100) * 5);
});
