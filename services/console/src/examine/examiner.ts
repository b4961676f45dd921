/**
 * Asks an examining thread, one question after the other: started with the first one, ended when nobody has asked for a
 * while, so that a console nobody looks at is small; ended at once, and with it whatever octets do, where an answer takes
 * too long. That question is given up, those behind it go to a new thread.
 */
import { Worker } from 'node:worker_threads';
import type { Log } from '@dienstweg/infra/log.ts';
import type { PublishedType } from '@dienstweg/schemas/message-types/catalog.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { FromThread, Kind, Questions, ThreadSetup, ToThread } from './protocol.ts';

/**
 * Asks. Throws ProblemError `examination-failed` or `limit-exceeded` where there is no answer, `broker-unavailable` where
 * too many are waiting, `quota-exceeded` for an `asker` with too much of it.
 */
export interface Examiner extends AsyncDisposable {
  ask<K extends Kind>(kind: K, ask: Questions[K]['ask'], asker?: string): Promise<Questions[K]['answer']>;
  /** What the registry says of message types now: every thread is told, also one started later. */
  publish(types: readonly PublishedType[]): void;
}

/** How the thread is kept. */
export interface ExaminerLimits {
  readonly answerMs: number;
  readonly idleMs: number;
  readonly memoryMb: number;
  /** Questions that may wait or be answered: each holds octets. */
  readonly atOnce: number;
  /** Of them by one asker. */
  readonly ofOne: number;
  /** Whose question was given up asks nothing for so long. */
  readonly restMs: number;
}

const LIMITS: ExaminerLimits = {
  answerMs: 20_000,
  idleMs: 30_000,
  memoryMb: 256,
  atOnce: 8,
  ofOne: 2,
  restMs: 60_000,
};

/** A question with whoever waits for its answer. */
interface Open {
  readonly question: ToThread;
  readonly asker: string | undefined;
  readonly settle: (answer: unknown) => void;
  readonly fail: (error: Error) => void;
}

const failed = (detail: string): ProblemError => new ProblemError(problem('examination-failed', { detail }));
const GIVEN_UP = 'It took too long and was given up.';

/** Makes the examiner; no thread is started yet. */
export const openExaminer = (setup: ThreadSetup, log: Log, limits: Partial<ExaminerLimits> = {}): Examiner => {
  const { answerMs, idleMs, memoryMb, atOnce, ofOne, restMs } = { ...LIMITS, ...limits };
  const open: Open[] = [];
  /** Whose question was given up, until when it rests. */
  const resting = new Map<string, number>();
  let running: Worker | undefined;
  let underWay: Open | undefined;
  let late: NodeJS.Timeout | undefined;
  let published: readonly PublishedType[] = [];
  let next = 0;
  let idle: NodeJS.Timeout | undefined;

  /** Its answer is nobody's: questions that come behind it are answered with it. */
  const tell = (worker: Worker): void =>
    worker.postMessage({ id: 0, kind: 'publish', ask: { types: published } } satisfies ToThread);

  const restIfIdle = (): void => {
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (open.length > 0) return;
      // Its end takes a moment: who asks in between gets a new thread.
      const worker = running;
      running = undefined;
      void worker?.terminate();
    }, idleMs).unref();
  };

  /** The one under way is over; the next one begins. */
  const end = (say: (asked: Open) => void): void => {
    const over = underWay;
    underWay = undefined;
    clearTimeout(late);
    if (over !== undefined) {
      open.splice(open.indexOf(over), 1);
      say(over);
    }
    begin();
    restIfIdle();
  };
  const endThread = (worker: Worker, error: Error): void => {
    if (running !== worker) return;
    running = undefined;
    void worker.terminate();
    end(({ fail }) => fail(error));
  };

  const start = (): Worker => {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: setup,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    worker.on('message', (said: FromThread) => {
      if (running !== worker || said.id !== underWay?.question.id) return;
      if ('failed' in said) {
        log.error({ where: said.failed }, 'examining thread failed at a question');
        endThread(worker, failed('It could not be examined; the log of the console says where it broke.'));
      } else end(({ settle }) => settle(said.answer));
    });
    worker.on('error', (error) => {
      log.error({ err: error }, 'examining thread ended');
      endThread(worker, failed('It could not be examined.'));
    });
    worker.on('exit', () => endThread(worker, failed('It could not be examined.')));
    if (published.length > 0) tell(worker);
    return worker;
  };

  const begin = (): void => {
    const [first] = open;
    if (underWay !== undefined || first === undefined) return;
    underWay = first;
    running ??= start();
    const worker = running;
    late = setTimeout(() => {
      if (first.asker !== undefined) resting.set(first.asker, Date.now() + restMs);
      endThread(worker, new ProblemError(problem('limit-exceeded', { detail: GIVEN_UP })));
    }, answerMs);
    worker.postMessage(first.question);
  };

  const refuseTooMuch = (asker: string | undefined): void => {
    for (const [who, untilMs] of resting) if (untilMs <= Date.now()) resting.delete(who);
    const restsMs = (asker === undefined ? 0 : (resting.get(asker) ?? 0)) - Date.now();
    const retryAfterSeconds = Math.max(5, Math.ceil(restsMs / 1000));
    if (restsMs > 0)
      throw new ProblemError(problem('quota-exceeded', { detail: `The last one: ${GIVEN_UP}`, retryAfterSeconds }));
    if (asker !== undefined && open.filter((each) => each.asker === asker).length >= ofOne)
      throw new ProblemError(problem('quota-exceeded', { detail: 'Wait for the answers first.', retryAfterSeconds }));
    if (open.length >= atOnce)
      throw new ProblemError(
        problem('broker-unavailable', { detail: 'Too many are looking at once.', retryAfterSeconds }),
      );
  };

  return {
    publish: (types) => {
      published = types;
      if (running !== undefined) tell(running);
    },
    ask: async <K extends Kind>(kind: K, ask: Questions[K]['ask'], asker?: string): Promise<Questions[K]['answer']> => {
      refuseTooMuch(asker);
      next += 1;
      const question: ToThread<K> = { id: next, kind, ask };
      return new Promise<Questions[K]['answer']>((settle, fail) => {
        open.push({ question, asker, settle: (answer) => settle(answer as Questions[K]['answer']), fail });
        begin();
      });
    },
    [Symbol.asyncDispose]: async () => {
      clearTimeout(idle);
      clearTimeout(late);
      const worker = running;
      running = undefined;
      for (const { fail } of open.splice(0)) fail(failed('The console is being stopped.'));
      await worker?.terminate();
    },
  };
};
