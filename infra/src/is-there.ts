/** Whether a path is there, told apart from whether this account may see it. */
import { statSync } from 'node:fs';
import { hasCode } from './errors.ts';

/** What the file system says of a path that is not there. */
const ABSENT = ['ENOENT', 'ENOTDIR'];

/** Whether a thrown value says that something is not there. Anything else it says is no answer to that. */
export const saysAbsent = (error: unknown): boolean => ABSENT.some((code) => hasCode(error, code));

/** Whether something is there. @throws what the file system says where this account may not know */
export const isThere = (path: string): boolean => {
  try {
    statSync(path);
    return true;
  } catch (error) {
    if (saysAbsent(error)) return false;
    throw error;
  }
};
