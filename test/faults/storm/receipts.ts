/** Verifies receipts offline, on all cores, with the trust folder and nothing else. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { CheckedReceipt } from '../checker/history.ts';

/** A receipt and what it should attest. */
export interface ExpectedReceipt {
  readonly of: string;
  readonly receipt: string;
  /** `sub` of its claims. */
  readonly subject: string;
  readonly deliveryId?: string;
}

/** Takes receipts, verifies them in the background, and tells of all at the end. */
export interface ReceiptChecker {
  expect(receipt: ExpectedReceipt): void;
  /** Resolves when every receipt has been verified: how many, and those that do not hold. */
  finish(): Promise<{ readonly verified: number; readonly failed: readonly CheckedReceipt[] }>;
}

const BATCH = 500;

/** Starts as many threads as there are cores. */
export const startReceiptChecker = (trustFolder: string): ReceiptChecker => {
  const workers = Array.from(
    { length: availableParallelism() },
    () => new Worker(new URL('./verify-receipts.ts', import.meta.url), { workerData: { trustFolder } }),
  );
  let batch: ExpectedReceipt[] = [];
  let turn = 0;
  let verified = 0;
  const failed: CheckedReceipt[] = [];
  for (const worker of workers)
    worker.on('message', (answer: { readonly verified: number; readonly failed: readonly CheckedReceipt[] }) => {
      verified += answer.verified;
      failed.push(...answer.failed);
    });
  const send = (): void => {
    workers[turn % workers.length]?.postMessage(batch);
    turn += 1;
    batch = [];
  };
  return {
    expect: (receipt) => {
      batch.push(receipt);
      if (batch.length >= BATCH) send();
    },
    finish: async () => {
      send();
      await Promise.all(
        workers.map(async (worker) => {
          const gone = once(worker, 'exit');
          worker.postMessage('end');
          await gone;
        }),
      );
      return { verified, failed };
    },
  };
};
