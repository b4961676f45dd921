import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { CommandSpec } from '../args/command.ts';
import { changeStanding, STANDING_OPTIONS, VERSION_ARGUMENTS } from '../message-type/change-standing.ts';
import { dayOption } from '../registry/day-option.ts';

/** `message-type retire CODE VERSION`: from that day on its messages are refused, and it does not come back. Readers left without a version are told. */
export const messageTypeRetire: CommandSpec = {
  arguments: VERSION_ARGUMENTS,
  options: {
    on: { value: 'DATE', text: 'first day on which it is not taken any more (default today)' },
    ...STANDING_OPTIONS,
  },
  examples: ['dienstweg message-type retire notice.change 1.0 --on 2027-05-01 --reason "1.1 takes its place"'],
  run: async (input, cli) => {
    const validUntil = dayOption(input, 'on') ?? dayOf(new Date());
    return await changeStanding(input, cli, (entry) => ({ ...entry, validUntil }));
  },
};
