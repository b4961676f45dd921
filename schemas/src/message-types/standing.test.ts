/** States of versions on days, and what the examination makes of them. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { checkMessageType } from '../examine/content.ts';
import { loadMessageTypes, MESSAGE_TYPES_FOLDER } from './catalog.ts';
import { keepCompiled } from './keep-compiled.ts';
import type { TypeStanding } from './standing.ts';

const REF = { code: 'pruefstand.nachricht', version: '1.0' };
const SHIPPED = join(MESSAGE_TYPES_FOLDER, REF.code, REF.version);
const temporary = mkdtempSync(join(tmpdir(), 'message-type-standing-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const copyOf = (name: string, version: string): string => {
  const folder = join(temporary, name);
  cpSync(SHIPPED, folder, { recursive: true });
  const file = join(folder, 'message-type.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^version: .*$/m, `version: "${version}"`));
  return folder;
};

const outcome = (standing: TypeStanding, on: string, testMessage: boolean): string => {
  using catalog = loadMessageTypes([MESSAGE_TYPES_FOLDER]);
  catalog.publish([{ ...REF, standing }]);
  const found = checkMessageType({ messageType: REF, testMessage }, new Map(), catalog, {
    at: new Date(on),
    language: 'en',
    partsRequired: true,
  });
  return found.ok ? ['taken', ...found.warnings.map(({ code }) => code)].join(' ') : found.code;
};

test.each<[string, TypeStanding, string, boolean, string]>([
  ['active', { draft: false, validFrom: '2026-05-01' }, '2026-05-01T10:00:00Z', false, 'taken'],
  ['a legal day begins in Berlin', { draft: false, validFrom: '2026-05-01' }, '2026-04-30T22:00:00Z', false, 'taken'],
  ['not yet', { draft: false, validFrom: '2026-05-01' }, '2026-04-30T21:59:00Z', false, 'message-type-not-in-force'],
  ['a draft in test', { draft: true, validFrom: '2026-05-01' }, '2026-06-01T10:00:00Z', true, 'taken'],
  ['a draft', { draft: true, validFrom: '2026-05-01' }, '2026-06-01T10:00:00Z', false, 'message-type-not-in-force'],
  [
    'deprecated',
    { draft: false, validFrom: '2026-05-01', deprecatedFrom: '2026-06-01', validUntil: '2026-11-01' },
    '2026-06-01T10:00:00Z',
    false,
    'taken message-type-deprecated',
  ],
  [
    'retired',
    { draft: false, validFrom: '2026-05-01', deprecatedFrom: '2026-06-01', validUntil: '2026-11-01' },
    '2026-11-01T10:00:00Z',
    true,
    'message-type-not-in-force',
  ],
])('%s: what the registry says of a version counts, and not its manifest', (_what, standing, on, isTest, expected) => {
  expect(outcome(standing, on, isTest)).toBe(expected);
});

test('what cannot be read is told, and what counted before goes on to count', () => {
  using catalog = loadMessageTypes([MESSAGE_TYPES_FOLDER]);
  const ref = { ...REF, version: '2.0' };
  const standing = { draft: false, validFrom: '2026-01-01' };
  const state = () => catalog.find(ref, '2026-11-22').state;
  const folder = copyOf('two', '2.0');
  expect(catalog.publish([{ ...ref, folder, standing }])).toEqual([]);
  expect(state()).toBe('in-force');
  const broken = copyOf('three', '3.0');
  expect(catalog.publish([{ ...ref, folder: broken, standing }])).toMatchObject([
    { ref, why: expect.stringContaining('3.0') },
  ]);
  expect(state()).toBe('in-force');
  expect(catalog.publish([])).toEqual([]);
  expect(state()).toBe('unknown');
});

test('what was compiled is kept while there is room, and compiling it is told apart', () => {
  const compiled: string[] = [];
  const compiling = <T>(compile: () => T): T => {
    compiled.push('x');
    return compile();
  };
  using kept = keepCompiled({ schemaBytes: 10_000, contentBytes: 6_000, compiling });
  const checks = () => ({
    isNeeded: false,
    prepare: () => undefined,
    look: () => undefined,
    violations: () => [],
    [Symbol.dispose]: () => {
      compiled.push('freed');
    },
  });
  const [one, other] = [copyOf('four', '4.0'), copyOf('five', '5.0')];
  kept.contentsOf(one, checks);
  kept.contentsOf(one, checks);
  kept.contentsOf(other, checks);
  expect(compiled).toEqual(['x', 'x', 'freed']);
});
