import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { CommandSpec } from '../args/command.ts';
import { changeStanding, notDraft, STANDING_OPTIONS, VERSION_ARGUMENTS } from '../message-type/change-standing.ts';
import { dayOption } from '../registry/day-option.ts';

/** `message-type deprecate CODE VERSION`: still taken, with a warning in the acceptance; with `--until` also when it ends. */
export const messageTypeDeprecate: CommandSpec = {
  arguments: VERSION_ARGUMENTS,
  options: {
    on: { value: 'DATE', text: 'first day on which it is taken with a warning (default today)' },
    until: { value: 'DATE', text: 'first day on which it is not taken any more' },
    ...STANDING_OPTIONS,
  },
  examples: ['dienstweg message-type deprecate notice.change 1.0 --until 2027-05-01 --reason "1.1 takes its place"'],
  run: async (input, cli) => {
    const deprecatedFrom = dayOption(input, 'on') ?? dayOf(new Date());
    const validUntil = dayOption(input, 'until');
    return await changeStanding(input, cli, (entry) => ({
      ...notDraft(entry),
      // said again without a day, what was said first stays
      deprecatedFrom: input.text('on') === undefined ? (entry.deprecatedFrom ?? deprecatedFrom) : deprecatedFrom,
      ...(validUntil === undefined ? {} : { validUntil }),
    }));
  },
};
