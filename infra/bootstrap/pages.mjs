// Builds the pages of the console where their sources changed since the last time. Needs nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { alone, root } from './packages.mjs';

const service = join(root, 'services', 'console');
const document = join(service, 'dist', 'web', 'index.html');
/** What the pages are made of; a change of packages shows in the lock file. */
const SOURCES = [join(service, 'web'), join(service, 'src', 'api'), join(root, 'package-lock.json')];
const stamp = join(root, '.dienstweg', 'pages.stamp');

const filesIn = (path) => {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
};

/** A look at names, sizes and times: reading all of it would cost every start. */
const stateOfSources = () => {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesIn)) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
};

const isBuilt = (state) => {
  try {
    return existsSync(document) && readFileSync(stamp, 'utf8') === state;
  } catch {
    return false;
  }
};

/**
 * Builds what is missing or old, under the given Node; `force`: in any case. Without pages the console says so in the
 * browser, and everything else works: a build that fails is told and stops nothing. True where the pages are there.
 */
export const buildPages = (node, tell, force = false) => {
  if (!existsSync(join(service, 'web', 'index.html'))) return false;
  const state = stateOfSources();
  if (!force && isBuilt(state)) return true;
  let isDone = false;
  alone(() => {
    if (!force && isBuilt(state)) {
      isDone = true;
      return;
    }
    tell('building the pages of the console …');
    const turbo = join(root, 'node_modules', '.bin', 'turbo');
    const args = ['run', 'build', '--filter=@dienstweg/console', '--output-logs=errors-only', '--ui=stream'];
    const { status } = spawnSync(turbo, force ? [...args, '--force'] : args, {
      cwd: root,
      env: {
        ...process.env,
        PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
        TURBO_TELEMETRY_DISABLED: '1',
        DO_NOT_TRACK: '1',
        TURBO_NO_UPDATE_NOTIFIER: '1',
      },
      // standard output belongs to the command
      stdio: ['ignore', 2, 2],
    });
    isDone = status === 0 && existsSync(document);
    mkdirSync(dirname(stamp), { recursive: true });
    if (isDone) writeFileSync(stamp, state);
    else {
      rmSync(stamp, { force: true });
      tell('the pages of the console could not be built; everything else works. Again: npx dienstweg console --build');
    }
  }, 'pages.lock');
  return isDone;
};
