/** Folders made one after another. */
import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasCode } from './errors.ts';

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (about) => about.isDirectory(),
    () => false,
  );

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
    if (existsSync(above))
      throw Object.assign(new Error(`nothing can be made in ${above}`, { cause: error }), { code: 'EROFS', path });
    await makeFolder(above, mode);
    await makeFolder(path, mode);
  }
};
