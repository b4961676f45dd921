/** The mark of a home into which a backup is being brought back: half of it must not be started. */
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Home } from '@dienstweg/infra/home.ts';

const fileOf = (home: Home): string => join(home.run, 'restore-underway');

/** Whether a restore was begun in this home and not finished. */
export const isRestoreUnderway = (home: Home): boolean => existsSync(fileOf(home));

/** Sets the mark; `done` takes it away. */
export const markUnderway = async (home: Home, backupId: string): Promise<{ readonly done: () => Promise<void> }> => {
  await mkdir(home.run, { recursive: true, mode: 0o700 });
  await writeFile(fileOf(home), `${backupId}\n`, { mode: 0o600, flush: true });
  return { done: () => rm(fileOf(home)) };
};
