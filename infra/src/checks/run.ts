/** `npm test`: types, lint, boundaries, then the tests of every package; the last line says what it came to. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideServers } from '../servers/provide.ts';
import { type JestResult, summarize } from './summary.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const CHECKS: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'types of the pages', command: ['tsc', '--noEmit', '-p', 'services/console/web'] },
  { name: 'types of the browser tests', command: ['tsc', '--noEmit', '-p', 'test/console'] },
  { name: 'lint', command: ['biome', 'check', '.'] },
  { name: 'boundaries', command: ['turbo', 'boundaries'] },
];
const TESTS = ['turbo', 'run', 'test', '--continue=always', '--concurrency=1', '--ui=stream', '--log-prefix=none'];

const run = async ([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<boolean> => {
  const child = spawn(join(root, 'node_modules', '.bin', program), args, {
    cwd: root,
    env: { ...env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  return code === 0;
};

const packageNames = (): readonly string[] =>
  globSync(['*/package.json', 'services/*/package.json'], { cwd: root, exclude: ['node_modules'] })
    .map((file) => JSON.parse(readFileSync(join(root, file), 'utf8')) as { name: string; scripts?: { test?: string } })
    .flatMap(({ name, scripts }) => (scripts?.test === undefined ? [] : [name]))
    .toSorted();

const resultsIn = async (folder: string): Promise<ReadonlyMap<string, JestResult>> => {
  const files = await readdir(folder);
  const read = async (file: string) => [file, JSON.parse(await readFile(join(folder, file), 'utf8'))] as const;
  return new Map(await Promise.all(files.map(read)));
};

const results = await mkdtemp(join(tmpdir(), 'dienstweg-results-'));
try {
  const env = { ...process.env, DIENSTWEG_TEST_RESULTS: results };
  await provideServers(['nats', 'redis', 'xmlsec1', 'postgres', 'chromium'], { env, tell: say });
  const checks: { name: string; ok: boolean }[] = [];
  for (const { name, command } of CHECKS) {
    const begun = performance.now();
    const ok = await run(command, env);
    checks.push({ name, ok });
    say(`${ok ? 'ok' : 'FAILED'}  ${name}  ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
  }
  await run(TESTS, env);
  const byFile = await resultsIn(results);
  const packages = packageNames().map((name) => ({
    name,
    result: byFile.get(`${name.replaceAll(/[^a-z-]/g, '_')}.json`),
  }));
  const { passed, failed, skipped, failures } = summarize(checks, packages);
  if (failures.length > 0) say(`\nFailed:\n\n${failures.join('\n\n')}\n`);
  process.exitCode = failed === 0 ? 0 : 1;
  say(`${passed} passed, ${failed} failed, ${skipped} skipped`);
} finally {
  await rm(results, { recursive: true, force: true });
}
