import { userInfo } from 'node:os';
import type { CommandSpec } from '../args/command.ts';
import { deliveryIdFrom } from '../client/identifiers.ts';
import { askOnce } from '../client/operator.ts';

/** `dead-letters replay DELIVERY --reason TEXT`: starts the delivery over, to the same reader, from attempt 0. */
export const deadLettersReplay: CommandSpec = {
  arguments: [{ name: 'DELIVERY', text: 'the id of the delivery' }],
  options: {
    reason: { value: 'TEXT', text: 'why now; part of the history (default "replayed by hand")' },
    by: { value: 'NAME', text: 'who; part of the history (default the name of the account)' },
  },
  run: async (input, { settings }) => {
    const replayed = await askOnce(settings, 'replay', {
      deliveryId: deliveryIdFrom(input.argument(0) ?? ''),
      by: input.text('by') ?? userInfo().username,
      reason: input.text('reason') ?? 'replayed by hand',
    });
    return { value: replayed, text: `${replayed.deliveryId} is ${replayed.state}` };
  },
};
