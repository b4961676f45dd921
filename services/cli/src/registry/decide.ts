/** A decision on a change that waits for a second registrar. */
import { changeIdOf } from '@dienstweg/schemas/directory/change/change-id.ts';
import type { RegistryDecision } from '@dienstweg/schemas/directory/change/changes.ts';
import { parseMessageId } from '@dienstweg/schemas/identifiers.ts';
import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { connectOperator } from '../client/operator.ts';
import { SIGNING_OPTIONS, signingOf } from './registrar.ts';
import { sendSigned } from './send-change.ts';

/** The command that decides so. The same decision twice is recorded once. */
export const decisionCommand = (decision: RegistryDecision['decision'], done: string): CommandSpec => ({
  arguments: [{ name: 'CHANGE', text: 'id of the change, as registry pending shows it' }],
  options: {
    reason: { value: 'TEXT', text: 'why; part of the history', required: true },
    ...SIGNING_OPTIONS,
  },
  run: async (input, { settings, language }) => {
    const decides = parseMessageId(input.argument(0) ?? '');
    if (decides === undefined) throw usageError(`"${input.argument(0)}" is no id of a change (a UUID).`);
    const { by, sign } = signingOf(settings.home, input);
    const reason = input.text('reason') ?? '';
    const id = changeIdOf([decides, decision, by, reason]);
    await using operator = await connectOperator(settings);
    const change = sign({ id, by, reason, decides, decision });
    const { edition } = await sendSigned(operator, { change, language });
    return { value: { edition, id, change: decides, decision }, text: `edition ${edition}: change ${decides} ${done}` };
  },
});
