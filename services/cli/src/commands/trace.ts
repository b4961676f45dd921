import type { CommandSpec } from '../args/command.ts';
import { messageIdFrom } from '../client/identifiers.ts';
import { authorityNamed } from '../client/keys.ts';
import { askOnce } from '../client/operator.ts';
import { traceText } from '../print/trace.ts';

/** `trace MESSAGE_ID`: all events of a message, as the operator sees them. */
export const trace: CommandSpec = {
  arguments: [{ name: 'MESSAGE_ID', text: 'the id its author gave the message' }],
  options: { author: { value: 'AUTHORITY', text: 'whose message, where two authors used the same id' } },
  run: async (input, { settings }) => {
    const author = input.text('author');
    const found = await askOnce(settings, 'trackingMessage', {
      messageId: messageIdFrom(input.argument(0) ?? ''),
      ...(author === undefined ? {} : { author: authorityNamed(author) }),
    });
    return { value: found, text: traceText(found) };
  },
};
