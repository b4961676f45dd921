/** Where a backup is made: looked after before anything is started for it. */
import { constants } from 'node:fs';
import { access, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '@dienstweg/infra/folders.ts';

/** The folder in which a backup is made until it is whole; disposing takes it away, if it is still there. */
export interface BackupPlace extends AsyncDisposable {
  readonly partial: string;
  /** Where it will stand. */
  readonly folder: string;
}

/** Makes it. @throws what the file system says where the backup cannot be there, with the path */
export const backupPlace = async (folder: string): Promise<BackupPlace> => {
  const partial = `${folder}.partial`;
  await makeFolder(dirname(folder), 0o700);
  // what is to be renamed in the end has to be written beside it, too
  await access(dirname(folder), constants.W_OK);
  await rm(partial, { recursive: true, force: true });
  await makeFolder(partial, 0o700);
  return { partial, folder, [Symbol.asyncDispose]: () => rm(partial, { recursive: true, force: true }) };
};
