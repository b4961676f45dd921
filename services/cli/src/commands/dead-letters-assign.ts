import type { CommandSpec } from '../args/command.ts';
import { ACTING_OPTIONS, actingFrom } from '../client/acting.ts';
import { deliveryIdFrom } from '../client/identifiers.ts';
import { authorityNamed } from '../client/keys.ts';
import { askOnce } from '../client/operator.ts';
import { authorityText } from '../print/trace.ts';

/**
 * `dead-letters assign`, `clearing assign`: another reader takes the place of a dead letter, or of a role that nobody
 * holds. It must be permitted to and take the type, as at acceptance.
 */
export const assign: CommandSpec = {
  arguments: [{ name: 'DELIVERY', text: 'the id of the delivery' }],
  options: {
    to: { value: 'AUTHORITY', text: 'who is to get it', required: true },
    'dry-run': { text: 'only say whether it could be' },
    ...ACTING_OPTIONS,
  },
  run: async (input, { settings, language }) => {
    const dryRun = input.flag('dry-run');
    const assigned = await askOnce(settings, 'assign', {
      deliveryId: deliveryIdFrom(input.argument(0) ?? ''),
      to: authorityNamed(input.text('to') ?? ''),
      language,
      ...actingFrom(input, dryRun ? '' : undefined),
      ...(dryRun ? { dryRun } : {}),
    });
    const { deliveryId, authority, parts } = assigned.to;
    return {
      value: dryRun ? { dryRun, ...assigned } : assigned,
      text: `${authorityText(authority)} ${dryRun ? 'would get' : 'gets'} ${parts.join(' ')} as delivery ${deliveryId}`,
    };
  },
};
