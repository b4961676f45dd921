/** A type's folder on disk: all of it or nothing. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { usageError } from '../args/parse.ts';

/** Throws `usage-error` where something stands in the folder already. */
export const refuseOccupied = (folder: string): void => {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw usageError(`${folder} is there already and not empty; choose another version or --out.`);
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
  for (const [name, content] of files) {
    const file = join(path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content, { flag: 'wx' });
  }
  return {
    path,
    keep: () => {
      if (existsSync(folder)) rmSync(folder, { recursive: true });
      renameSync(path, folder);
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
};
