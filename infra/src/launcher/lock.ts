/** One launcher a home. */
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../errors.ts';
import type { Home } from '../home.ts';
import { isRunning, markOf, type ProcessMark } from './pids.ts';

/** The home is in use. */
export class HomeInUseError extends Error {
  constructor(home: string, pid: number) {
    super(
      `${home} is in use by process ${pid}. Stop it with "dienstweg down", or choose another DIENSTWEG_HOME and DIENSTWEG_PORT_BASE.`,
    );
  }
}

/** The process whose lock this text is. */
const holderOf = (text: string): ProcessMark | undefined => {
  const [pid, began] = text.trim().split(' ').map(Number);
  return pid === undefined || began === undefined || !(pid > 0) ? undefined : { pid, began };
};

const create = (file: string): Promise<boolean> => {
  const { pid, began } = markOf(process.pid);
  return writeFile(file, `${pid} ${began}\n`, { flag: 'wx', mode: 0o600 }).then(
    () => true,
    (error: unknown) => {
      if (hasCode(error, 'EEXIST')) return false;
      throw error;
    },
  );
};

/**
 * Takes the home for this process; a lock whose holder has died is taken over.
 * @throws HomeInUseError
 */
export const lockHome = async (home: Home): Promise<AsyncDisposable> => {
  await mkdir(home.run, { recursive: true });
  const file = join(home.run, 'lock');
  while (!(await create(file))) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const holder = holderOf(text);
    if (holder !== undefined && isRunning(holder)) throw new HomeInUseError(home.root, holder.pid);
    // Moved aside before it is thrown away: should another process have been faster, its lock is put back.
    const aside = `${file}.${process.pid}`;
    if (
      !(await rename(file, aside).then(
        () => true,
        () => false,
      ))
    )
      continue;
    if ((await readFile(aside, 'utf8')) !== text) await link(aside, file).catch(() => undefined);
    await rm(aside, { force: true });
  }
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
};

/** Who holds the home, if anybody does. */
export const holderOfHome = async (home: Home): Promise<ProcessMark | undefined> => {
  const holder = holderOf(await readFile(join(home.run, 'lock'), 'utf8').catch(() => ''));
  return holder !== undefined && isRunning(holder) ? holder : undefined;
};
