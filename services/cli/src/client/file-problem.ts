/** What the file system refuses, as a problem: the caller's matter, not a bug. */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasCode } from '@dienstweg/infra/errors.ts';
import { type Problem, problem } from '@dienstweg/schemas/problems/problem.ts';

type Said = (path: string) => { readonly detail: string; readonly remedy: string };

/** Whose it is, or whose is what keeps us out of it, as far as that can be seen. */
const ownerSaid = (path: string): string => {
  for (let at = path; ; at = dirname(at)) {
    try {
      const { uid } = statSync(at);
      const own = process.getuid?.();
      return own === undefined || own === uid ? '' : ` (${at} belongs to user ${uid}, this is user ${own})`;
    } catch {
      if (dirname(at) === at) return '';
    }
  }
};

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
    detail: `${path}: this account may not use it${ownerSaid(path)}.`,
    remedy:
      'Use the account that may, change the permissions, or choose another path; for the home folder, set DIENSTWEG_HOME.',
  }),
  EROFS: (path) => ({
    detail: `${path} is on a disk that cannot be written to.`,
    remedy: 'Choose another path; for the home folder, set DIENSTWEG_HOME.',
  }),
  ENOSPC: (path) => ({
    detail: `${path}: the disk is full.`,
    remedy: 'Make room; "dienstweg doctor" shows how much is left.',
  }),
  EDQUOT: (path) => ({
    detail: `${path}: this account may not store more.`,
    remedy: 'Make room, or ask for more of it.',
  }),
  EIO: (path) => ({ detail: `${path}: the disk fails.`, remedy: 'Look into the log of the system; change the disk.' }),
};

/** What may succeed as soon as somebody has looked after the disk: the path is right. */
const OF_THE_DISK = ['ENOSPC', 'EDQUOT', 'EIO'];

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
  const ofDisk = OF_THE_DISK.includes(code);
  return {
    ...problem(ofDisk ? 'broker-unavailable' : 'not-found', said),
    title: 'A file or folder cannot be used',
    remedy: said.remedy,
  };
};

/** The same where the error names no path, because an open file could not be written; `place`: what it can have been. */
export const diskProblem = (error: unknown, place: string): Problem | undefined =>
  [...OF_THE_DISK, 'EROFS'].some((code) => hasCode(error, code)) && error instanceof Error
    ? fileProblem(Object.assign(error, { path: place }))
    : undefined;
