import type { MessageTrace } from '@dienstweg/schemas/bus/requests.ts';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { messageIdFrom } from '../client/identifiers.ts';
import { authorityNamed } from '../client/keys.ts';
import { askOnce, connectOperator, type Operator } from '../client/operator.ts';
import { conversationText } from '../print/conversation.ts';
import { traceText } from '../print/trace.ts';

/** The message that has a delivery with this id. */
const ofDelivery = async (operator: Operator, id: string): Promise<MessageTrace | undefined> => {
  const { messages } = await operator.ask('trackingFind', { search: id, limit: 2 });
  const found = await Promise.all(
    messages.map(({ messageId, author }) => operator.ask('trackingMessage', { messageId, author })),
  );
  return found.find(({ deliveries }) => deliveries.some(({ deliveryId }) => deliveryId === id));
};

/** `trace ID`: all events of a message, as the operator sees them; `--conversation`: what belongs together, as one. */
export const trace: CommandSpec = {
  arguments: [
    { name: 'ID', text: 'the id its author gave the message, or the id of one of its deliveries', optional: true },
  ],
  options: {
    author: { value: 'AUTHORITY', text: 'whose message, where two authors used the same id' },
    conversation: {
      value: 'ID',
      text: 'joint status of all messages of a conversation: where each agency stands, its deadline, and the whole',
    },
  },
  examples: ['dienstweg trace MESSAGE_ID', 'dienstweg trace --conversation MESSAGE_ID_OF_THE_FIRST'],
  run: async (input, { settings }) => {
    const [messageId, author, conversationId] = [input.argument(0), input.text('author'), input.text('conversation')];
    if (conversationId !== undefined) {
      if (messageId !== undefined || author !== undefined)
        throw usageError('Give either MESSAGE_ID, with or without --author, or --conversation.');
      const joint = await askOnce(settings, 'trackingConversation', { conversationId });
      return { value: joint, text: conversationText(joint) };
    }
    if (messageId === undefined) throw usageError('Say which: MESSAGE_ID, or --conversation ID.');
    await using operator = await connectOperator(settings);
    const stated = {
      messageId: messageIdFrom(messageId),
      ...(author === undefined ? {} : { author: authorityNamed(author) }),
    };
    const found = await operator.ask('trackingMessage', stated).catch(async (error: unknown) => {
      const isUnknown = error instanceof ProblemError && error.problem.code === 'message-unknown';
      const whole = isUnknown && author === undefined ? await ofDelivery(operator, stated.messageId) : undefined;
      if (whole === undefined) throw error;
      return whole;
    });
    return { value: found, text: traceText(found) };
  },
};
