import { MESSAGE_STATES, type MessageState } from '@dienstweg/schemas/delivery/state.ts';
import type { CommandSpec } from '../args/command.ts';
import { codeOption, countFrom } from '../client/identifiers.ts';
import { authorityNamed } from '../client/keys.ts';
import { periodOptions } from '../client/moments.ts';
import { askOnce } from '../client/operator.ts';
import { foundText } from '../print/found.ts';

/** `NAME=VALUE`, or a value of whatever key. */
const keyFrom = (text: string): { readonly name?: string; readonly value: string } => {
  const [, name, value] = /^([a-z][a-z0-9.-]*)=(.+)$/su.exec(text) ?? [];
  return name === undefined || value === undefined ? { value: text } : { name, value };
};

/** `messages find`: messages by what is known of them, newest first. */
export const messagesFind: CommandSpec = {
  options: {
    search: {
      value: 'TEXT',
      text: 'id of message, delivery or conversation, file reference or value of a business key; refused ones by their id',
    },
    'process-reference': { value: 'X', text: 'requester’s or responder’s file reference' },
    conversation: { value: 'C', text: 'conversation id' },
    'business-key': { value: '[NAME=]VALUE', text: 'a key that its type declares' },
    author: { value: 'AUTHORITY', text: 'who wrote it' },
    reader: { value: 'AUTHORITY', text: 'who is to read it' },
    state: { value: 'STATE', text: 'state of the whole', choices: MESSAGE_STATES },
    code: { value: 'CODE', text: 'problem with which some delivery waits or ended, or a submission was refused' },
    type: { value: 'CODE[/VERSION]', text: 'message type' },
    test: { value: 'yes|no', text: 'only test messages, or none', choices: ['yes', 'no'] },
    since: { value: 'TIME', text: 'accepted at or after (YYYY-MM-DD, or RFC 3339 with zone)' },
    until: { value: 'TIME', text: 'accepted before, likewise' },
    after: { value: 'CURSOR', text: 'the next page: what the one before ended with' },
    before: { value: 'CURSOR', text: 'the page before: what "previous" says' },
    count: { text: 'how many there are as well, counted up to ten thousand' },
    limit: { value: 'N', text: 'at most so many (default 50)' },
  },
  run: async (input, { settings }) => {
    const [reference, conversation, author, reader, state] = [
      input.text('process-reference'),
      input.text('conversation'),
      input.text('author'),
      input.text('reader'),
      input.text('state'),
    ];
    const [after, before, search, key] = ['after', 'before', 'search', 'business-key'].map((name) => input.text(name));
    const [type, version] = (input.text('type') ?? '').split('/');
    const [code, test] = [codeOption(input), input.text('test')];
    const found = await askOnce(settings, 'trackingFind', {
      limit: countFrom('limit', input.text('limit'), 50, 1000),
      ...(reference === undefined ? {} : { processReference: reference }),
      ...(conversation === undefined ? {} : { conversation }),
      ...(author === undefined ? {} : { author: authorityNamed(author) }),
      ...(reader === undefined ? {} : { reader: authorityNamed(reader) }),
      ...(state === undefined ? {} : { state: state as MessageState }),
      ...periodOptions(input),
      ...(type === undefined || type === '' ? {} : { messageType: type }),
      ...(version === undefined ? {} : { messageTypeVersion: version }),
      ...(code === undefined ? {} : { code }),
      ...(test === undefined ? {} : { testMessage: test === 'yes' }),
      ...(search === undefined ? {} : { search }),
      ...(key === undefined ? {} : { businessKey: keyFrom(key) }),
      ...(before === undefined ? {} : { before }),
      ...(input.flag('count') ? { count: true } : {}),
      ...(after === undefined ? {} : { after }),
    });
    return { value: found, text: foundText(found) };
  },
};
