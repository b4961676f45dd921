/** Files that are written once: whole, or not there at all. */
import { randomUUID } from 'node:crypto';
import { link, rm, writeFile } from 'node:fs/promises';
import { withPath } from './errors.ts';

/**
 * Writes a file that must not be there yet. A full disk leaves nothing of it behind: half of a key, or none of it, would
 * be taken for the key. @throws what the file system says, with the path; `EEXIST` where it is there
 */
export const writeOnce = async (file: string, text: string, mode: number): Promise<void> => {
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { flag: 'wx', mode });
    await link(draft, file);
  } catch (error) {
    throw withPath(error, file);
  } finally {
    await rm(draft, { force: true });
  }
};
