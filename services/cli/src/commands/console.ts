import { statusOf } from '@dienstweg/infra/launcher/control.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec, Input } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { authorityNamed } from '../client/keys.ts';
import { consoleLinkFor, EVERY_ROLE } from '../up/console-link.ts';

const ROLES = [...EVERY_ROLE, 'case-worker'] as const;

const holderFrom = (input: Input) => {
  const [role, authority] = [input.text('role'), input.text('authority')];
  if ((role === 'case-worker') !== (authority !== undefined))
    throw usageError('--role case-worker and --authority belong together.');
  if (role === undefined) return undefined;
  return { roles: [role], ...(authority === undefined ? {} : { authority: authorityNamed(authority) }) };
};

/** `console`: a link that signs its first user in, for ten minutes. */
export const consoleLink: CommandSpec = {
  options: {
    role: { value: 'ROLE', text: 'only this one (default: all of whoever runs this home)', choices: ROLES },
    authority: { value: 'AUTHORITY', text: 'with --role case-worker: whose messages are shown' },
    build: { text: 'build the pages anew first' },
  },
  examples: ['dienstweg console', 'dienstweg console --role case-worker --authority quellhorn.gewerbeamt'],
  run: async (input, { settings }) => {
    const holder = holderFrom(input);
    const { services } = await statusOf(settings.home);
    if (!services.some(({ name }) => name === 'console'))
      throw new ProblemError(
        problem('system-not-running', { detail: 'The console does not run. Start it: dienstweg up --detach' }),
      );
    const link = await consoleLinkFor(settings, holder);
    return {
      value: { link },
      text: `${link}\n\nIt signs in whoever opens it first, within ten minutes.`,
    };
  },
};
