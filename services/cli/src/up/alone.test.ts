import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { alone } from './alone.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dienstweg-alone-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('one works at a time', async () => {
  let working = 0;
  const most: number[] = [];
  const work = async (): Promise<void> => {
    working += 1;
    most.push(working);
    await new Promise(setImmediate);
    working -= 1;
  };
  await Promise.all(Array.from({ length: 5 }, () => alone(join(folder, 'lock'), work)));
  expect(most).toEqual([1, 1, 1, 1, 1]);
});

test('what a killed process left locked is free', async () => {
  // no process has pid 4194304: it is the first above the largest the system gives
  writeFileSync(join(folder, 'lock'), '4194304 1\n');
  expect(await alone(join(folder, 'lock'), async () => 'done')).toBe('done');
});
