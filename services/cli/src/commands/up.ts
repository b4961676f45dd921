import { fileURLToPath } from 'node:url';
import { DetachedStartError, startDetached, statusOf } from '@dienstweg/infra/launcher/control.ts';
import { HomeInUseError, holderOfHome } from '@dienstweg/infra/launcher/lock.ts';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import type { Cli, CommandSpec } from '../args/command.ts';
import { isProblem, parsedJson } from '../client/problem-in.ts';
import { addressesOf, addressLines } from '../up/addresses.ts';
import { consoleLinkFor } from '../up/console-link.ts';
import { asStartFailure, startFailure } from '../up/start-failure.ts';
import { bringUp } from '../up/system.ts';

/** Whether it ran already, all of it. */
const inBackground = async ({ settings, env }: Cli): Promise<boolean> => {
  const { home } = settings;
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  try {
    const holder = await holderOfHome(home);
    if (holder !== undefined && (await statusOf(home)).ready) return true;
    if (holder !== undefined) throw new HomeInUseError(home.root, holder.pid);
    await startDetached(home, process.execPath, ['--max-semi-space-size=1', main, 'up', '--json'], env);
    return false;
  } catch (cause) {
    if (!(cause instanceof DetachedStartError)) throw asStartFailure(cause, home.logs);
    const stated = parsedJson(cause.answer);
    if (isProblem(stated)) throw new ProblemError(stated, { cause });
    throw startFailure(cause.message, `Read the logs in ${home.logs}.`, cause);
  }
};

/** `up [--detach]`: everything runs until Ctrl-C, or in the background until `down`. */
export const up: CommandSpec = {
  options: { detach: { text: 'return when everything is ready, and leave it running' } },
  run: async (input, cli) => {
    const { settings } = cli;
    const value = { ok: true, addresses: addressesOf(settings) };
    if (input.flag('detach')) {
      const ranAlready = await inBackground(cli);
      const lines = [
        ranAlready ? 'running already:' : 'running:',
        ...addressLines(settings),
        `sign in: ${await consoleLinkFor(settings)}`,
      ];
      return { value, text: lines.join('\n') };
    }
    const interrupted = cli.untilInterrupted();
    await using system = await bringUp({ ...cli, interrupted });
    // a link signs in whoever has it: with --json this text goes where logs are kept
    const signIn = cli.json ? [] : [`sign in: ${await consoleLinkFor(settings)}`];
    const running = `running, edition ${system.edition} of the registry:`;
    cli.show(`${[running, ...addressLines(settings), ...signIn, 'Ctrl-C stops it.'].join('\n')}\n`);
    await interrupted;
    cli.tell('stopping');
    return { value, text: '' };
  },
};
