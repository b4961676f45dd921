/** Runs the processes of a home and keeps them running. Knows nothing of what they do. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Home } from '../home.ts';
import { giveBackMemoryWhenIdle } from '../idle-memory.ts';
import { type Child, superviseChild } from './child.ts';
import { keepState } from './keep-state.ts';
import { lockHome } from './lock.ts';
import { beginLogsAnew, cutLog } from './logs.ts';
import { endOrphans } from './orphans.ts';
import { markOf } from './pids.ts';
import type { ChildPlan } from './plan.ts';
import type { ChildState, LauncherState } from './state.ts';

/** A home that is being run. Putting it down ends the children in reverse order of their start. */
export interface Launcher extends AsyncDisposable {
  /** Starts children side by side and resolves when all are ready; call it again for those that come after. @throws StartError */
  start(plans: readonly ChildPlan[]): Promise<void>;
  /** Notes that everything is up; `waitUntilReady` of others returns. */
  declareReady(): Promise<void>;
  children(): readonly ChildState[];
}

const LOOK_AT_LOGS_EVERY_MS = 30_000;

/**
 * Takes the home; children left over from a launcher that was killed are ended first. `tell` hears what goes wrong while
 * it runs. @throws HomeInUseError
 */
export const openLauncher = async (home: Home, tell: (line: string) => void = () => undefined): Promise<Launcher> => {
  await using taken = new AsyncDisposableStack();
  taken.use(await lockHome(home));
  await mkdir(home.logs, { recursive: true, mode: 0o700 });
  await endOrphans(home);
  await beginLogsAnew(home.logs);
  const startedAt = new Date().toISOString();
  const groups: Child[][] = [];
  let ready = false;
  let memory: Disposable | undefined;
  const children = (): readonly ChildState[] => groups.flat().map((child) => child.state());
  const stateNow = (): LauncherState => ({ launcher: markOf(process.pid), startedAt, ready, children: children() });
  const state = taken.use(keepState(home, stateNow, tell));
  await state.noteOrThrow();

  let cutting = Promise.resolve();
  const cutLogs = async (): Promise<void> => {
    for (const { name } of children()) await cutLog(join(home.logs, `${name}.log`)).catch(() => undefined);
  };
  const cutter = setInterval(() => {
    cutting = cutting.then(cutLogs);
  }, LOOK_AT_LOGS_EVERY_MS);

  const held = taken.move();
  return {
    children,
    start: async (plans) => {
      const group = plans.map((plan) => superviseChild(plan, home, () => void state.note()));
      groups.push(group);
      await Promise.all(group.map((child) => child.ready));
      await state.note();
    },
    declareReady: async () => {
      ready = true;
      memory ??= giveBackMemoryWhenIdle();
      // whoever started this waits for it to be written
      await state.noteOrThrow();
    },
    [Symbol.asyncDispose]: async () => {
      ready = false;
      for (const group of groups.toReversed()) await Promise.all(group.map((child) => child.end()));
      groups.length = 0;
      clearInterval(cutter);
      memory?.[Symbol.dispose]();
      await cutting;
      await state.note();
      await held.disposeAsync();
    },
  };
};
