/** Waiting for something that other processes bring about. */
import { setTimeout as delay } from 'node:timers/promises';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';

const POLL_MS = 60;

/** Whoever asks again later may be answered: the bus is away for a moment, or somebody has too much to do. */
const mayBeAskedAgain = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.retryable && error.problem.code !== 'system-not-running';

/**
 * Asks until the answer satisfies, or the deadline is over: then the last answer, satisfying or not; default every 60 ms.
 * What may be tried again is, until then.
 * @throws what asking throws.
 */
export const askUntil = async <T>(
  ask: () => Promise<T>,
  satisfied: (answer: T) => boolean,
  deadlineMs: number,
  everyMs = POLL_MS,
): Promise<T> => {
  const until = performance.now() + deadlineMs;
  for (;;) {
    const isOver = (): boolean => performance.now() >= until;
    try {
      const answer = await ask();
      if (satisfied(answer) || isOver()) return answer;
    } catch (error) {
      if (!mayBeAskedAgain(error) || isOver()) throw error;
    }
    await delay(everyMs);
  }
};
