import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FloorWork } from './floor-worker.ts';

/**
 * Runs the floor loop with one worker thread per core, `count` messages in all, and gives messages per second.
 * The stream behind `subject` must exist; it is the caller's to delete.
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
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
};
