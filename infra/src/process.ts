/** The life of a process: started, ready, told to stop, stopped. */
import { setTimeout as delay } from 'node:timers/promises';
import { giveBackMemoryWhenIdle } from './idle-memory.ts';
import { keepCompiledCode } from './keep-compiled.ts';
import { createLog, type Log } from './log.ts';

/** How long a process may take to put its work down after it was told to stop. */
export const STOP_DEADLINE_MS = 20_000;

/** How long a start under way may take to be finished, so that it can be put down in order. */
const START_GRACE_MS = 8_000;

/**
 * How long a start may take: beyond, something it waits for never comes, such as an answer that was lost with a connection,
 * and a new start helps. Longer than the launcher waits when everything is started for the first time.
 */
const START_DEADLINE_MS = 150_000;

/** The line on standard output by which the launcher knows that a process is ready. */
export const readyLineOf = (name: string): string => `"ready":"${name}"`;

/**
 * Runs a process: starts it, tells that it is ready, and on SIGTERM or SIGINT puts it down and exits with 0.
 * An unexpected error is logged and ends the process with 1; whoever supervises it starts it again. So does a start that
 * takes longer than `startWithinMs`.
 */
export const runProcess = async (
  name: string,
  start: () => Promise<AsyncDisposable>,
  log: Log = createLog(name),
  startWithinMs = START_DEADLINE_MS,
): Promise<void> => {
  const fail = (error: unknown): void => {
    log.fatal({ err: error }, 'ends after an unexpected error');
    process.exit(1);
  };
  keepCompiledCode();
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);

  let stopping = false;
  const starting = Promise.resolve().then(start);
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stops');
    setTimeout(() => fail(new Error(`not stopped within ${STOP_DEADLINE_MS} ms`)), STOP_DEADLINE_MS).unref();
    // In the middle of a start there may already be threads and connections that nobody but the start can put down.
    const running = await Promise.race([starting, delay(START_GRACE_MS)]);
    await running?.[Symbol.asyncDispose]();
    process.exit(0);
  };
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));

  const late = setTimeout(() => fail(new Error(`not started within ${startWithinMs} ms`)), startWithinMs);
  try {
    await starting;
  } catch (error) {
    fail(error);
  }
  clearTimeout(late);
  giveBackMemoryWhenIdle();
  if (!stopping) log.info({ ready: name }, 'ready');
};
