import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readInput } from './read-input.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dienstweg-read-'));
  writeFileSync(join(folder, 'ten'), '0123456789');
  writeFileSync(join(folder, 'huge'), '');
  // sparse: it takes no room
  truncateSync(join(folder, 'huge'), 5e9);
  execFileSync('mkfifo', [join(folder, 'pipe')]);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const outcomeOf = (file: string, limitBytes: number): string => {
  try {
    return readInput(file, limitBytes).toString('utf8');
  } catch (error) {
    if (error instanceof ProblemError) return error.problem.code;
    throw error;
  }
};

test('reads a file up to its limit and not beyond', () => {
  expect([10, 9].map((limit) => outcomeOf(join(folder, 'ten'), limit))).toEqual(['0123456789', 'too-large']);
});

test('answers what is no file, or has no end, with a problem and at once', () => {
  const outcomes = [folder, join(folder, 'pipe'), '/dev/zero', join(folder, 'huge')].map((file) =>
    outcomeOf(file, 100),
  );
  expect(outcomes).toEqual(['usage-error', 'usage-error', 'usage-error', 'too-large']);
});

test('reads what shows no size before it is read no further than allowed', () => {
  // files of the system have content but say that they are empty
  expect(outcomeOf('/proc/self/stat', 3)).toBe('too-large');
});
