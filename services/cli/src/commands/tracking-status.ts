import type { CommandSpec } from '../args/command.ts';
import { askOnce } from '../client/operator.ts';
import { viewText } from '../print/view.ts';

/** `tracking status`: where the view of messages stands. */
export const trackingStatus: CommandSpec = {
  run: async (_input, { settings }) => {
    const standing = await askOnce(settings, 'trackingView', {});
    return { value: standing, text: viewText(standing) };
  },
};
