/** Foreign programs that tests measure us by. One that is missing fails the test with what to install; nothing is skipped. */
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program with what it needs in its environment. */
export interface Tool {
  readonly command: string;
  readonly env: NodeJS.ProcessEnv;
}

const REMEDIES = {
  xmlsec1: 'install xmlsec1 1.2.37 or newer (Debian packages xmlsec1 and libxmlsec1-openssl) so that it is on PATH',
  openssl: 'install openssl 3 so that it is on PATH',
  java: 'install a JDK, 17 or newer, so that java and keytool are on PATH',
  keytool: 'install a JDK, 17 or newer, so that java and keytool are on PATH',
  sh: 'a POSIX shell has to be on PATH',
} as const;

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Where the bootstrap unpacks Debian packages of a name for this checkout, without root. */
const fetchedRoot = (name: string): string => join(import.meta.dirname, '..', '..', '.dienstweg', 'servers', name);

const librariesOf = (root: string): string => {
  try {
    const names = readdirSync(join(root, 'usr', 'lib'));
    return names
      .filter((name) => name.includes('-linux-'))
      .map((name) => join(root, 'usr', 'lib', name))
      .join(delimiter);
  } catch {
    return '';
  }
};

/** The program on PATH, else the fetched one. Throws with the remedy where there is none. */
export const findTool = (name: keyof typeof REMEDIES): Tool => {
  const { PATH = '' } = process.env;
  const onPath = PATH.split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable);
  if (onPath !== undefined) return { command: onPath, env: process.env };
  const root = fetchedRoot(name);
  const fetched = join(root, 'usr', 'bin', name);
  if (isExecutable(fetched)) return { command: fetched, env: { ...process.env, LD_LIBRARY_PATH: librariesOf(root) } };
  throw new Error(`${name} is missing: ${REMEDIES[name]}`);
};

/** Runs a tool; answers its standard output. Throws with its standard error where it fails. */
export const runTool = (name: keyof typeof REMEDIES, args: readonly string[], input?: Uint8Array): Buffer => {
  const { command, env } = findTool(name);
  return execFileSync(command, args, { env, input, stdio: ['pipe', 'pipe', 'pipe'], timeout: 60_000 });
};

/** Whether a tool ends with 0. */
export const succeeds = (name: keyof typeof REMEDIES, args: readonly string[]): boolean => {
  const { command, env } = findTool(name);
  return spawnSync(command, args, { env, timeout: 60_000 }).status === 0;
};
