/** What the file system refuses, as a problem: the caller's matter, not a bug. */
import { type Problem, problem } from '@dienstweg/schemas/problems/problem.ts';

type Said = (path: string) => { readonly detail: string; readonly remedy: string };

const SAID: Readonly<Record<string, Said>> = {
  EISDIR: (path) => ({ detail: `${path} is a folder.`, remedy: 'Name a file.' }),
  ENOTDIR: (path) => ({
    detail: `${path} cannot be there: a part of its path is a file, not a folder.`,
    remedy: 'Name a path through folders; for the home folder, set DIENSTWEG_HOME.',
  }),
  EEXIST: (path) => ({
    detail: `${path} is there already and is no folder.`,
    remedy: 'Choose another path; for the home folder, set DIENSTWEG_HOME.',
  }),
  EACCES: (path) => ({
    detail: `${path}: this account may not use it.`,
    remedy: 'Change the permissions, or choose another path; for the home folder, set DIENSTWEG_HOME.',
  }),
  EROFS: (path) => ({
    detail: `${path} is on a disk that cannot be written to.`,
    remedy: 'Choose another path; for the home folder, set DIENSTWEG_HOME.',
  }),
  ENOSPC: (path) => ({
    detail: `${path}: the disk is full.`,
    remedy: 'Make room; "dienstweg doctor" shows how much is left.',
  }),
};

/** The problem of an error that names a path; `undefined` for any other error, which is a bug. */
export const fileProblem = (error: unknown): Problem | undefined => {
  if (!(error instanceof Error && 'code' in error && 'path' in error && typeof error.path === 'string'))
    return undefined;
  const code = String(error.code);
  if (code === 'ENOENT')
    return { ...problem('not-found', { detail: `There is no ${error.path}` }), remedy: 'Check the path.' };
  const said = SAID[code === 'EPERM' ? 'EACCES' : code]?.(error.path) ?? {
    detail: error.message,
    remedy: 'Check the path.',
  };
  return { ...problem('not-found', said), title: 'A file or folder cannot be used', remedy: said.remedy };
};
