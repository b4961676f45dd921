/** Keys, certificates, trust and seeds of a home: everything in it but data, logs and fetched programs. */
import { chmod, mkdir, open, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Home } from '@dienstweg/infra/home.ts';

/** A file as it is kept. */
export interface KeptFile {
  /** Relative to the home, with `/`. */
  readonly path: string;
  readonly mode: number;
  /** Base64. */
  readonly octets: string;
}

/** Folders of the home that are no truth, or are written down otherwise. */
const LEFT_OUT = ['data', 'logs', 'servers', 'run'];
/** By whom a restore puts aside what it replaces. */
export const PUT_ASIDE = 'replaced-';

/** The folders and files of a home that a backup of its files covers. */
export const topOf = async (home: Home): Promise<readonly string[]> => {
  const names = await readdir(home.root).catch(() => [] as string[]);
  return names.filter((name) => !LEFT_OUT.includes(name) && !name.startsWith(PUT_ASIDE) && !name.startsWith('.'));
};

const filesIn = async (path: string): Promise<readonly string[]> => {
  const about = await stat(path);
  if (about.isFile()) return [path];
  if (!about.isDirectory()) return [];
  const names = (await readdir(path)).toSorted();
  return (await Promise.all(names.map((name) => filesIn(join(path, name))))).flat();
};

/** Reads them all. A file that is replaced meanwhile is read as one or the other, never as half of both. */
export const readHomeFiles = async (home: Home): Promise<readonly KeptFile[]> => {
  const kept: KeptFile[] = [];
  for (const name of await topOf(home))
    for (const file of await filesIn(join(home.root, name)))
      kept.push({
        path: relative(home.root, file).split(sep).join('/'),
        mode: (await stat(file)).mode & 0o777,
        octets: (await readFile(file)).toString('base64'),
      });
  return kept;
};

/** Whether a path stays within the home: the backup was made by somebody who had the key, which need not have been us. */
const isWithin = (path: string): boolean =>
  path !== '' && !path.includes('\\') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

/** Writes them with the modes they had. Throws where a file is there already, or a path leads out of the home. */
export const writeHomeFiles = async (home: Home, files: readonly KeptFile[]): Promise<void> => {
  for (const { path, mode, octets } of files) {
    if (!isWithin(path)) throw new Error(`a path in the backup leads out of the home: ${path}`);
    const target = join(home.root, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const handle = await open(target, 'wx', mode);
    try {
      await handle.writeFile(Buffer.from(octets, 'base64'));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await chmod(target, mode);
  }
};
