/** Finding a server program on this machine: on PATH, else where an earlier start has fetched it. */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { SERVERS, type ServerKind } from './kinds.ts';
import { isVersionAtLeast } from './versions.ts';

const run = promisify(execFile);

/** A server program that can be started. */
export interface ServerProgram {
  readonly kind: ServerKind;
  readonly command: string;
  readonly version: string;
  /** What it needs in its environment besides ours. */
  readonly env: Readonly<Record<string, string>>;
  readonly from: 'path' | 'fetched';
}

/** A program that was found and is of no use, with its version. */
export interface TooOld {
  readonly command: string;
  readonly version: string;
}

/** Where to look. */
export interface FindNeeds {
  /** The value of `PATH`. */
  readonly path: string;
  /** Folders into which servers are fetched, best first. */
  readonly folders: readonly string[];
}

const versionOf = async (command: string, env: Readonly<Record<string, string>>): Promise<string | undefined> => {
  try {
    await access(command, constants.X_OK);
    const { stdout } = await run(command, ['--version'], { env: { ...env }, timeout: 10_000 });
    // "nats-server: v2.10.27", "Redis server v=7.0.15 sha=…", "Valkey server v=8.1.1 …", "xmlsec1 1.2.37 (openssl)",
    // "postgres (PostgreSQL) 15.17 (Debian …)"
    return /(\d+\.\d+(?:\.\d+)?)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
};

/** Every folder of a Debian package tree that may hold libraries. */
const librariesIn = async (root: string): Promise<string> => {
  const folders: string[] = [];
  for (const lib of [join(root, 'usr', 'lib'), join(root, 'lib')]) {
    const names = await readdir(lib, { withFileTypes: true }).catch(() => []);
    const own = names
      .filter((name) => name.isDirectory() && name.name.includes('-linux-'))
      .map(({ name }) => join(lib, name));
    // libpulse, which Chromium links against, looks for its other half where a package of the machine would have it.
    folders.push(...own, ...own.map((folder) => join(folder, 'pulseaudio')));
  }
  return folders.join(delimiter);
};

/** Folders of a pattern with one `*`, the highest version first; a folder without one is itself. */
const foldersLike = async (root: string, pattern: string | undefined): Promise<readonly string[]> => {
  if (pattern === undefined) return [];
  if (!pattern.includes('*')) return [pattern];
  const [before = '', after = ''] = pattern.split('*');
  const names = await readdir(join(root, before)).catch(() => []);
  return names.sort((a, b) => Number(b) - Number(a)).map((name) => `${before}${name}${after}`);
};

/** The folder inside a servers folder that holds one kind. */
export const fetchedRootOf = (folder: string, kind: ServerKind): string => join(folder, kind);

/** The first program that is new enough; those on PATH or fetched that are too old are named. */
export const findServer = async (
  kind: ServerKind,
  { path, folders }: FindNeeds,
): Promise<{ readonly found: ServerProgram | undefined; readonly tooOld: readonly TooOld[] }> => {
  const { programs, minimumVersion, folder: own } = SERVERS[kind];
  const tooOld: TooOld[] = [];
  const tryOne = async (
    command: string,
    env: Readonly<Record<string, string>>,
    from: ServerProgram['from'],
  ): Promise<ServerProgram | undefined> => {
    const version = await versionOf(command, env);
    if (version === undefined) return undefined;
    if (isVersionAtLeast(version, minimumVersion)) return { kind, command, version, env, from };
    tooOld.push({ command, version });
    return undefined;
  };
  for (const folder of path.split(delimiter).filter((one) => one !== ''))
    for (const program of programs) {
      const found = await tryOne(join(folder, program), {}, 'path');
      if (found !== undefined) return { found, tooOld };
    }
  for (const bin of await foldersLike('/', own))
    for (const program of programs) {
      const found = await tryOne(join('/', bin, program), {}, 'path');
      if (found !== undefined) return { found, tooOld };
    }
  for (const folder of folders) {
    const root = fetchedRootOf(folder, kind);
    const libraries = await librariesIn(root);
    const env: Record<string, string> = libraries === '' ? {} : { LD_LIBRARY_PATH: libraries };
    for (const program of programs)
      for (const bin of ['usr/sbin', 'usr/bin', ...(await foldersLike(root, own))]) {
        const found = await tryOne(join(root, bin, program), env, 'fetched');
        if (found !== undefined) return { found, tooOld };
      }
  }
  return { found: undefined, tooOld };
};
