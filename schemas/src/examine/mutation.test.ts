import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { examine } from './examine.ts';
import { HOW, NEEDS, sampleXml } from './testing.ts';

const ORIGINAL = Buffer.from(sampleXml());
const UNTOUCHED = examine(ORIGINAL, NEEDS, HOW);

/** Snippets that mean something to an XML parser. */
const snippet = fc.constantFrom(
  '<',
  '>',
  '/>',
  '</',
  '<!',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?x',
  '?>',
  '<!DOCTYPE a>',
  '&amp;',
  '&x;',
  '&#0;',
  '"',
  "'",
  '=',
  'xmlns=""',
  ' xmlns:x="y"',
  '\u0000',
  '\uFFFE',
  '<Part ref="core"/>',
  '\r\n',
  'x:type="Region"',
);
const edit = fc.record({
  at: fc.nat({ max: ORIGINAL.length }),
  remove: fc.nat({ max: 40 }),
  insert: fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    snippet.map((text) => Buffer.from(text)),
  ),
});

const mutate = (octets: Buffer, edits: readonly { at: number; remove: number; insert: Uint8Array }[]): Buffer =>
  edits.reduce(
    (so, { at, remove, insert }) => Buffer.concat([so.subarray(0, at), insert, so.subarray(at + remove)]),
    octets,
  );

describe('whatever octets come', () => {
  test('it answers, and what it refuses has a code and a violation', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const examination = examine(mutate(ORIGINAL, edits), NEEDS, HOW);
        if (examination.ok) return;
        expect(examination.violations.length).toBeGreaterThan(0);
        expect(examination.code).not.toBe('examination-failed');
      }),
      { numRuns: 1_000 },
    );
  });

  test('part octets that differ from those announced are never accepted', () => {
    const partsFrom = ORIGINAL.indexOf('<Part ref');
    fc.assert(
      fc.property(edit, ({ at, remove, insert }) => {
        const place = partsFrom + (at % (ORIGINAL.length - partsFrom));
        const examination = examine(mutate(ORIGINAL, [{ at: place, remove, insert }]), NEEDS, HOW);
        if (!examination.ok || !UNTOUCHED.ok) return;
        expect(examination.message.header).toEqual(UNTOUCHED.message.header);
        expect(examination.message.partsPresent).toEqual(UNTOUCHED.message.partsPresent);
      }),
      { numRuns: 500 },
    );
  });

  test('arbitrary octets are refused without an internal failure', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        const examination = examine(octets, NEEDS, HOW);
        expect(!examination.ok && examination.code !== 'examination-failed').toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
