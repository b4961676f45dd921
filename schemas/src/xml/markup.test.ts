import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ENVELOPE_LIMITS, PAYLOAD_LIMITS } from './limits.ts';
import { parseXml } from './parse.ts';
import { scan } from './scan.ts';

const SEED = `<?xml version='1.0'?><!-- a --><a x="1>2" y='"' z = "'"><?p <b> ?><b/><!-- <c> - --><c
 d="&lt;"><![CDATA[<d></c>]]></c >]]&gt;<e:f xmlns:e="urn:e" e:g=""/></a><?q?>`;

const snippet = fc.constantFrom(
  '<b>',
  '</b>',
  '<b/>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '"',
  "'",
  '>',
  '=',
  ' h="<"',
  '/',
  'ä',
);
const edit = fc.record({ at: fc.nat({ max: SEED.length }), remove: fc.nat({ max: 12 }), insert: snippet });

const count = (octets: Uint8Array, xpath: string): number | undefined => {
  const parsed = parseXml(octets, { limits: PAYLOAD_LIMITS, language: 'en' });
  if (!parsed.ok) return undefined;
  try {
    return Number(parsed.document.eval(`count(${xpath})`));
  } finally {
    parsed.document.dispose();
  }
};

/** How many elements the scan counts: the number of limits below it that it reports as exceeded. */
const elementsByScan = (octets: Uint8Array): number =>
  Array.from({ length: 40 }, (_, limit) => limit).filter((limit) =>
    scan(octets, { ...ENVELOPE_LIMITS, elements: limit }).excesses.some((excess) => excess.limit === 'elements'),
  ).length;

describe('the scan of markup', () => {
  test('sees in every document libxml2 takes exactly the elements, comments and instructions libxml2 sees', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 2 }), (edits) => {
        const text = edits.reduce(
          (so, { at, remove, insert }) => so.slice(0, at) + insert + so.slice(at + remove),
          SEED,
        );
        const octets = Buffer.from(text);
        const elements = count(octets, '//*');
        if (elements === undefined) return;
        taken++;
        expect(elementsByScan(octets)).toBe(elements);
        const { asides } = scan(octets, PAYLOAD_LIMITS);
        const of = (kind: string) => asides.filter((aside) => aside.kind === kind).length;
        expect(of('comment')).toBe(count(octets, '//comment()'));
        expect(of('processing-instruction')).toBe(count(octets, '//processing-instruction()'));
      }),
      { numRuns: 2_000 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  test('finds a DOCTYPE wherever it stands outside comments and CDATA', () => {
    for (const text of [
      '<!DOCTYPE a><a/>',
      '\uFEFF<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE a><a/>',
      '<!--><!DOCTYPE a><a/>--><!DOCTYPE a><a/>',
    ]) {
      const refused = parseXml(Buffer.from(text), { limits: PAYLOAD_LIMITS, language: 'en' });
      expect(!refused.ok && refused.code).toBe('doctype-forbidden');
    }
  });

  test('tells the part in which it found something', () => {
    const refused = parseXml(Buffer.from('<a>'), { limits: PAYLOAD_LIMITS, language: 'nl', part: 'core' });
    expect(!refused.ok && refused.violations[0]).toMatchObject({ code: 'not-xml', part: 'core', line: 1 });
  });
});
