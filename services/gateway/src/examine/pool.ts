/**
 * The examining threads: one per core, each replaced when it dies or exceeds its limits. Our own and not a kept
 * library because every thread must be told of new certificates and revocation lists, in order with its work.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Examination } from '@dienstweg/schemas/examine/needs.ts';
import type { MessageTypeRef } from '@dienstweg/schemas/message.ts';
import type { PublishedType } from '@dienstweg/schemas/message-types/catalog.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { FromWorker, KnownChange, ToWorker, Validation, Work, WorkerSetup } from './protocol.ts';
import { addSteps, type StepSum } from './step-clock.ts';
import { type NotDone, startThread, type Task, type Thread } from './thread.ts';

/** Limits of the pool. */
export interface PoolLimits {
  readonly threads: number;
  /** For one message. */
  readonly timeLimitMs: number;
  /** JavaScript memory of a thread. */
  readonly memoryLimitMb: number;
  /** Messages that may wait for a thread. */
  readonly queueLength: number;
}

/** How to start a pool. */
export interface PoolOptions extends PoolLimits {
  readonly setup: WorkerSetup;
  /** The module of the threads. */
  readonly entry?: URL;
  /** A thread ended although nobody asked it to. */
  readonly onThreadLost?: (error: unknown) => void;
}

/** Done, or why not. */
export type Done<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: NotDone };

/** Threads that examine and cut. */
export interface ExaminePool extends AsyncDisposable {
  /** Resolves when every first thread is ready; rejects if one cannot start. */
  readonly ready: Promise<void>;
  examine(octets: Uint8Array, atMs: number, language: Language): Promise<Done<Examination>>;
  cut(octets: Uint8Array, keep: readonly string[]): Promise<Done<Uint8Array>>;
  validate(
    asked: Omit<Extract<Work, { kind: 'validate' }>, 'kind' | 'octets'>,
    octets: Uint8Array,
  ): Promise<Done<Validation>>;
  /** Tells every thread, also those started later, of registry changes. */
  learn(changes: readonly KnownChange[]): void;
  reloadTrust(): void;
  /** Tells every thread, also those started later, all that the registry says of message types. */
  publish(types: readonly PublishedType[]): void;
  /** What all threads have spent on each step, those that ended included. */
  spent(): readonly StepSum[];
  /** Threads ready for work, and work that waits for one. */
  state(): { readonly readyThreads: number; readonly waiting: number };
}

/** Two at a time, so that a thread never waits for the main thread between messages. */
const TASKS_PER_THREAD = 2;
const WATCH_EVERY_MS = 50;
const RESTART_PAUSE_MS = 500;

/** Whoever compiles is given work only where nobody else takes it. */
const costOf = (thread: Thread): number => thread.load() + (thread.isCompiling() ? TASKS_PER_THREAD : 0);

type Answer = Parameters<Task['settle']>[0];

/** Starts the pool. Threads are replaced until it is put down. */
export const startPool = (options: PoolOptions): ExaminePool => {
  const entry = options.entry ?? new URL('./worker.ts', import.meta.url);
  const known: KnownChange[] = [];
  const threads = new Set<Thread>();
  const firstReady = Promise.withResolvers<void>();
  /** Messages taken, by their type. */
  const used = new Map<string, number>();
  let published: readonly PublishedType[] = [];
  let waiting: Task[] = [];
  let spentByEnded: readonly StepSum[] = [];
  let readyOnce = 0;
  let closed = false;

  const dispatch = (): void => {
    while (waiting.length > 0) {
      const free = [...threads]
        .filter((thread) => thread.isReady() && thread.load() < TASKS_PER_THREAD)
        .sort((a, b) => costOf(a) - costOf(b))[0];
      const task = waiting[0];
      if (free === undefined || task === undefined) return;
      waiting = waiting.slice(1);
      free.give(task);
    }
  };

  const start = (): void => {
    let wasReady = false;
    const compileFirst = [...used].sort(([, a], [, b]) => b - a).map(([key]) => key);
    const thread = startThread(
      entry,
      { ...options.setup, published, compileFirst, turn: threads.size },
      options.memoryLimitMb,
      {
        onReady: () => {
          wasReady = true;
          readyOnce += 1;
          if (readyOnce === options.threads) firstReady.resolve();
          dispatch();
        },
        onFree: dispatch,
        onEnd: (rest, error) => {
          threads.delete(thread);
          spentByEnded = addSteps(spentByEnded, thread.spent());
          if (closed) return;
          waiting = [...rest, ...waiting];
          options.onThreadLost?.(error);
          if (wasReady) return start();
          firstReady.reject(error);
          void delay(RESTART_PAUSE_MS).then(() => closed || start());
        },
      },
    );
    threads.add(thread);
    if (known.length > 0) thread.tell({ kind: 'learn', changes: known });
  };

  const count = ({ code, version }: MessageTypeRef): void => {
    const key = `${code}/${version}`;
    used.set(key, (used.get(key) ?? 0) + 1);
  };

  const tellAll = (message: ToWorker): void => {
    for (const thread of threads) thread.tell(message);
  };

  const ask = (work: Work): Promise<Answer> => {
    if (closed || waiting.length >= options.queueLength) return Promise.resolve({ kind: 'not-done', reason: 'busy' });
    return new Promise((settle) => {
      waiting.push({ work, settle });
      dispatch();
    });
  };

  const done = <K extends FromWorker['kind'], T>(
    answer: Answer,
    kind: K,
    read: (answer: Extract<FromWorker, { kind: K }>) => T,
  ): Done<T> => {
    if (answer.kind === kind) return { ok: true, value: read(answer as Extract<FromWorker, { kind: K }>) };
    return { ok: false, reason: answer.kind === 'not-done' ? answer.reason : 'failed' };
  };

  for (let index = 0; index < options.threads; index += 1) start();
  firstReady.promise.catch(() => undefined);
  const watch = setInterval(() => {
    for (const thread of threads) thread.endIfOverdue(options.timeLimitMs);
  }, WATCH_EVERY_MS);

  return {
    ready: firstReady.promise,
    examine: async (octets, atMs, language) =>
      done(
        await ask({ kind: 'examine', octets: octets as Uint8Array<ArrayBuffer>, atMs, language }),
        'examined',
        ({ examination }) => {
          if (examination.ok) count(examination.message.header.messageType);
          return examination;
        },
      ),
    cut: async (octets, keep) =>
      done(
        await ask({ kind: 'cut', octets: octets as Uint8Array<ArrayBuffer>, keep }),
        'cut',
        (answer) => answer.octets,
      ),
    validate: async (asked, octets) =>
      done(
        await ask({ kind: 'validate', octets: octets as Uint8Array<ArrayBuffer>, ...asked }),
        'validated',
        ({ validation }) => validation,
      ),
    learn: (changes) => {
      known.push(...changes);
      tellAll({ kind: 'learn', changes });
    },
    publish: (types) => {
      published = types;
      tellAll({ kind: 'publish', types });
    },
    reloadTrust: () => tellAll({ kind: 'reload-trust' }),
    spent: () => [...threads].reduce((sums, thread) => addSteps(sums, thread.spent()), spentByEnded),
    state: () => ({ readyThreads: [...threads].filter((thread) => thread.isReady()).length, waiting: waiting.length }),
    [Symbol.asyncDispose]: async () => {
      closed = true;
      for (const task of waiting) task.settle({ kind: 'not-done', reason: 'busy' });
      waiting = [];
      await Promise.all([...threads].map((thread) => thread.end()));
      clearInterval(watch);
    },
  };
};
