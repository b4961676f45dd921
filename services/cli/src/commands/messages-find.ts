import { MESSAGE_STATES, type MessageState } from '@dienstweg/schemas/delivery/state.ts';
import type { CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { countFrom } from '../client/identifiers.ts';
import { authorityNamed } from '../client/keys.ts';
import { askOnce } from '../client/operator.ts';
import { table } from '../print/table.ts';
import { authorityText } from '../print/trace.ts';

const timeFrom = (text: string): string => {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw usageError(`"${text}" is no time, e.g. 2026-01-31 or 2026-01-31T08:00:00Z.`);
  return time.toISOString();
};

/** `messages find`: messages by what is known of them, newest first. */
export const messagesFind: CommandSpec = {
  options: {
    'process-reference': { value: 'X', text: 'requester’s or responder’s file reference' },
    conversation: { value: 'C', text: 'conversation id' },
    author: { value: 'AUTHORITY', text: 'who wrote it' },
    reader: { value: 'AUTHORITY', text: 'who is to read it' },
    state: { value: 'STATE', text: 'state of the whole', choices: MESSAGE_STATES },
    type: { value: 'CODE', text: 'message type' },
    since: { value: 'TIME', text: 'accepted at or after' },
    until: { value: 'TIME', text: 'accepted before' },
    after: { value: 'CURSOR', text: 'the next page: what the one before ended with' },
    limit: { value: 'N', text: 'at most so many (default 50)' },
  },
  run: async (input, { settings }) => {
    const [reference, conversation, author, reader, state, since, until] = [
      input.text('process-reference'),
      input.text('conversation'),
      input.text('author'),
      input.text('reader'),
      input.text('state'),
      input.text('since'),
      input.text('until'),
    ];
    const [type, after] = [input.text('type'), input.text('after')];
    const found = await askOnce(settings, 'trackingFind', {
      limit: countFrom('limit', input.text('limit'), 50, 1000),
      ...(reference === undefined ? {} : { processReference: reference }),
      ...(conversation === undefined ? {} : { conversation }),
      ...(author === undefined ? {} : { author: authorityNamed(author) }),
      ...(reader === undefined ? {} : { reader: authorityNamed(reader) }),
      ...(state === undefined ? {} : { state: state as MessageState }),
      ...(since === undefined ? {} : { since: timeFrom(since) }),
      ...(until === undefined ? {} : { until: timeFrom(until) }),
      ...(type === undefined ? {} : { messageType: type }),
      ...(after === undefined ? {} : { after }),
    });
    const rows = found.messages.map((each) => [
      each.messageId,
      each.acceptedAt,
      each.state,
      `${each.messageType.code} ${each.messageType.version}`,
      authorityText(each.author),
      each.processReference.requester ?? each.processReference.responder ?? '',
    ]);
    const head = ['MESSAGE', 'ACCEPTED', 'STATE', 'TYPE', 'AUTHOR', 'REFERENCE'];
    return {
      value: found,
      text: [
        table(head, rows),
        ...(found.next === undefined ? [] : [`More: the same with --after ${found.next}`]),
      ].join('\n'),
    };
  },
};
