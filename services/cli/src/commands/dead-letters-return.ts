import { messageAbout } from '@dienstweg/schemas/administration/about.ts';
import { type DeliveryStanding, standingText } from '@dienstweg/schemas/delivery/entry.ts';
import { headerOf } from '@dienstweg/schemas/envelope/header-of.ts';
import { factsOfProblem } from '@dienstweg/schemas/problems/codes.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { ACTING_OPTIONS, actingFrom } from '../client/acting.ts';
import { gatewayClient } from '../client/gateway.ts';
import { deliveryIdFrom } from '../client/identifiers.ts';
import { connectOperator } from '../client/operator.ts';
import { named } from '../message/reply.ts';
import { newMessageId } from '../message/sample.ts';
import { signedMessage } from '../message/sign.ts';
import { authorityText } from '../print/trace.ts';

/** What an author is told where the cause has no reason code of its own. */
const OTHER_REASON = 'S999';

const EXAMPLES = {
  'dead-letters return': 'Der Leser nimmt nichts mehr an.',
  'clearing return': 'Niemand ist zuständig.',
} as const;

const RETURNABLE: readonly DeliveryStanding['state'][] = ['dead-letter', 'in-clearing'];

/**
 * `dead-letters return`, `clearing return`: the author gets a rejection, signed by the body that runs the exchange, and the dead letter
 * (or the role in clearing) is closed. Called again after a failure it sends another rejection: the author sees both.
 */
export const returnAs = (command: keyof typeof EXAMPLES): CommandSpec => ({
  arguments: [{ name: 'DELIVERY', text: 'the id of the delivery' }],
  options: {
    as: {
      value: 'AUTHORITY',
      text: 'the body that runs the exchange, never the author itself; this home holds its keys',
      required: true,
    },
    code: { value: 'CODE', text: 'reason code, e.g. T080 (default that of the cause, else S999)' },
    ...ACTING_OPTIONS,
  },
  examples: [`dienstweg ${command} 5b0f… --as fehnwolde.rechenzentrum --reason "${EXAMPLES[command]}"`],
  run: async (input, { settings, language }) => {
    const now = new Date();
    const { by, reason } = actingFrom(input);
    const author = named(input.text('as') ?? '');
    await using operator = await connectOperator(settings);
    const deliveryId = deliveryIdFrom(input.argument(0) ?? '');
    const { entry, octets, headerDigest } = await operator.ask('messageOfDelivery', { deliveryId });
    if (author.id === entry.author)
      throw usageError(
        `${authorityText(author.id)} wrote the message itself: a rejection comes from the body that runs the exchange, e.g. --as fehnwolde.rechenzentrum in the sandbox.`,
      );
    // before anything is sent: nobody is to be told twice of one end
    if (!RETURNABLE.includes(entry.standing.state))
      throw new ProblemError(
        problem('delivery-not-replayable', {
          detail: `${standingText(entry.standing)} Only a dead letter, or what is in clearing, is returned.`,
        }),
      );
    const cause = entry.lastCode === undefined ? undefined : factsOfProblem(entry.lastCode).xoev;
    const draft = messageAbout(
      { header: headerOf(Buffer.from(octets, 'base64')), headerDigest },
      {
        type: 'rueckweisung',
        examiner: 'vermittlung',
        reason: input.text('code') ?? cause ?? OTHER_REASON,
        text: reason,
      },
      { author, messageId: newMessageId(), at: now },
    );
    await using gateway = gatewayClient(settings, author.id, language);
    const { messageId } = await gateway.submit(signedMessage(settings.home, draft, now));
    await operator.ask('returned', { deliveryId, by, reason, rejection: { author: author.id, messageId } });
    return {
      value: { deliveryId, returnedTo: entry.author, rejection: { author: author.id, messageId } },
      text: `${deliveryId} is returned to ${authorityText(entry.author)}: rejection ${messageId}`,
    };
  },
});
