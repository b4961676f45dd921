import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { XmlDocument } from 'libxml2-wasm';
import { DIN91379_TYPES, type Din91379Type } from '../message-types/manifest.ts';
import { compileSchema } from '../xml/schema.ts';
import { characterCheck } from './check-characters.ts';
import { DIN91379_NAMESPACE, din91379Schema } from './patterns.ts';

const check = characterCheck();

/** Text → the types it is of. */
const SAMPLES: readonly (readonly [string, string])[] = [
  ['', 'ABCDE'],
  ['Müller-Lüdenscheidt', 'ABCDE'],
  ['D\u0302 L\u0325\u0304 M\u0302 C\u0328\u0306 ß Ł Đặ', 'ABCDE'],
  ['ẞ Ǆ'.slice(0, 1), 'ABCDE'],
  ['A\u0308rger', ''],
  ['x\u0301', ''],
  ['\u0301', ''],
  ['a\u200db', ''],
  ['😀', ''],
  ['中', ''],
  ['Straße 7 (Hof)', 'BCDE'],
  ['zwei\nZeilen', 'CE'],
  ['ein\u00a0Wort', 'CE'],
  ['Αθήνα', 'DE'],
  ['София', 'E'],
];

const typesOf = (text: string): string =>
  DIN91379_TYPES.filter((type) => check.faults(text, type).length === 0).join('');

describe('characters of DIN 91379', () => {
  test.each(SAMPLES)('%j is of the types %s', (text, types) => {
    expect(typesOf(text)).toBe(types);
  });

  test('are told with code point, place, and the normal form that would do', () => {
    expect(check.faults('Frau A\u0308rger 😀', 'A')).toEqual([
      { text: 'A\u0308', codePoints: 'U+0041 U+0308', position: 6, nfc: 'Ä', fits: [] },
      { text: '😀', codePoints: 'U+1F600', position: 13, fits: [] },
    ]);
    expect(check.faults('7', 'A')).toMatchObject([{ text: '7', position: 1, fits: ['B', 'C', 'D', 'E'] }]);
  });

  test('take a long text in a time that grows with it', () => {
    const text = 'D\u0302ö L\u0325 '.repeat(10_000);
    expect(check.faults(`${text}x\u0301`, 'A')).toMatchObject([{ text: 'x\u0301', position: 70_001 }]);
  });
});

describe('the reusable XSD types', () => {
  const file = readFileSync(new URL('din91379.xsd', import.meta.url), 'utf8');
  const elements = DIN91379_TYPES.map((type) => `<xs:element name="e${type}" type="d:${type}"/>`).join('');
  const uses = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:d="${DIN91379_NAMESPACE}">
    <xs:import namespace="${DIN91379_NAMESPACE}" schemaLocation="din91379.xsd"/>${elements}</xs:schema>`;
  const schema = compileSchema(
    new Map([
      ['uses.xsd', Buffer.from(uses)],
      ['din91379.xsd', Buffer.from(file)],
    ]),
    'uses.xsd',
  );
  afterAll(() => schema[Symbol.dispose]());

  test('are those the repertoire gives', () => {
    expect(file).toBe(din91379Schema());
  });

  const isTaken = (text: string, type: Din91379Type): boolean => {
    const document = XmlDocument.fromString(`<e${type}>${text}</e${type}>`);
    try {
      return schema.validate(document, { code: 'schema-violation', language: 'en' }).length === 0;
    } finally {
      document.dispose();
    }
  };

  test.each(SAMPLES)('%j is taken as %s', (text, types) => {
    expect(DIN91379_TYPES.filter((type) => isTaken(text, type)).join('')).toBe(types);
  });
});
