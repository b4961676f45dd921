import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { makeFolder, makeFolderNow } from './folders.ts';

const folder = mkdtempSync(join(tmpdir(), 'dienstweg-folders-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('makes a folder and those above it, and takes one that is there', async () => {
  const path = join(folder, 'a', 'b', 'c');
  await makeFolder(path, 0o700);
  await makeFolder(path, 0o700);
  expect(statSync(path).mode & 0o777).toBe(0o700);
  writeFileSync(join(folder, 'file'), '');
  await expect(makeFolder(join(folder, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
});

test('made at once, the uppermost that is new is told', () => {
  expect(makeFolderNow(join(folder, 'x', 'y', 'z'))).toBe(join(folder, 'x'));
  expect(makeFolderNow(join(folder, 'x', 'y', 'w'))).toBe(join(folder, 'x', 'y', 'w'));
  expect(makeFolderNow(join(folder, 'x', 'y'))).toBeUndefined();
});

(existsSync('/proc/self') ? test : test.skip)('ends where nothing can be made', async () => {
  await expect(makeFolder('/proc/nothing/at/all')).rejects.toMatchObject({ path: '/proc/nothing' });
  expect(() => makeFolderNow('/proc/nothing/at/all')).toThrow(expect.objectContaining({ path: '/proc/nothing' }));
});
