/** Between filling and measuring: what the services still do with what was stored is not to be measured. */
import { setTimeout as delay } from 'node:timers/promises';
import { type BenchNeeds, readAll } from './cost.ts';

const WITHIN_MS = 600_000;
const LOOK_EVERY_MS = 2_000;
/** Milliseconds of CPU, of all processes together, between two looks. */
const AT_REST_MS = 600;

/** Waits until the processes of the broker are at rest, or for ten minutes. */
export const settled = async (needs: BenchNeeds): Promise<void> => {
  const end = performance.now() + WITHIN_MS;
  const spent = async (): Promise<number> => {
    const { use } = await readAll(needs);
    return use.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  };
  for (let before = await spent(); performance.now() < end; ) {
    await delay(LOOK_EVERY_MS);
    const now = await spent();
    if (now - before < AT_REST_MS) return;
    before = now;
  }
};
