/** Asking what may be starting again just now. */
import { setTimeout as delay } from 'node:timers/promises';

const TRIES = 50;
const AGAIN_AFTER_MS = 200;

/** Asks again for some ten seconds; throws what the last try threw. */
export const patiently = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries === TRIES) throw error;
      await delay(AGAIN_AFTER_MS);
    }
  }
};
