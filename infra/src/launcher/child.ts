/** One child: started, ready, started again when it dies, ended when told to. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Home } from '../home.ts';
import { makeRoomForLog } from './logs.ts';
import { marksOfChild } from './marks.ts';
import { endProcess, markOf, type ProcessMark } from './pids.ts';
import { type ChildPlan, deathsInARow, pauseBeforeRestartMs } from './plan.ts';
import type { ChildState } from './state.ts';

/** A child could not be brought up. The message ends with the last lines of its log. */
export class StartError extends Error {}

/** A child under supervision. */
export interface Child {
  readonly state: () => ChildState;
  /** Resolves when it is ready for the first time. @throws StartError */
  readonly ready: Promise<void>;
  /** Ends it for good. */
  readonly end: () => Promise<void>;
}

const POLL_MS = 25;
/** How often a child may die before it was ever ready. */
const DEATHS_AT_START = 3;

const sizeOf = (file: string): number => {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
};

/** What stands in a log from a place on; all of it where it was cut since. */
const readFrom = (file: string, from: number): Buffer => {
  const log = openSync(file, 'r');
  try {
    const { size } = fstatSync(log);
    const start = from > size ? 0 : from;
    const octets = Buffer.alloc(size - start);
    return octets.subarray(0, readSync(log, octets, 0, octets.length, start));
  } finally {
    closeSync(log);
  }
};

const TAIL_BYTES = 16_000;

/** The last lines of a log, none of them from before `from`. */
const tailOf = (file: string, from: number): string => {
  try {
    const octets = readFrom(file, Math.max(from, sizeOf(file) - TAIL_BYTES));
    return octets.toString('utf8').trimEnd().split('\n').slice(-8).join('\n');
  } catch {
    return '';
  }
};

const showsReady = async (plan: ChildPlan, logFile: string, logFrom: number): Promise<boolean> => {
  try {
    if ('line' in plan.ready) return readFrom(logFile, logFrom).includes(plan.ready.line);
    const response = await fetch(plan.ready.url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
};

/** Opens a log to append to; a child whose log cannot be made is better than none. */
const openLog = (logFile: string): number => {
  try {
    return openSync(logFile, 'a', 0o600);
  } catch {
    return openSync(devNull, 'a');
  }
};

/**
 * Starts a child, its output appended to its log, in a process group of its own so that Ctrl-C reaches only the launcher.
 * @param changed is called whenever `state()` has
 */
export const superviseChild = (plan: ChildPlan, home: Home, changed: () => void): Child => {
  const logFile = join(home.logs, `${plan.name}.log`);
  const readyWithinMs = plan.readyWithinMs ?? 30_000;
  const first = Promise.withResolvers<void>();
  first.promise.catch(() => undefined);
  let mark: ProcessMark = { pid: 0, began: 0 };
  let ready = false;
  let everReady = false;
  let restarts = 0;
  let since = new Date();
  let ending = false;

  const launch = (): { child: ChildProcess; logFrom: number } => {
    makeRoomForLog(logFile);
    const logFrom = sizeOf(logFile);
    const log = openLog(logFile);
    try {
      const env = { ...process.env, ...plan.env, ...marksOfChild(home, plan.name) };
      const child = spawn(plan.command, plan.args, { env, detached: true, stdio: ['ignore', log, log] });
      mark = child.pid === undefined ? { pid: 0, began: 0 } : markOf(child.pid);
      since = new Date();
      return { child, logFrom };
    } finally {
      closeSync(log);
    }
  };

  const watchReady = async (child: ChildProcess, logFrom: number): Promise<void> => {
    const gone = (): boolean => child.exitCode !== null || child.signalCode !== null;
    while (!ending && !gone()) {
      if ((await showsReady(plan, logFile, logFrom)) && !gone()) {
        ready = true;
        everReady = true;
        changed();
        first.resolve();
        return;
      }
      if (!everReady && Date.now() - since.getTime() > readyWithinMs)
        first.reject(
          new StartError(`${plan.name} was not ready within ${readyWithinMs} ms.\n${tailOf(logFile, logFrom)}`),
        );
      await delay(POLL_MS);
    }
  };

  /** Runs it once, until it ends; tells whether it ended in order, and why it could not be started. */
  const runOnce = async (): Promise<{ readonly inOrder: boolean; readonly failure?: unknown }> => {
    try {
      const { child, logFrom } = launch();
      changed();
      const left = once(child, 'exit');
      void watchReady(child, logFrom);
      await left;
      return { inOrder: child.exitCode === 0 };
    } catch (error) {
      return { inOrder: false, failure: error ?? 'unknown' };
    }
  };

  const keepRunning = async (): Promise<void> => {
    for (let deaths = 0; !ending; ) {
      const logFrom = sizeOf(logFile);
      const { inOrder, failure } = await runOnce();
      ready = false;
      if (ending) return;
      // who ends in order was told to: whoever did so wants it back at once
      deaths = inOrder && everReady ? 0 : deathsInARow(deaths, Date.now() - since.getTime());
      if (!everReady && (deaths >= DEATHS_AT_START || failure !== undefined)) {
        const why =
          failure !== undefined ? `could not be started (${String(failure)}).` : 'ended instead of becoming ready.';
        first.reject(new StartError(`${plan.name} ${why}\n${tailOf(logFile, logFrom)}`));
        return;
      }
      restarts += 1;
      changed();
      await delay(pauseBeforeRestartMs(deaths));
    }
  };

  const running = keepRunning();
  return {
    state: () => ({ name: plan.name, ...mark, ready, restarts, since: since.toISOString() }),
    ready: first.promise,
    end: async () => {
      ending = true;
      first.reject(new StartError(`${plan.name} was stopped.`));
      if (mark.pid !== 0) await endProcess(mark, plan.endWithinMs ?? 10_000);
      await running;
    },
  };
};
