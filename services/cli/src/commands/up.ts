import { fileURLToPath } from 'node:url';
import { startDetached } from '@dienstweg/infra/launcher/control.ts';
import { holderOfHome } from '@dienstweg/infra/launcher/lock.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Cli, CommandSpec } from '../args/command.ts';
import { addressesOf, addressLines } from '../up/addresses.ts';
import { bringUp } from '../up/system.ts';

const inBackground = async ({ settings, env }: Cli): Promise<void> => {
  const holder = await holderOfHome(settings.home);
  if (holder !== undefined)
    throw new ProblemError(
      problem('system-not-running', {
        detail: `${settings.home.root} is in use by process ${holder.pid}. Stop it with "dienstweg down", or choose another DIENSTWEG_HOME and DIENSTWEG_PORT_BASE.`,
      }),
    );
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  try {
    await startDetached(settings.home, process.execPath, ['--max-semi-space-size=1', main, 'up'], env);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new ProblemError(problem('system-not-running', { detail }), { cause });
  }
};

/** `up [--detach]`: everything runs until Ctrl-C, or in the background until `down`. */
export const up: CommandSpec = {
  options: { detach: { text: 'return when everything is ready, and leave it running' } },
  run: async (input, cli) => {
    const { settings } = cli;
    const value = { ok: true, addresses: addressesOf(settings) };
    if (input.flag('detach')) {
      await inBackground(cli);
      return { value, text: ['running:', ...addressLines(settings)].join('\n') };
    }
    const interrupted = cli.untilInterrupted();
    await using system = await bringUp({ ...cli, interrupted });
    cli.show(
      `running, edition ${system.edition} of the registry:\n${addressLines(settings).join('\n')}\nCtrl-C stops it.\n`,
    );
    await interrupted;
    cli.tell('stopping');
    return { value, text: '' };
  },
};
