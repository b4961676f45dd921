import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compilePattern } from './program.ts';
import { findPattern } from './run.ts';

const pointsOf = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0);

/** Patterns that mean the same to JavaScript. */
const { pattern } = fc.letrec((tie) => ({
  pattern: fc.array(tie('branch'), { minLength: 1, maxLength: 3 }).map((branches) => branches.join('|')),
  branch: fc.array(tie('piece'), { minLength: 0, maxLength: 3 }).map((pieces) => pieces.join('')),
  piece: fc
    .tuple(tie('atom'), fc.constantFrom('', '', '?', '*', '+', '{1,2}', '{2}', '*?', '??'))
    .map(([atom, quantifier]) => `${atom}${quantifier}`),
  atom: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom('a', 'b', '[ab]', '[^a]', '.', 'c'),
    tie('pattern').map((inner) => `(${inner})`),
  ),
}));

test('a pattern is found where JavaScript finds it, and ends there', () => {
  fc.assert(
    fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 }), (source, text) => {
      const expected = new RegExp(String(source), 'u').exec(text);
      const found = findPattern(compilePattern(String(source), ''), pointsOf(text), 0, () => undefined);
      expect(found?.[0]).toBe(expected?.index);
      // where a group that may be empty is repeated, the languages end differently
      if (expected !== null && !/\)[?*+{]/.test(String(source)))
        expect(found?.[1]).toBe((expected.index ?? 0) + expected[0].length);
    }),
    { numRuns: 300 },
  );
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
