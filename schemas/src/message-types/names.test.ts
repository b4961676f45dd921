import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { PAYLOAD_LIMITS } from '../xml/limits.ts';
import { parseXml } from '../xml/parse.ts';
import { compileSchema, readSchemaFolder } from '../xml/schema.ts';
import { MESSAGE_TYPES_FOLDER } from './catalog.ts';

const FOLDER = join(MESSAGE_TYPES_FOLDER, 'gewerbeanzeige', '1.0');
const schema = compileSchema(readSchemaFolder(join(FOLDER, 'schema')), 'personen.xsd');
afterAll(() => schema[Symbol.dispose]());
const sample = readFileSync(join(FOLDER, 'samples', 'valid', 'personen.xml'), 'utf8');

/** Whether the schema takes a family name. */
const isName = (name: string): boolean => {
  const octets = new TextEncoder().encode(sample.replace(/(<b:familienname>)[^<]*/, (_all, tag) => tag + name));
  const parsed = parseXml(octets, { limits: PAYLOAD_LIMITS, language: 'en' });
  if (!parsed.ok) throw new Error(parsed.code);
  try {
    return schema.validate(parsed.document, { code: 'schema-violation', language: 'en' }).length === 0;
  } finally {
    parsed.document.dispose();
  }
};

test.each([
  ['D with circumflex, which has no precomposed form', 'D\u0302ubo'],
  ['L with ring and macron', 'L\u0325\u0304a'],
  ['m with circumflex', 'Tum\u0302a'],
  ['C with ogonek and breve', 'C\u0328\u0306a'],
  ['Łódź, Đặng, Şahin, Þór', 'Łódź-Đặng Şahin Þór'],
  ['sharp s, small and capital', 'Weiß GROẞ'],
  ['apostrophes of both kinds', "van ’t O'Hara"],
  ['Dutch IJ', 'IJsselstein'],
])('a name may have %s', (_what, name) => {
  expect(isName(name)).toBe(true);
});

test.each([
  ['a letter taken apart that has a precomposed form', 'A\u0308rmel'],
  ['a combining mark without letter', '\u0302bo'],
  ['a mark on a letter it does not belong to', 'x\u0301'],
  ['Greek', 'Αλέξης'],
  ['Chinese', '王'],
  ['an emoji', 'Max\u{1F600}'],
  ['a zero-width joiner', 'Ma\u200Dx'],
  ['a digit', 'Max 2'],
  ['nothing', ''],
])('a name may not have %s', (_what, name) => {
  expect(isName(name)).toBe(false);
});
