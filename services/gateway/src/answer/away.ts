/** What is asked of the bus while it is away. */
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';

/** Whatever reading from a stream fails with, to whoever asked it is one thing. @throws `broker-unavailable` */
export const orAway = <T>(reading: Promise<T>): Promise<T> =>
  reading.catch((cause: unknown): never => {
    throw new ProblemError(problem('broker-unavailable', { retryAfterSeconds: 2 }), { cause });
  });
