import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { beginLogsAnew, cutLog } from './logs.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
const textOf = (name: string): string => readFileSync(at(name), 'utf8');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dienstweg-logs-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('every start begins new logs and keeps the last three', async () => {
  for (let start = 1; start <= 5; start += 1) {
    writeFileSync(at('gateway.log'), `start ${start}`);
    await beginLogsAnew(folder);
  }
  await beginLogsAnew(folder);
  expect(readdirSync(folder).sort()).toEqual(['gateway.log.1', 'gateway.log.2', 'gateway.log.3']);
  expect([1, 2, 3].map((age) => textOf(`gateway.log.${age}`))).toEqual(['start 5', 'start 4', 'start 3']);
});

test('a log that grows too long is emptied under its writer, which goes on', async () => {
  const log = openSync(at('gateway.log'), 'a');
  writeSync(log, 'long enough');
  await cutLog(at('gateway.log'), 100);
  expect(textOf('gateway.log')).toBe('long enough');
  await cutLog(at('gateway.log'), 5);
  writeSync(log, 'next');
  closeSync(log);
  expect([textOf('gateway.log'), textOf('gateway.log.1')]).toEqual(['next', 'long enough']);
});
