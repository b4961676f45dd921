/** Files that a file refers to, as far as they may be taken along with it. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';

/** Folders above a file that it may refer into. */
export const MOST_UP = 4;

/** The folder that both lie in, if it is not too far above `start`. */
const commonFolder = (start: string, path: string): string | undefined => {
  let folder = dirname(start);
  for (let up = 0; up <= MOST_UP; up++) {
    if (!relative(folder, path).startsWith('..')) return folder;
    folder = dirname(folder);
  }
  return undefined;
};

/**
 * Whether `path` is a file near `start`, and no symbolic link leads to it from the folder that both lie in: where links
 * lead is not for a file to say. Both absolute.
 */
export const isPlainFileNear = (start: string, path: string): boolean => {
  if (!existsSync(path) || !statSync(path).isFile()) return false;
  const folder = commonFolder(start, path);
  return folder !== undefined && realpathSync(path) === resolve(realpathSync(folder), relative(folder, path));
};
