/** Processes that a launcher left running because it was killed. */
import type { Home } from '../home.ts';
import { endProcess, isRunning } from './pids.ts';
import { type ChildState, readState } from './state.ts';

const ORPHAN_DEADLINE_MS = 10_000;

/** The children of a launcher that is gone which still run, in the order they were started. Only where nobody holds the home. */
export const orphansOf = async (home: Home): Promise<readonly ChildState[]> =>
  ((await readState(home))?.children ?? []).filter(isRunning);

/** Ends them, those started last first; resolves with their number when they are gone. The caller holds the home. */
export const endOrphans = async (home: Home): Promise<number> => {
  const orphans = await orphansOf(home);
  for (const orphan of orphans.toReversed()) await endProcess(orphan, ORPHAN_DEADLINE_MS);
  return orphans.length;
};
