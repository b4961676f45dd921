/** A type's folder on disk: all of it or nothing. */
import { existsSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolderNow } from '@dienstweg/infra/folders.ts';
import { usageError } from '../args/parse.ts';

/** Throws `usage-error` where something stands in the folder already. */
export const refuseOccupied = (folder: string): void => {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw usageError(`${folder} is there already and not empty; choose another version or --out.`);
};

/** Removes empty folders from `folder` up to `first`; one that somebody has put something into stays. */
const removeEmpty = (folder: string, first: string): void => {
  for (let next = folder; next.startsWith(first); next = dirname(next)) {
    if (!existsSync(next) || readdirSync(next).length > 0) return;
    rmdirSync(next);
  }
};

/** A folder being made; disposing leaves nothing of it unless it was kept. */
export interface FolderDraft extends Disposable {
  readonly path: string;
  /** Puts it in its place. */
  keep(): void;
}

/** Writes files (path → content) into a draft of `folder`, beside it. */
export const draftFolder = (folder: string, files: ReadonlyMap<string, Uint8Array | string>): FolderDraft => {
  const path = `${folder}.${process.pid}.new`;
  // folders above it that are not there yet go with it
  const above = makeFolderNow(dirname(path));
  const remove = (): void => {
    rmSync(path, { recursive: true, force: true });
    if (above !== undefined) removeEmpty(dirname(path), above);
  };
  try {
    for (const [name, content] of files) {
      const file = join(path, name);
      makeFolderNow(dirname(file));
      writeFileSync(file, content, { flag: 'wx' });
    }
  } catch (error) {
    remove();
    throw error;
  }
  return {
    path,
    keep: () => {
      if (existsSync(folder)) rmSync(folder, { recursive: true });
      renameSync(path, folder);
    },
    [Symbol.dispose]: remove,
  };
};
