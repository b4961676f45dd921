import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { FloorWork } from './floor-worker.ts';

/**
 * Runs the floor loop with one worker thread per core, `count` messages in all, and gives messages per second.
 * The stream behind `subjects` must exist; it is the caller's to delete. Throws `broker-unavailable` where a worker fails.
 */
export const runFloor = async (
  work: Omit<FloorWork, 'count' | 'inFlight' | 'subject'> & { readonly subjects: string; readonly count: number },
  cores: number,
): Promise<number> => {
  const { subjects, count, ...shared } = work;
  const perWorker = Math.ceil(count / cores);
  const workers = Array.from(
    { length: cores },
    (_, index) =>
      new Worker(new URL('./floor-worker.ts', import.meta.url), {
        workerData: {
          ...shared,
          subject: `${subjects}.${index}`,
          count: perWorker,
          inFlight: 64,
        } satisfies FloorWork,
      }),
  );
  try {
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    const beganAt = performance.now();
    const done = Promise.all(workers.map((worker) => once(worker, 'message')));
    for (const worker of workers) worker.postMessage('go');
    await done;
    return (perWorker * cores * 1000) / (performance.now() - beganAt);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ProblemError(problem('broker-unavailable', { detail: `The floor loop did not end: ${why}.` }), { cause });
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
};
