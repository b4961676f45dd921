// Runs Jest for the package in the current folder, with the flags native ES modules need.
// With DIENSTWEG_TEST_RESULTS the result is also written there, as JSON.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const config = fileURLToPath(new URL('./jest.config.mjs', import.meta.url));
const { DIENSTWEG_TEST_RESULTS: results } = process.env;
const { name } = JSON.parse(readFileSync('package.json', 'utf8'));
const record = results
  ? ['--json', '--outputFile', join(results, `${name.replaceAll(/[^a-z-]/g, '_')}.json`), '--passWithNoTests']
  : [];
const run = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--no-warnings', jest, '--config', config, ...record, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
process.exit(run.status ?? 1);
