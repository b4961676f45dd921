/** Why a start did not succeed, as the problem it is, with what to do about just that. */
import { StartError } from '@dienstweg/infra/launcher/child.ts';
import { HomeInUseError } from '@dienstweg/infra/launcher/lock.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { fileProblem } from '../client/file-problem.ts';

/** `system-not-running` with a remedy of its own: "start it" is no advice to somebody who just tried. */
export const startFailure = (detail: string, remedy: string, cause?: unknown): ProblemError =>
  new ProblemError(
    { ...problem('system-not-running', { detail }), title: 'The start did not succeed', remedy },
    { cause },
  );

/** The home is another process's. */
const inUse = ({ home, pid }: HomeInUseError): ProblemError =>
  new ProblemError({
    ...problem('system-not-running', { detail: `${home} is in use by process ${pid}.` }),
    title: 'The home is in use',
    remedy: 'Stop it with "dienstweg down", or choose another DIENSTWEG_HOME and DIENSTWEG_PORT_BASE.',
  });

/** A failure to start as its problem; everything else is a bug and stays as it is. `logs`: where logs stand. */
export const asStartFailure = (error: unknown, logs: string): unknown => {
  if (error instanceof HomeInUseError) return inUse(error);
  if (error instanceof StartError)
    return startFailure(
      error.message,
      `Read the logs in ${logs}; "dienstweg doctor" looks for what is missing.`,
      error,
    );
  const refused = fileProblem(error);
  return refused === undefined ? error : new ProblemError(refused, { cause: error });
};
