import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec } from '../args/command.ts';
import { deliveryIdFrom } from '../client/identifiers.ts';
import { connectOperator } from '../client/operator.ts';
import { traceText } from '../print/trace.ts';

/** `dead-letters show DELIVERY`: the entry and the history of its message. */
export const deadLettersShow: CommandSpec = {
  arguments: [{ name: 'DELIVERY', text: 'the id of the delivery' }],
  run: async (input, { settings }) => {
    const deliveryId = deliveryIdFrom(input.argument(0) ?? '');
    await using operator = await connectOperator(settings);
    const { deadLetters } = await operator.ask('deadLetters', { limit: 1, deliveryIds: [deliveryId] });
    const [entry] = deadLetters;
    if (entry === undefined)
      throw new ProblemError(
        problem('delivery-unknown', {
          detail: `${deliveryId} is no dead letter: it never was, or it was replayed, assigned or returned since. Its message tells: dienstweg trace ${deliveryId}`,
        }),
      );
    const trace = await operator.ask('trackingMessage', { messageId: entry.messageId, author: entry.author });
    const why = entry.standing.state === 'dead-letter' ? `${entry.standing.code}: ${entry.standing.detail}` : '';
    return {
      value: { deadLetter: entry, trace },
      text: `${deliveryId}\n${why}\nattempts ${entry.attempts}, round ${entry.round}\n\n${traceText(trace)}`,
    };
  },
};
