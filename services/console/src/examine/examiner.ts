/**
 * Asks the examining thread: started with the first question, ended when nobody has asked for a while, so that a
 * console nobody looks at is small; ended at once, and with it whatever octets do, where an answer takes too long.
 */
import { Worker } from 'node:worker_threads';
import type { Log } from '@dienstweg/infra/log.ts';
import type { PublishedType } from '@dienstweg/schemas/message-types/catalog.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { FromThread, Kind, Questions, ThreadSetup, ToThread } from './protocol.ts';

/** Asks. Throws ProblemError `examination-failed` or `limit-exceeded` where there is no answer. */
export interface Examiner extends AsyncDisposable {
  ask<K extends Kind>(kind: K, ask: Questions[K]['ask']): Promise<Questions[K]['answer']>;
  /** What the registry says of message types now: every thread is told, also one started later. */
  publish(types: readonly PublishedType[]): void;
}

/** How the thread is kept. */
export interface ExaminerLimits {
  readonly answerMs: number;
  readonly idleMs: number;
  readonly memoryMb: number;
  /** Questions at a time: each holds octets. */
  readonly atOnce: number;
}

const LIMITS: ExaminerLimits = { answerMs: 20_000, idleMs: 30_000, memoryMb: 256, atOnce: 8 };

interface Open {
  readonly settle: (answer: unknown) => void;
  readonly fail: (error: Error) => void;
}

interface Running {
  readonly worker: Worker;
  readonly open: Map<number, Open>;
}

/** Makes the examiner; no thread is started yet. */
export const openExaminer = (setup: ThreadSetup, log: Log, limits: Partial<ExaminerLimits> = {}): Examiner => {
  const { answerMs, idleMs, memoryMb, atOnce } = { ...LIMITS, ...limits };
  let running: Running | undefined;
  let published: readonly PublishedType[] = [];
  let next = 0;
  let idle: NodeJS.Timeout | undefined;

  const give = (ended: Running, error: Error): void => {
    if (running === ended) running = undefined;
    for (const { fail } of ended.open.values()) fail(error);
    ended.open.clear();
  };
  const failed = (detail: string): ProblemError => new ProblemError(problem('examination-failed', { detail }));

  /** Its answer is nobody's: questions that come behind it are answered with it. */
  const tell = (worker: Worker): void =>
    worker.postMessage({ id: 0, kind: 'publish', ask: { types: published } } satisfies ToThread);

  const start = (): Running => {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: setup,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    const thread: Running = { worker, open: new Map() };
    worker.on('message', (said: FromThread) => {
      const asked = thread.open.get(said.id);
      thread.open.delete(said.id);
      if (asked === undefined) return;
      if ('failed' in said) {
        log.error({ where: said.failed }, 'examining thread failed at a question');
        asked.fail(failed('It could not be examined; the log of the console says where it broke.'));
        if (running === thread) running = undefined;
        void worker.terminate();
      } else asked.settle(said.answer);
    });
    worker.on('error', (error) => {
      log.error({ err: error }, 'examining thread ended');
      give(thread, failed('It could not be examined.'));
    });
    worker.on('exit', () => give(thread, failed('It could not be examined.')));
    if (published.length > 0) tell(worker);
    return thread;
  };

  const restIfIdle = (): void => {
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (running?.open.size !== 0) return;
      const { worker } = running;
      // Its end takes a moment: who asks in between gets a new thread.
      running = undefined;
      void worker.terminate();
    }, idleMs).unref();
  };

  return {
    publish: (types) => {
      published = types;
      if (running !== undefined) tell(running.worker);
    },
    ask: async <K extends Kind>(kind: K, ask: Questions[K]['ask']): Promise<Questions[K]['answer']> => {
      running ??= start();
      const thread = running;
      if (thread.open.size >= atOnce)
        throw new ProblemError(
          problem('broker-unavailable', { detail: 'Too many are looking at once.', retryAfterSeconds: 5 }),
        );
      next += 1;
      const id = next;
      const late = setTimeout(() => {
        give(thread, new ProblemError(problem('limit-exceeded', { detail: 'It took too long and was given up.' })));
        void thread.worker.terminate();
      }, answerMs);
      try {
        return await new Promise<Questions[K]['answer']>((settle, fail) => {
          thread.open.set(id, { settle: (answer) => settle(answer as Questions[K]['answer']), fail });
          thread.worker.postMessage({ id, kind, ask });
        });
      } finally {
        clearTimeout(late);
        restIfIdle();
      }
    },
    [Symbol.asyncDispose]: async () => {
      clearTimeout(idle);
      await running?.worker.terminate();
    },
  };
};
