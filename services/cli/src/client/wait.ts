/** Waiting for something that other processes bring about. */
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 60;

/** Asks until the answer satisfies, or the deadline is over: then the last answer, satisfying or not; default every 60 ms. */
export const askUntil = async <T>(
  ask: () => Promise<T>,
  satisfied: (answer: T) => boolean,
  deadlineMs: number,
  everyMs = POLL_MS,
): Promise<T> => {
  const until = performance.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (satisfied(answer) || performance.now() >= until) return answer;
    await delay(everyMs);
  }
};
