import type { CommandSpec } from '../args/command.ts';
import { ACTING_OPTIONS, actingFrom } from '../client/acting.ts';
import { askOnce } from '../client/operator.ts';
import { viewText } from '../print/view.ts';

/** `tracking rebuild`: the view of messages made anew from the streams, while the former one answers. */
export const trackingRebuild: CommandSpec = {
  options: ACTING_OPTIONS,
  examples: ['dienstweg tracking rebuild --reason "after an incident with the disk"'],
  run: async (input, { settings }) => {
    const standing = await askOnce(settings, 'trackingRebuild', actingFrom(input));
    return { value: standing, text: viewText(standing) };
  },
};
