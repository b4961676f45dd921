/** Looking at and stopping a home from another process; starting one in the background. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from '../errors.ts';
import { makeFolder } from '../folders.ts';
import type { Home } from '../home.ts';
import { holderOfHome, lockHome } from './lock.ts';
import { beginLogAnew, LAUNCHER_LOG } from './logs.ts';
import { endOrphans, orphansOf } from './orphans.ts';
import { endProcess, isRunning, memoryMbOf } from './pids.ts';
import { type ChildState, readState } from './state.ts';

/** A process as `status` shows it. */
export interface ServiceStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly pid: number;
  /** Proportional set size, 10⁶ octets; 0 where the system does not tell. */
  readonly memoryMb: number;
  readonly restarts: number;
}

/** Whether a home runs, and its processes; the launcher itself is the first. */
export interface HomeStatus {
  /** A launcher holds the home. Where none does but `services` has entries, it was killed and these run without supervision. */
  readonly running: boolean;
  /** Running, everything brought up, and every child ready. */
  readonly ready: boolean;
  readonly services: readonly ServiceStatus[];
}

const statusOfChild = (child: ChildState): ServiceStatus => ({
  name: child.name,
  ready: child.ready && isRunning(child),
  pid: child.pid,
  memoryMb: memoryMbOf(child.pid),
  restarts: child.restarts,
});

/** The status of a home right now. */
export const statusOf = async (home: Home): Promise<HomeStatus> => {
  const holder = await holderOfHome(home);
  if (holder === undefined)
    return { running: false, ready: false, services: (await orphansOf(home)).map(statusOfChild) };
  const state = await readState(home);
  if (state === undefined || state.launcher.pid !== holder.pid) return { running: true, ready: false, services: [] };
  const services = state.children.map(statusOfChild);
  const launcher = {
    name: 'launcher',
    ready: state.ready,
    pid: holder.pid,
    memoryMb: memoryMbOf(holder.pid),
    restarts: 0,
  };
  return {
    running: true,
    ready: state.ready && services.every(({ ready }) => ready),
    services: [launcher, ...services],
  };
};

/** A disk that takes no lock of ours takes nobody's: what is to be stopped is stopped without. */
const unlessFull = (error: unknown): undefined => {
  if (['ENOSPC', 'EDQUOT', 'EROFS'].some((code) => hasCode(error, code))) return undefined;
  throw error;
};

const DOWN_DEADLINE_MS = 60_000;

/**
 * Stops whatever runs in a home, also what a killed launcher left running; false where nothing did. Resolves when the
 * home is free. @throws HomeInUseError where another process takes the home at the same time
 */
export const takeDown = async (home: Home): Promise<boolean> => {
  const holder = await holderOfHome(home);
  if (holder !== undefined) await endProcess(holder, DOWN_DEADLINE_MS);
  if ((await orphansOf(home)).length === 0) return holder !== undefined;
  await using _lock = await lockHome(home).catch(unlessFull);
  await endOrphans(home);
  return true;
};

const POLL_MS = 50;

/** A launcher in the background ended instead of becoming ready. The message ends with its last words. */
export class DetachedStartError extends Error {
  /** What it wrote to standard output. */
  readonly answer: string;
  constructor(words: string, answer: string) {
    super(`The start did not succeed:\n${words}`);
    this.answer = answer;
  }
}

const lastLines = (text: string): string => text.trimEnd().split('\n').slice(-12).join('\n');

/**
 * Starts a launcher in the background, its progress in `logs/launcher.log`, and resolves when it has declared itself ready.
 * @throws DetachedStartError where it ends instead
 */
export const startDetached = async (
  home: Home,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> => {
  await makeFolder(home.logs, 0o700);
  await makeFolder(home.run, 0o700);
  const logFile = join(home.logs, LAUNCHER_LOG);
  await beginLogAnew(logFile);
  const log = openSync(logFile, 'a', 0o600);
  // through a pipe: what is wrong may be a disk that takes no file with an answer
  const child = spawn(command, args, { env: { ...env }, detached: true, stdio: ['ignore', 'pipe', log] });
  closeSync(log);
  let answer = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
  });
  let ended = false;
  void once(child, 'close').then(
    () => (ended = true),
    () => (ended = true),
  );
  try {
    for (;;) {
      const state = await readState(home);
      if (state !== undefined && state.launcher.pid === child.pid && state.ready) break;
      if (ended) throw new DetachedStartError(lastLines(await readFile(logFile, 'utf8')), answer);
      await delay(POLL_MS);
    }
  } finally {
    child.stdout?.destroy();
  }
  child.unref();
};
