import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { messageIdFrom } from '../client/identifiers.ts';
import { authorityNamed } from '../client/keys.ts';
import { askOnce } from '../client/operator.ts';
import { conversationText } from '../print/conversation.ts';
import { traceText } from '../print/trace.ts';

/** `trace MESSAGE_ID`: all events of a message, as the operator sees them; `--conversation`: what belongs together, as one. */
export const trace: CommandSpec = {
  arguments: [{ name: 'MESSAGE_ID', text: 'the id its author gave the message', optional: true }],
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
    const found = await askOnce(settings, 'trackingMessage', {
      messageId: messageIdFrom(messageId),
      ...(author === undefined ? {} : { author: authorityNamed(author) }),
    });
    return { value: found, text: traceText(found) };
  },
};
