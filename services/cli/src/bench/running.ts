import { fileURLToPath } from 'node:url';
import type { Home } from '@dienstweg/infra/home.ts';
import { startDetached, statusOf, takeDown } from '@dienstweg/infra/launcher/control.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Cli } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { PROFILES_SETTING } from '../up/system.ts';
import type { NamedProcess } from './processes.ts';

/** Belongs to those who try the broker, not to the broker. */
const NOT_THE_BROKER = 'sandbox';

/** The processes whose cost is the broker's: launcher, servers and services of this home. */
export const brokerProcesses = async (home: Home): Promise<readonly NamedProcess[]> => {
  const { services } = await statusOf(home);
  return services.filter(({ name }) => name !== NOT_THE_BROKER).map(({ name, pid }) => ({ name, pid }));
};

/**
 * Uses the running system of the home; else starts one in the background, which is stopped again on disposal.
 * Throws `system-not-running` where it runs but is not ready, or does not start, `usage-error` where it runs and `profiles` are asked for.
 */
export const systemUnderLoad = async ({ settings, env, tell }: Cli, profiles?: string): Promise<AsyncDisposable> => {
  const { running, ready } = await statusOf(settings.home);
  if (running && profiles !== undefined)
    throw usageError(
      '--profile needs a system started for it, and that of this home runs already: "dienstweg down" stops it.',
    );
  if (running && !ready)
    throw new ProblemError(
      problem('system-not-running', { detail: 'The system of this home is not ready; see "dienstweg status".' }),
    );
  if (running) return { [Symbol.asyncDispose]: async () => undefined };
  tell('starting the system for this run');
  try {
    await startDetached(
      settings.home,
      process.execPath,
      [fileURLToPath(new URL('../main.ts', import.meta.url)), 'up'],
      profiles === undefined ? env : { ...env, [PROFILES_SETTING]: profiles },
    );
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new ProblemError(problem('system-not-running', { detail }), { cause });
  }
  return {
    [Symbol.asyncDispose]: async () => {
      await takeDown(settings.home);
    },
  };
};
