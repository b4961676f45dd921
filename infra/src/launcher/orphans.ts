/** Processes that a launcher left running because it was killed. */
import type { Home } from '../home.ts';
import { markedChildren } from './marks.ts';
import { endProcess, isRunning } from './pids.ts';
import { type ChildState, readState } from './state.ts';

const ORPHAN_DEADLINE_MS = 10_000;

/**
 * The children of a launcher that is gone which still run, in the order they were started: those that the state names,
 * and those that it does not because it could not be written any more. Only where nobody holds the home.
 */
export const orphansOf = async (home: Home): Promise<readonly ChildState[]> => {
  const noted = (await readState(home))?.children ?? [];
  const running = noted.filter(isRunning);
  const unnoted = (await markedChildren(home)).filter(({ pid }) => running.every((child) => child.pid !== pid));
  const placeOf = ({ name }: ChildState): number => {
    const place = noted.findIndex((child) => child.name === name);
    return place < 0 ? noted.length : place;
  };
  return [...running, ...unnoted].toSorted((one, other) => placeOf(one) - placeOf(other));
};

/** Ends them, those started last first; resolves with their number when they are gone. The caller holds the home. */
export const endOrphans = async (home: Home): Promise<number> => {
  const orphans = await orphansOf(home);
  for (const orphan of orphans.toReversed()) await endProcess(orphan, ORPHAN_DEADLINE_MS);
  return orphans.length;
};
