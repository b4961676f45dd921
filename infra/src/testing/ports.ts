/** Which port a test tries: of workers that run at once each has its own, else two would find the same one free. */
import { randomInt } from 'node:crypto';

/** As many workers as may run at once on a large machine; beyond that, parts are shared. */
const PARTS = 4;

/** A number of a range, out of the part that belongs to this worker of jest. */
export const numberOfOwn = ({ from, until }: { readonly from: number; readonly until: number }): number => {
  const part = (Number(process.env.JEST_WORKER_ID ?? 1) - 1) % PARTS;
  const size = Math.floor((until - from) / PARTS);
  return from + part * size + randomInt(size);
};
