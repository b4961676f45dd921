/** The short run of the fault matrix, as `npm run test:faults -- --short` makes it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Report } from './report.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
let report: Report;
let said = '';
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dienstweg-faults-report-'));
  const file = join(folder, 'report.json');
  const run = spawn(process.execPath, [MAIN, '--short', '--report', file], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  run.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await once(run, 'close');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) throw new Error(`the run ended without a report:\n${said}`);
  report = JSON.parse(text) as Report;
}, 400_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What was said goes into the failure, seed and all. */
const held = (what: unknown): unknown => (report.ok ? what : { what, said });

describe('while processes die, lines break and clocks are wrong', () => {
  test('loses nothing, doubles nothing, and every receipt holds', () => {
    expect(held(report.storm.judgement.violations)).toEqual([]);
    expect(report.accepted).toBeGreaterThan(0);
    expect(report.storm.drained.isDrained).toBe(true);
  });

  test('kills processes, and none dies of itself', () => {
    expect(Object.values(report.kills).reduce((sum, each) => sum + each, 0)).toBeGreaterThan(3);
    expect(report.storm.unexpected).toEqual([]);
  });

  test('goes red when a safeguard is broken', () => {
    expect(report.negativeControls.map(({ red }) => red)).toEqual([true]);
  });
});
