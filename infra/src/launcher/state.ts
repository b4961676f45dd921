/** What the launcher tells others, in `run/state.json`. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, withPath } from '../errors.ts';
import type { Home } from '../home.ts';
import type { ProcessMark } from './pids.ts';

/** A child as it stands. */
export interface ChildState extends ProcessMark {
  readonly name: string;
  readonly ready: boolean;
  /** How often it was started again after it had died. */
  readonly restarts: number;
  /** RFC 3339. */
  readonly since: string;
}

/** The launcher and its children. */
export interface LauncherState {
  readonly launcher: ProcessMark;
  readonly startedAt: string;
  /** Everything that was to be done at the start is done. */
  readonly ready: boolean;
  readonly children: readonly ChildState[];
}

const fileOf = (home: Home): string => join(home.run, 'state.json');

/** Writes the state so that no reader ever sees half of it. @throws what the file system says, with the path */
export const writeState = async (home: Home, state: LauncherState): Promise<void> => {
  const file = fileOf(home);
  const draft = `${file}.new`;
  try {
    await writeFile(draft, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw withPath(error, file);
  }
};

/** The state last written; the launcher that wrote it may have died since. @throws where this account may not read it */
export const readState = async (home: Home): Promise<LauncherState | undefined> => {
  try {
    return JSON.parse(await readFile(fileOf(home), 'utf8')) as LauncherState;
  } catch (error) {
    if (hasCode(error, 'EACCES')) throw error;
    return undefined;
  }
};
