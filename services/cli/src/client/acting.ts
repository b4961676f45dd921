/** Who acts and why: part of the history of what is acted on. */
import { userInfo } from 'node:os';
import type { Input, OptionSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';

/** Options of every command that changes what happens to a delivery. */
export const ACTING_OPTIONS = {
  reason: { value: 'TEXT', text: 'why; needed, and part of the history' },
  by: { value: 'NAME', text: 'who; part of the history (default the name of the account)' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

/** Who and why. Throws `usage-error` where no reason is given and there is no usual one. */
export const actingFrom = (input: Input, usual?: string): { readonly by: string; readonly reason: string } => {
  const reason = input.text('reason') ?? usual;
  if (reason === undefined) throw usageError('--reason is missing: say why; it is part of the history.');
  return { by: input.text('by') ?? userInfo().username, reason };
};
