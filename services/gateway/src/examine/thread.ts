/** One worker thread and the work given to it: it answers in order, or it ends and gives back what it did not finish. */
import { Worker } from 'node:worker_threads';
import type { FromWorker, ToWorker, Work, WorkerSetup, WorkerStart } from './protocol.ts';
import { memoryOfSteps, readSteps, type StepSum } from './step-clock.ts';

/** Why work was not done. */
export type NotDone = 'busy' | 'time-limit' | 'memory-limit' | 'died' | 'failed';

/** Work with whoever waits for it. */
export interface Task {
  readonly work: Work;
  /** `tookMs`: how long it was under way, the time for compiling left out. */
  readonly settle: (
    answer: FromWorker | { readonly kind: 'not-done'; readonly reason: NotDone },
    tookMs: number,
  ) => void;
  /** It was never begun. */
  readonly giveBack: () => void;
  /** Nothing is to wait behind it. */
  readonly isSlow: boolean;
}

/** What a thread tells its pool. */
export interface ThreadEvents {
  readonly onReady: () => void;
  readonly onFree: () => void;
  /** Tasks not begun were given back, the one under way has been answered. */
  readonly onEnd: (error: unknown) => void;
}

/** A running thread. */
export interface Thread {
  /** Tasks given to it and not answered. */
  load(): number;
  isReady(): boolean;
  /** Whether one more may be given to it: two at a time, so that it never waits for the main thread, but none behind what takes long. */
  takesMore(): boolean;
  give(task: Task): void;
  tell(message: ToWorker): void;
  /** What it has spent on each step of all its examinations. */
  spent(): readonly StepSum[];
  /** Compiles a message type now: what it is given waits. */
  isCompiling(): boolean;
  /** Ends it if the task under way has taken longer than `limitMs`, the time for compiling left out. */
  endIfOverdue(limitMs: number): void;
  /** Lets it finish what it was given and end by itself; one that takes too long is ended. */
  end(): Promise<void>;
}

const TASKS_AT_ONCE = 2;
/** What is under way for so long may take much longer. */
const HELD_UP_MS = 50;

/** What compiles longer than this does not come to an end: no registered type needs so much, however busy the machine. */
const COMPILE_WITHIN_MS = 60_000;

/** Longer than any examination may take, shorter than a process may take to stop. */
const END_WITHIN_MS = 6_000;
/** One that still loads or compiles hears of it later. */
const END_BUSY_WITHIN_MS = 30_000;

const outOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

/** What broke in the work, if anything did. */
const brokenBy = (message: FromWorker): string | undefined => {
  if (message.kind === 'failed') return message.text;
  return message.kind === 'examined' || message.kind === 'validated' ? message.cause : undefined;
};

/** Starts a thread. Its tasks are copied for it first, so that those it never began can be given to another one. */
export const startThread = (entry: URL, setup: WorkerSetup, memoryLimitMb: number, events: ThreadEvents): Thread => {
  const spent = memoryOfSteps();
  const worker = new Worker(entry, {
    workerData: { ...setup, spent } satisfies WorkerStart,
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb },
  });
  let tasks: Task[] = [];
  let begunAtMs = 0;
  let compilingSinceMs: number | undefined;
  let ready = false;
  let failure: unknown;
  let why: NotDone = 'died';
  let givesBackAll = false;
  const ended = Promise.withResolvers<void>();

  worker.on('message', (message: FromWorker) => {
    if (givesBackAll) return;
    if (message.kind === 'ready') {
      ready = true;
      events.onReady();
      return;
    }
    if (message.kind === 'compiling') {
      compilingSinceMs = performance.now();
      return;
    }
    if (message.kind === 'compiled') {
      compilingSinceMs = undefined;
      begunAtMs += message.tookMs;
      return;
    }
    const [done, ...rest] = tasks;
    tasks = rest;
    const tookMs = performance.now() - begunAtMs;
    begunAtMs += tookMs;
    done?.settle(message, tookMs);
    const broken = brokenBy(message);
    if (broken === undefined) return events.onFree();
    // What it has begun since cannot be relied on: all of it is done again by another thread.
    failure = new Error(broken);
    givesBackAll = true;
    void worker.terminate();
  });
  worker.on('error', (error) => {
    failure = error;
    if (outOfMemory(error)) why = 'memory-limit';
  });
  worker.on('exit', () => {
    ended.resolve();
    ready = false;
    const rest = givesBackAll ? tasks : tasks.slice(1);
    const underWay = givesBackAll ? undefined : tasks[0];
    tasks = [];
    underWay?.settle({ kind: 'not-done', reason: why }, performance.now() - begunAtMs);
    for (const task of rest.toReversed()) task.giveBack();
    events.onEnd(failure);
  });

  return {
    load: () => tasks.length,
    isReady: () => ready,
    takesMore: () =>
      tasks.length === 0 ||
      (tasks.length < TASKS_AT_ONCE && tasks[0]?.isSlow !== true && performance.now() - begunAtMs < HELD_UP_MS),
    isCompiling: () => compilingSinceMs !== undefined,
    give: (task) => {
      if (tasks.length === 0) begunAtMs = performance.now();
      tasks.push(task);
      const octets = new Uint8Array(task.work.octets);
      worker.postMessage({ ...task.work, octets }, [octets.buffer]);
    },
    tell: (message) => worker.postMessage(message),
    spent: () => readSteps(spent),
    endIfOverdue: (limitMs) => {
      const now = performance.now();
      if (compilingSinceMs === undefined ? tasks.length === 0 : now - compilingSinceMs <= COMPILE_WITHIN_MS) return;
      if (compilingSinceMs === undefined && now - begunAtMs <= limitMs) return;
      why = 'time-limit';
      void worker.terminate();
    },
    end: async () => {
      // Ended from outside in the middle of native code, a thread can take the whole process down with it.
      worker.postMessage({ kind: 'end' } satisfies ToWorker);
      const withinMs = ready && compilingSinceMs === undefined ? END_WITHIN_MS : END_BUSY_WITHIN_MS;
      const overdue = setTimeout(() => void worker.terminate(), withinMs);
      await ended.promise;
      clearTimeout(overdue);
    },
  };
};
