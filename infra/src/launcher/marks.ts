/** Marks that a child carries in its environment: by them it is found where nobody could write down that it was started. */
import { realpathSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import type { Home } from '../home.ts';
import { isRunning, markOf } from './pids.ts';
import type { ChildState } from './state.ts';

/** A home by one name, however it was asked for. */
const nameOf = ({ root }: Home): string => {
  try {
    return realpathSync(root);
  } catch {
    return root;
  }
};

const [LAUNCHED_IN, LAUNCHED_AS] = ['DIENSTWEG_LAUNCHED_IN', 'DIENSTWEG_LAUNCHED_AS'];

/** The marks of a child, to be put behind all else: programs write their title over the beginning. */
export const marksOfChild = (home: Home, name: string): Readonly<Record<string, string>> => ({
  [LAUNCHED_IN]: nameOf(home),
  [LAUNCHED_AS]: name,
});

/** The environment with which a process was started; nothing of those that belong to others. */
const environmentOf = (pid: number): Promise<readonly string[]> =>
  readFile(`/proc/${pid}/environ`, 'utf8').then(
    (text) => text.split('\0'),
    () => [],
  );

const childIn = async (home: string, pid: number): Promise<readonly ChildState[]> => {
  // before its environment is read: the pid may be another's soon after
  const mark = markOf(pid);
  const environment = await environmentOf(pid);
  if (!environment.includes(`${LAUNCHED_IN}=${home}`) || !isRunning(mark)) return [];
  const name = environment.find((each) => each.startsWith(`${LAUNCHED_AS}=`))?.slice(LAUNCHED_AS.length + 1);
  const since = await stat(`/proc/${pid}`).then(
    ({ ctime }) => ctime,
    () => new Date(),
  );
  return [{ ...mark, name: name ?? 'unknown', ready: false, restarts: 0, since: since.toISOString() }];
};

/** Processes that carry the marks of a home, in the order they were started; none where the system does not tell (only Linux does). */
export const markedChildren = async (home: Home): Promise<readonly ChildState[]> => {
  const names = await readdir('/proc').catch(() => [] as string[]);
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const asked = nameOf(home);
  const found = await Promise.all(pids.filter((pid) => pid !== process.pid).map((pid) => childIn(asked, pid)));
  return found.flat().toSorted((one, other) => one.began - other.began);
};
