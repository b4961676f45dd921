// Brings the packages of the lock file, once, however many start at the same time. Needs nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

const readJson = (file) => {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8'));
  } catch {
    return undefined;
  }
};

/** Whether everything the lock file asks for is installed in exactly its version (optional packages may be missing). */
const packagesAreInstalled = () => {
  const wanted = readJson('package-lock.json')?.packages;
  const installed = readJson('node_modules/.package-lock.json')?.packages;
  if (wanted === undefined || installed === undefined) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) =>
      !path.startsWith('node_modules/') ||
      (installed[path] === undefined ? optional === true : link === true || installed[path].version === version),
  );
};

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** Runs `work` while no other process of this checkout does. A lock whose holder has died is taken over. */
export const alone = (work, name = 'install.lock') => {
  const lock = join(root, '.dienstweg', name);
  mkdirSync(dirname(lock), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    let holder = Number.NaN;
    try {
      holder = Number(readFileSync(lock, 'utf8'));
    } catch {
      continue;
    }
    if (holder > 0 && !isAlive(holder)) rmSync(lock, { force: true });
    else sleep(200);
  }
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
};

/** npm as it called us, else the one on PATH. */
const npm = () => {
  const { npm_execpath: path } = process.env;
  return path?.endsWith('npm-cli.js') || path?.endsWith('npx-cli.js')
    ? [process.execPath, path.replace(/npx-cli\.js$/, 'npm-cli.js')]
    : ['npm'];
};

/** Installs what is missing. Standard output stays untouched. */
export const bringPackages = (tell, quiet) => {
  if (packagesAreInstalled()) return;
  alone(() => {
    if (packagesAreInstalled()) return;
    tell('installing the packages of the lock file …');
    const [command, ...first] = npm();
    // Settings of the npm that called us, such as its prefix, are not meant for this one.
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^npm_config_(local_prefix|prefix|package|call)$/i.test(name)),
    );
    const args = [
      ...first,
      'ci',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
      '--loglevel=error',
    ];
    // Its summary goes the way of our own lines; what went wrong is always said.
    const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: ['ignore', quiet ? 'ignore' : 2, 2] });
    if (status !== 0) {
      tell(
        `npm ci did not succeed${error === undefined ? '' : ` (${error.message})`}. Is the package registry reachable?`,
      );
      process.exit(1);
    }
  });
};
