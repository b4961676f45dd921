/** Keys, certificates, trust and seeds of a home: what of it is in a backup beside its streams. */
import { chmod, mkdir, open, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Home } from '@dienstweg/infra/home.ts';
import { SealError } from './seal.ts';

/** A file as it is kept. */
export interface KeptFile {
  /** Relative to the home, with `/`. */
  readonly path: string;
  readonly mode: number;
  /** Base64. */
  readonly octets: string;
}

/** The folders of the home that are truth and are not written down otherwise. Nothing in them is ever run. */
const COVERED: readonly (keyof Home)[] = ['ca', 'trust', 'authorities', 'nodes', 'registrar', 'bus'];
/** By whom a restore puts aside what it replaces. */
export const PUT_ASIDE = 'replaced-';

const isCovered = (name: string): boolean => COVERED.some((covered) => covered === name);

/** The folders of a home that a backup covers, as far as they are there. */
export const topOf = async (home: Home): Promise<readonly string[]> =>
  (await readdir(home.root).catch(() => [] as string[])).filter(isCovered);

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

/** Whether a backup may hold it: what is covered and nothing else, since a backup need not be what was taken here. */
const isKept = (path: string): boolean => {
  const [top = '', ...below] = path.split('/');
  return isCovered(top) && !/[\\\0]/.test(path) && [top, ...below].every((part) => !['', '.', '..'].includes(part));
};

/** Nothing that was kept is a program, and nothing may be changed by others. */
const MODES = 0o644;

/**
 * Writes them with the modes they had, as far as a file of a home has them. Throws SealError, before anything is written,
 * where a path is none that a backup covers, and an Error where a file is there already.
 */
export const writeHomeFiles = async (home: Home, files: readonly KeptFile[]): Promise<void> => {
  for (const { path } of files) if (!isKept(path)) throw new SealError(`It holds a file that no backup holds: ${path}`);
  for (const { path, mode: had, octets } of files) {
    const mode = had & MODES;
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
