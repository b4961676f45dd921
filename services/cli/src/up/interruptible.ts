/** Work that Ctrl-C ends. */
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';

/** What an interrupted start ends with; there is nothing to be done about it. */
export const interruption = (): ProblemError =>
  new ProblemError({
    ...problem('system-not-running', { detail: 'Interrupted: everything was stopped again.' }),
    remedy: '',
  });

/** The work's result; throws `system-not-running` as soon as the interruption comes first. Whoever began the work cleans up. */
export const interruptible = <T>(work: Promise<T>, interrupted: Promise<void>): Promise<T> =>
  Promise.race([
    work,
    interrupted.then((): never => {
      throw interruption();
    }),
  ]);
