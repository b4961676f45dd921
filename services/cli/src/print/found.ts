/** Messages that were found, as people read them. */
import type { ListedMessage, RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import { table } from './table.ts';
import { authorityText } from './trace.ts';

const stateText = ({ state, code, returned }: ListedMessage): string =>
  `${code === undefined ? state : `${state} (${code})`}${returned === true ? ', returned to its author' : ''}`;

/** What was refused was never accepted. */
const headOfMoment = (messages: readonly ListedMessage[]): string => {
  const refused = messages.filter(({ state }) => state === 'refused').length;
  if (refused === 0) return 'ACCEPTED';
  return refused === messages.length ? 'HANDED IN' : 'AT';
};

/** A page of them, and how to go on. */
export const foundText = (found: RequestContract['trackingFind']['reply']): string =>
  [
    table(
      ['MESSAGE', headOfMoment(found.messages), 'STATE', 'TYPE', 'AUTHOR', 'REFERENCE'],
      found.messages.map((each) => [
        each.messageId,
        each.acceptedAt,
        stateText(each),
        `${each.messageType.code} ${each.messageType.version}`,
        authorityText(each.author),
        each.processReference.requester ?? each.processReference.responder ?? '',
      ]),
      'No message fits.',
    ),
    ...(found.count === undefined ? [] : [`${found.count.n}${found.count.atLeast === true ? ' or more' : ''} fit.`]),
    ...(found.searchedBackTo === undefined
      ? []
      : [`Looked at what was accepted after ${found.searchedBackTo}; for older ones go on.`]),
    ...(found.previous === undefined ? [] : [`Newer: the same with --before ${found.previous}`]),
    ...(found.next === undefined ? [] : [`More: the same with --after ${found.next}`]),
  ].join('\n');
