/**
 * The examining threads: one per core, each replaced when it dies or exceeds its limits. Our own and not a kept
 * library because every thread must be told of new certificates and revocation lists, in order with its work.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Examination } from '@dienstweg/schemas/examine/needs.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { MessageTypeRef } from '@dienstweg/schemas/message.ts';
import type { PublishedType } from '@dienstweg/schemas/message-types/catalog.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { FromWorker, KnownChange, ToWorker, Validation, Work, WorkerSetup } from './protocol.ts';
import { addSteps, type StepSum } from './step-clock.ts';
import { type NotDone, startThread, type Task, type Thread } from './thread.ts';
import { keepTurns } from './turns.ts';

/** Limits of the pool. */
export interface PoolLimits {
  readonly threads: number;
  /** For one message. */
  readonly timeLimitMs: number;
  /** JavaScript memory of a thread. */
  readonly memoryLimitMb: number;
  /** Messages that may wait for a thread; of one asker half as many. */
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

/** Threads that examine and cut. `asker`: proved by its connection; threads are shared among askers by time. */
export interface ExaminePool extends AsyncDisposable {
  /** Resolves when every first thread is ready; rejects if one cannot start. */
  readonly ready: Promise<void>;
  examine(octets: Uint8Array, atMs: number, language: Language, asker: AuthorityId): Promise<Done<Examination>>;
  cut(octets: Uint8Array, keep: readonly string[], asker: AuthorityId): Promise<Done<Uint8Array>>;
  validate(
    asked: Omit<Extract<Work, { kind: 'validate' }>, 'kind' | 'octets'> & { readonly asker: AuthorityId },
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

const WATCH_EVERY_MS = 50;
const RESTART_PAUSE_MS = 500;

/** Whoever compiles is given work only where nobody else takes it. */
const costOf = (thread: Thread): number => thread.load() + (thread.isCompiling() ? 2 : 0);

type Answer = Parameters<Task['settle']>[0];
type Asked = Pick<Task, 'work'> & { readonly settle: (answer: Answer) => void };

/** Starts the pool. Threads are replaced until it is put down. */
export const startPool = (options: PoolOptions): ExaminePool => {
  const entry = options.entry ?? new URL('./worker.ts', import.meta.url);
  const known: KnownChange[] = [];
  const threads = new Set<Thread>();
  const firstReady = Promise.withResolvers<void>();
  /** Messages taken, by their type. */
  const used = new Map<string, number>();
  let published: readonly PublishedType[] = [];
  const turns = keepTurns<Asked>(options);
  let spentByEnded: readonly StepSum[] = [];
  let readyOnce = 0;
  let closed = false;

  const dispatch = (): void => {
    while (turns.waiting() > 0) {
      const free = [...threads]
        .filter((thread) => thread.isReady() && thread.takesMore())
        .sort((a, b) => costOf(a) - costOf(b))[0];
      const turn = free === undefined ? undefined : turns.next(performance.now(), free.load() > 0);
      if (free === undefined || turn === undefined) return;
      free.give({
        work: turn.work.work,
        isSlow: turn.isSlow,
        settle: (answer, tookMs) => {
          turns.ended(turn, tookMs, performance.now());
          turn.work.settle(answer);
        },
        giveBack: () => (closed ? turn.work.settle({ kind: 'not-done', reason: 'busy' }) : turns.back(turn)),
      });
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
        onEnd: (error) => {
          threads.delete(thread);
          spentByEnded = addSteps(spentByEnded, thread.spent());
          if (closed) return;
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

  const ask = (work: Work, asker: AuthorityId): Promise<Answer> =>
    new Promise((settle) => {
      if (closed || !turns.add(asker, { work, settle })) settle({ kind: 'not-done', reason: 'busy' });
      else dispatch();
    });

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
    examine: async (octets, atMs, language, asker) =>
      done(
        await ask({ kind: 'examine', octets: octets as Uint8Array<ArrayBuffer>, atMs, language }, asker),
        'examined',
        ({ examination }) => {
          if (examination.ok) count(examination.message.header.messageType);
          return examination;
        },
      ),
    cut: async (octets, keep, asker) =>
      done(
        await ask({ kind: 'cut', octets: octets as Uint8Array<ArrayBuffer>, keep }, asker),
        'cut',
        (answer) => answer.octets,
      ),
    validate: async ({ asker, ...asked }, octets) =>
      done(
        await ask({ kind: 'validate', octets: octets as Uint8Array<ArrayBuffer>, ...asked }, asker),
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
    state: () => ({ readyThreads: [...threads].filter((thread) => thread.isReady()).length, waiting: turns.waiting() }),
    [Symbol.asyncDispose]: async () => {
      closed = true;
      for (const { settle } of turns.clear()) settle({ kind: 'not-done', reason: 'busy' });
      await Promise.all([...threads].map((thread) => thread.end()));
      clearInterval(watch);
    },
  };
};
