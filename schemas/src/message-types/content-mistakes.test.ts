import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { MESSAGE_TYPES_FOLDER } from './catalog.ts';
import { lintMessageType } from './lint.ts';

const temporary = mkdtempSync(join(tmpdir(), 'content-mistakes-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

test('lint names lists, versions and JSON Schemas that are not there or are none', () => {
  const folder = join(temporary, 'type');
  cpSync(join(MESSAGE_TYPES_FOLDER, 'gewerbeanzeige', '1.0'), folder, { recursive: true });
  const manifest = join(folder, 'message-type.yaml');
  const text = readFileSync(manifest, 'utf8')
    .replace('version: "2026-11"', 'version: "2026-05"')
    .replace('schema: schema/kern.xsd', 'schema: schema/kern.xsd\n    jsonSchema: rules/kern.json');
  writeFileSync(manifest, text);
  mkdirSync(join(folder, 'rules'), { recursive: true });
  writeFileSync(join(folder, 'rules', 'kern.json'), '{"type":"objekt"}');
  const errors = lintMessageType(folder, new Date('2026-11-22T09:00:00Z')).findings.filter(
    ({ severity }) => severity === 'error',
  );
  expect(errors.map((each) => each.text)).toEqual([
    expect.stringContaining('has no version 2026-05, only 2026-11'),
    expect.stringContaining('rules/kern.json: schema is invalid'),
  ]);
});

test('lint names patterns of JSON Schemas that can explode', () => {
  const folder = join(temporary, 'explosive');
  cpSync(join(MESSAGE_TYPES_FOLDER, 'gewerbeanzeige', '1.0'), folder, { recursive: true });
  const manifest = join(folder, 'message-type.yaml');
  const text = readFileSync(manifest, 'utf8').replace(
    'schema: schema/kern.xsd',
    'schema: schema/kern.xsd\n    jsonSchema: rules/kern.json',
  );
  writeFileSync(manifest, text);
  mkdirSync(join(folder, 'rules'), { recursive: true });
  const schema = {
    type: 'object',
    properties: { kern: { type: 'object', properties: { a: { pattern: '^(a+)+$' } } } },
  };
  writeFileSync(join(folder, 'rules', 'kern.json'), JSON.stringify(schema));
  const { findings } = lintMessageType(folder, new Date('2026-11-22T09:00:00Z'));
  expect(findings.map((each) => each.text)).toContainEqual(expect.stringContaining('pattern ^(a+)+$ repeats a group'));
});
