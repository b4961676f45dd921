/** One process at a time, by a lock file that ends with its holder. */
import { setTimeout as delay } from 'node:timers/promises';
import { tryLock } from '@dienstweg/infra/launcher/lock.ts';

const POLL_MS = 50;

/** Runs `work` while holding the lock; waits for whoever holds it. A lock whose holder was killed is taken over at once. */
export const alone = async <T>(file: string, work: () => Promise<T>): Promise<T> => {
  for (;;) {
    const taken = await tryLock(file);
    if ('lock' in taken) {
      await using _lock = taken.lock;
      return await work();
    }
    await delay(POLL_MS);
  }
};
