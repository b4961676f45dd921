/** Replaying many, in the server, at a rate, with progress. A job lives in memory: what it did stands in the stream. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { type Language, titleAndRemedy } from '@dienstweg/schemas/problems/texts.ts';
import type { Job } from '../api/shapes/failures.ts';

/** One to replay, as it was seen. */
export interface Chosen {
  readonly deliveryId: DeliveryId;
  readonly round: number;
}

/** An order. */
export interface JobOrder {
  readonly by: string;
  readonly reason: string;
  readonly ratePerSecond: number;
  readonly chosen: readonly Chosen[];
  /** Of what is told of failures. */
  readonly language: Language;
}

/** What jobs need. */
export interface JobNeeds {
  /** Throws ProblemError where one cannot be replayed. */
  readonly replay: (one: Chosen, by: string, reason: string) => Promise<unknown>;
  /** Told of each step worth telling. */
  readonly onProgress: (job: Job) => void;
  readonly now: () => Date;
}

/** Jobs of this process. */
export interface Jobs extends AsyncDisposable {
  /** Throws ProblemError `broker-unavailable` where too many run already. */
  start(order: JobOrder): Job;
  get(id: string): Job | undefined;
  /** Newest first. */
  list(): readonly Job[];
  /** The one under way is finished; the others are left as they are. */
  stop(id: string): Job | undefined;
}

const RUNNING_AT_MOST = 5;
const KEPT = 100;
const NAMED_FAILURES = 100;
const AT_ONCE = 8;
/** Where the bus is away the job waits and goes on; for so long. */
const PATIENCE_MS = 60_000;
const RETRY_MS = 500;

const failureOf = (
  deliveryId: string,
  { problem: stated }: ProblemError,
  language: Language,
): Job['failed'][number] => ({
  deliveryId,
  cause: {
    code: stated.code,
    ...titleAndRemedy(stated.code, language),
    fault: stated.fault,
    retryable: stated.retryable,
  },
  detail: stated.detail,
});

/** Keeps jobs. */
export const keepJobs = ({ replay, onProgress, now }: JobNeeds): Jobs => {
  const jobs = new Map<string, Job>();
  const stopping = new Set<string>();
  const running = new Map<string, Promise<void>>();
  let isClosed = false;

  const change = (id: string, change: (job: Job) => Partial<Job>): Job => {
    const job = jobs.get(id);
    if (job === undefined) throw new Error('a job that is not there');
    const changed = { ...job, ...change(job) };
    jobs.set(id, changed);
    return changed;
  };

  const patiently = async (one: Chosen, { by, reason }: JobOrder): Promise<void> => {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        await replay(one, by, reason);
        return;
      } catch (error) {
        const isAway = error instanceof ProblemError && error.problem.code === 'broker-unavailable';
        if (!isAway || isClosed || performance.now() > end) throw error;
        await delay(RETRY_MS);
      }
    }
  };

  const run = async (id: string, order: JobOrder): Promise<void> => {
    const begun = performance.now();
    const { chosen, ratePerSecond } = order;
    let [next, told] = [0, 0];
    const isOver = (): boolean => isClosed || stopping.has(id) || next >= chosen.length;
    const worker = async (): Promise<void> => {
      while (!isOver()) {
        const n = next;
        next += 1;
        const one = chosen[n];
        if (one === undefined) return;
        await delay(Math.max(0, begun + (n * 1000) / ratePerSecond - performance.now()));
        if (isClosed || stopping.has(id)) return;
        const failed = await patiently(one, order).then(
          () => undefined,
          (error: unknown) =>
            failureOf(
              one.deliveryId,
              error instanceof ProblemError
                ? error
                : new ProblemError(problem('examination-failed', { detail: 'It failed unexpectedly.' })),
              order.language,
            ),
        );
        const job = change(id, (before) => ({
          done: before.done + 1,
          ...(failed === undefined
            ? {}
            : {
                failedCount: before.failedCount + 1,
                failed: before.failed.length < NAMED_FAILURES ? [...before.failed, failed] : before.failed,
              }),
        }));
        const percent = Math.floor((100 * job.done) / job.total);
        if (percent !== told) {
          told = percent;
          onProgress(job);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    onProgress(
      change(id, ({ done, total }) => ({
        state: done === total ? 'done' : 'stopped',
        endedAt: now().toISOString(),
      })),
    );
    stopping.delete(id);
    running.delete(id);
  };

  const forgetOld = (): void => {
    for (const [id, { state }] of jobs) {
      if (jobs.size < KEPT) return;
      if (state !== 'running') jobs.delete(id);
    }
  };

  return {
    start: (order) => {
      if (running.size >= RUNNING_AT_MOST)
        throw new ProblemError(
          problem('broker-unavailable', { detail: `${RUNNING_AT_MOST} replays run already.`, retryAfterSeconds: 10 }),
        );
      forgetOld();
      const id = randomUUID();
      const { by, reason, chosen } = order;
      const job: Job = {
        id,
        kind: 'replay',
        state: 'running',
        by,
        reason,
        startedAt: now().toISOString(),
        total: chosen.length,
        done: 0,
        failedCount: 0,
        failed: [],
      };
      jobs.set(id, job);
      onProgress(job);
      running.set(id, run(id, order));
      return job;
    },
    get: (id) => jobs.get(id),
    list: () => [...jobs.values()].toReversed(),
    stop: (id) => {
      if (running.has(id)) stopping.add(id);
      return jobs.get(id);
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      await Promise.all(running.values());
    },
  };
};
