/** Folders made one after another. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasCode } from './errors.ts';

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (about) => about.isDirectory(),
    () => false,
  );

const madeNothingIn = (above: string, path: string, cause: unknown): Error =>
  Object.assign(new Error(`nothing can be made in ${above}`, { cause }), { code: 'EROFS', path });

/**
 * Makes a folder and those above it. Node's own recursion never ends where a file system answers as `/proc` does, with
 * "no such folder" for what cannot be made in one that is there. @throws what the file system says, with the path
 */
export const makeFolder = async (path: string, mode?: number): Promise<void> => {
  const settings = mode === undefined ? {} : { mode };
  try {
    await mkdir(path, settings);
  } catch (error) {
    if (hasCode(error, 'EEXIST') && (await isFolder(path))) return;
    if (!hasCode(error, 'ENOENT')) throw error;
    const above = dirname(path);
    if (existsSync(above)) throw madeNothingIn(above, path, error);
    await makeFolder(above, mode);
    await makeFolder(path, mode);
  }
};

/** The same at once. Gives the uppermost folder that was made for it; `undefined` where all were there. */
export const makeFolderNow = (path: string): string | undefined => {
  try {
    mkdirSync(path);
    return path;
  } catch (error) {
    if (hasCode(error, 'EEXIST') && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return undefined;
    if (!hasCode(error, 'ENOENT')) throw error;
    const above = dirname(path);
    if (existsSync(above)) throw madeNothingIn(above, path, error);
    const uppermost = makeFolderNow(above);
    const made = makeFolderNow(path);
    return uppermost ?? made;
  }
};
