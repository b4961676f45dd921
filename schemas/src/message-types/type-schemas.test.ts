import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { PAYLOAD_LIMITS } from '../xml/limits.ts';
import { parseXml } from '../xml/parse.ts';
import type { Schema } from '../xml/schema.ts';
import { schemaCache } from './type-schemas.ts';

const root = mkdtempSync(join(tmpdir(), 'type-schemas-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const typeWith = (name: string, type: string): string => {
  const folder = join(root, name);
  mkdirSync(join(folder, 'schema'), { recursive: true });
  writeFileSync(
    join(folder, 'schema', 'a.xsd'),
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a" type="xs:${type}"/></xs:schema>`,
  );
  return folder;
};
const count = (schema: Schema): number => {
  const parsed = parseXml(Buffer.from('<a>x</a>'), { limits: PAYLOAD_LIMITS, language: 'en' });
  if (!parsed.ok) throw new Error(parsed.code);
  try {
    return schema.validate(parsed.document, { code: 'schema-violation', language: 'en' }).length;
  } finally {
    parsed.document.dispose();
  }
};

test('what is not used for longest makes room, and is compiled again when it is asked for', () => {
  const text = typeWith('text', 'string');
  const number = typeWith('number', 'int');
  using cache = schemaCache(150);
  const first = cache.schemaOf(text, ['schema/a.xsd']);
  expect(cache.schemaOf(text, ['schema/a.xsd'])).toBe(first);
  expect(count(cache.schemaOf(number, ['schema/a.xsd']))).toBe(1);
  const again = cache.schemaOf(text, ['schema/a.xsd']);
  expect(again).not.toBe(first);
  expect(count(again)).toBe(0);
});

test('a folder that is forgotten is read anew', () => {
  const folder = typeWith('changing', 'string');
  using cache = schemaCache();
  expect(count(cache.schemaOf(folder, ['schema/a.xsd']))).toBe(0);
  typeWith('changing', 'int');
  expect(count(cache.schemaOf(folder, ['schema/a.xsd']))).toBe(0);
  cache.forget(folder);
  expect(count(cache.schemaOf(folder, ['schema/a.xsd']))).toBe(1);
});
