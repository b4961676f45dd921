/** One process of the system: started, killed in every way, and started again at once as the launcher would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { until } from '@dienstweg/infra/testing/servers.ts';
import type { CrashPoint, Order } from '../processes/orders.ts';

/** How to run it and how to see that it is ready. */
export interface ProcessNeeds {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Asked until true; a process with a channel says so itself. */
  readonly answers?: () => Promise<boolean>;
}

/** A process that is started again whenever it ends, until it is put down. */
export interface FaultyProcess extends AsyncDisposable {
  readonly name: string;
  /** Of the process that runs now. */
  pid(): number;
  /** Deaths by `kill -9`, whoever gave it: this driver or the process itself at a crash point. */
  kills(): number;
  /** Deaths that nobody ordered, as what was seen of them. */
  unexpected(): readonly string[];
  /** Starts that ended with an error, as they do while nats-server is away. */
  failedStarts(): number;
  isReady(): boolean;
  ready(): Promise<void>;
  /** `kill -9`, now. Nothing where it is not ready. */
  kill9(): void;
  /** SIGTERM; resolves when it has ended by itself, with the milliseconds that took. */
  terminate(): Promise<number>;
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  tell(order: Order): void;
  /** How long it took from each start to being ready, milliseconds. */
  startsMs(): readonly number[];
}

const READY_WITHIN_MS = 180_000;
/** A process that failed so often and was never ready is not tried any more. */
const FAILED_STARTS = 4;
/** Characters of its log that are shown when it does not start. */
const TAIL = 2_000;
const PAUSE_AFTER_FAILED_START_MS = 200;

/** Starts it; resolves when it is ready for the first time. */
export const runProcess = async (needs: ProcessNeeds): Promise<FaultyProcess> => {
  let child: ChildProcess | undefined;
  let isReady = false;
  let ended = false;
  let kills = 0;
  let crashesOrdered = 0;
  let terminating = false;
  let ordered = false;
  let failedStarts = 0;
  const unexpected: string[] = [];
  const startsMs: number[] = [];

  const begin = (): void => {
    const log = openSync(needs.logFile, 'a', 0o600);
    const begunAt = performance.now();
    const mine = spawn(needs.command, needs.args, {
      env: { ...process.env, NODE_OPTIONS: '', ...needs.env },
      stdio: needs.answers === undefined ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
    });
    closeSync(log);
    child = mine;
    const nowReady = (): void => {
      if (child !== mine || mine.exitCode !== null || mine.signalCode !== null) return;
      isReady = true;
      startsMs.push(performance.now() - begunAt);
    };
    mine.on('message', nowReady);
    mine.on('error', () => undefined);
    mine.once('exit', (code, signal) => {
      const wasReady = isReady;
      isReady = false;
      const crashed = signal === 'SIGKILL' && crashesOrdered > 0 && !ordered;
      if (signal === 'SIGKILL') kills += 1;
      // Without nats-server a service does not start, and says so; whoever supervises it tries again.
      if (!wasReady && code === 1) failedStarts += 1;
      else if (!ended && !ordered && !terminating && !crashed)
        unexpected.push(
          `${needs.name} ended by itself: ${signal ?? `exit ${code}`}${wasReady ? '' : ' before it was ready'}`,
        );
      ordered = false;
      terminating = false;
      crashesOrdered = 0;
      if (!ended) setTimeout(() => !ended && begin(), wasReady ? 0 : PAUSE_AFTER_FAILED_START_MS);
    });
    const { answers } = needs;
    if (answers !== undefined)
      void until(`${needs.name} answers`, async () => child !== mine || (await answers()), READY_WITHIN_MS).then(
        nowReady,
        () => undefined,
      );
  };
  // whoever ends the driver ends what it has started
  const endWithDriver = (): void => void child?.kill('SIGKILL');
  process.once('exit', endWithDriver);
  const end = async (): Promise<void> => {
    ended = true;
    process.off('exit', endWithDriver);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill('SIGKILL');
    await gone;
  };
  begin();
  const isHopeless = (): boolean => startsMs.length === 0 && failedStarts >= FAILED_STARTS;
  const ready = (): Promise<void> =>
    until(`${needs.name} is ready`, () => isReady || isHopeless(), READY_WITHIN_MS)
      .then(() => {
        if (!isReady) throw new Error(`${needs.name} does not start`);
      })
      .catch((error: Error) => {
        throw new Error(`${error.message}\n${readFileSync(needs.logFile, 'utf8').slice(-TAIL)}`);
      });
  try {
    await ready();
  } catch (error) {
    await end();
    throw error;
  }
  return {
    name: needs.name,
    pid: () => child?.pid ?? 0,
    kills: () => kills,
    unexpected: () => unexpected,
    failedStarts: () => failedStarts,
    isReady: () => isReady,
    ready,
    kill9: () => {
      if (!isReady) return;
      ordered = true;
      child?.kill('SIGKILL');
    },
    terminate: async () => {
      const mine = child;
      if (mine === undefined || !isReady) return 0;
      const begunAt = performance.now();
      terminating = true;
      const gone = once(mine, 'exit');
      mine.kill('SIGTERM');
      await gone;
      return performance.now() - begunAt;
    },
    signal: (name) => void child?.kill(name),
    tell: (order) => {
      if (!isReady || child?.connected !== true) return;
      if (order.order === 'crash') crashesOrdered += 1;
      child.send(order, () => undefined);
    },
    startsMs: () => startsMs,
    [Symbol.asyncDispose]: end,
  };
};

/** A crash point of a process, for the schedule. */
export interface NamedCrash {
  readonly process: string;
  readonly at: CrashPoint;
}
