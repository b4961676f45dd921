/** Locks that end with their holder; one launcher a home. */
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasCode } from '../errors.ts';
import { makeFolder } from '../folders.ts';
import type { Home } from '../home.ts';
import { writeOnce } from '../write-once.ts';
import { isRunning, markOf, type ProcessMark } from './pids.ts';

/** The home is in use. */
export class HomeInUseError extends Error {
  readonly home: string;
  readonly pid: number;
  constructor(home: string, pid: number) {
    super(`${home} is in use by process ${pid}.`);
    this.home = home;
    this.pid = pid;
  }
}

/** The process whose lock this text is. */
const holderOf = (text: string): ProcessMark | undefined => {
  const [pid, began] = text.trim().split(' ').map(Number);
  return pid === undefined || began === undefined || !(pid > 0) ? undefined : { pid, began };
};

/** Writes the lock as a whole or not at all: nobody ever reads one without its holder. */
const create = async (file: string): Promise<boolean> => {
  const { pid, began } = markOf(process.pid);
  try {
    await writeOnce(file, `${pid} ${began}\n`, 0o600);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
};

/** Empty where it is not there. @throws where this account may not read it: then nobody knows who has it */
const textOf = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'EACCES')) throw error;
    return '';
  });

/** Takes a lock file for this process, or tells which living process has it; a lock whose holder has died is taken over. */
export const tryLock = async (
  file: string,
): Promise<{ readonly lock: AsyncDisposable } | { readonly holder: ProcessMark }> => {
  await makeFolder(dirname(file));
  while (!(await create(file))) {
    const text = await textOf(file);
    const holder = holderOf(text);
    if (holder !== undefined && isRunning(holder)) return { holder };
    // Moved aside before it is thrown away: should another process have been faster, its lock is put back.
    const aside = `${file}.${randomUUID()}`;
    const moved = await rename(file, aside).then(
      () => true,
      () => false,
    );
    if (!moved) continue;
    if ((await textOf(aside)) !== text) await link(aside, file).catch(() => undefined);
    await rm(aside, { recursive: true, force: true });
  }
  return { lock: { [Symbol.asyncDispose]: () => rm(file, { force: true }) } };
};

/**
 * Takes the home for this process; a lock whose holder has died is taken over.
 * @throws HomeInUseError
 */
export const lockHome = async (home: Home): Promise<AsyncDisposable> => {
  const taken = await tryLock(join(home.run, 'lock'));
  if ('holder' in taken) throw new HomeInUseError(home.root, taken.holder.pid);
  return taken.lock;
};

/** Who holds the home, if anybody does. */
export const holderOfHome = async (home: Home): Promise<ProcessMark | undefined> => {
  const holder = holderOf(await textOf(join(home.run, 'lock')));
  return holder !== undefined && isRunning(holder) ? holder : undefined;
};
