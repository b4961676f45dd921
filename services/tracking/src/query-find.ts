/** Finds messages by what is known of them, newest first, in pages; fast however many there are. */
import type { DatabaseSync } from 'node:sqlite';
import type { RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import { listCursor, parseListCursor } from './cursor.ts';
import { toDelivery, toMessage } from './rows.ts';
import { OPEN_STATES, UNHAPPY_STATES } from './schema.ts';

type Question = RequestContract['trackingFind']['request'];
type Found = RequestContract['trackingFind']['reply'];

/** A condition on a row of `messages`, with the value its `?` stands for. */
interface Condition {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

/** Some delivery is in the state that the whole is in; whether the whole is, its deliveries tell together. */
const SOME_IN_STATE =
  'EXISTS (SELECT 1 FROM deliveries s WHERE s.message_id = m.message_id AND s.author = m.author AND s.state = ?)';

/** What was asked for; all of it must hold. */
const conditionsOf = (question: Question): readonly Condition[] => {
  const { processReference, conversation, author, messageType, since, until, after } = question;
  const when = (text: string, value: string | undefined): readonly Condition[] =>
    value === undefined ? [] : [{ text, values: [value] }];
  return [
    ...(processReference === undefined
      ? []
      : [
          {
            text: `m.sequence IN (SELECT sequence FROM messages WHERE requester = ?
              UNION SELECT sequence FROM messages WHERE responder = ?)`,
            values: [processReference, processReference],
          },
        ]),
    ...when('m.conversation = ?', conversation),
    ...when('m.author = ?', author),
    ...when('m.type_code = ?', messageType),
    ...when('m.accepted_at >= ?', since),
    ...when('m.accepted_at < ?', until),
    ...(after === undefined ? [] : [{ text: 'm.sequence < ?', values: [parseListCursor(after)] }]),
  ];
};

/** Where to begin so that rows come in order of their messages and only few are looked at in vain. */
const beginningOf = ({
  reader,
  state,
  processReference,
  conversation,
}: Question): Condition & { readonly from: string } => {
  const inState: Condition = state === undefined ? { text: '1', values: [] } : { text: SOME_IN_STATE, values: [state] };
  // a file or a conversation has few messages: an index leads to them
  if (processReference !== undefined || conversation !== undefined)
    return reader === undefined
      ? { from: 'messages m', ...inState }
      : {
          from: 'messages m',
          text: `${inState.text} AND EXISTS (SELECT 1 FROM deliveries r WHERE r.message_id = m.message_id AND r.author = m.author AND r.reader = ?)`,
          values: [...inState.values, reader],
        };
  if (reader !== undefined)
    return {
      from: 'deliveries d CROSS JOIN messages m ON m.sequence = d.message',
      text: `d.reader = ? AND ${inState.text}`,
      values: [reader, ...inState.values],
    };
  // states in which few deliveries are have an index; in the others most are, and the newest messages are looked at
  const few = [OPEN_STATES, UNHAPPY_STATES].find((states) => states.includes(`'${state}'`));
  return few === undefined || state === undefined
    ? { from: 'messages m', ...inState }
    : {
        from: 'deliveries d CROSS JOIN messages m ON m.sequence = d.message',
        text: `d.state IN (${few}) AND d.state = ?`,
        values: [state],
      };
};

/** Answers questions. Throws `request-invalid` for a cursor that is none. */
export const messageFinder = (database: DatabaseSync): ((question: Question) => Found) => {
  const deliveries = database.prepare('SELECT * FROM deliveries WHERE message_id = ? AND author = ? ORDER BY place');
  return (question) => {
    const { from, ...beginning } = beginningOf(question);
    const asked = [beginning, ...conditionsOf(question)];
    const order = from === 'messages m' ? 'm.sequence' : 'd.message';
    const rows = database
      .prepare(`SELECT m.* FROM ${from} WHERE ${asked.map(({ text }) => text).join(' AND ')} ORDER BY ${order} DESC`)
      .iterate(...asked.flatMap(({ values }) => values));
    const messages: Found['messages'][number][] = [];
    let last: number | undefined;
    for (const row of rows) {
      // of a message with several deliveries in the state there are several rows, one behind the other
      if (Number(row.sequence) === last) continue;
      const message = toMessage(row, deliveries.all(String(row.message_id), String(row.author)).map(toDelivery));
      if (question.state !== undefined && message.state !== question.state) continue;
      // one more than asked for: there is a next page
      if (messages.length >= question.limit) return { messages, next: listCursor(last ?? 0) };
      messages.push({ ...message, attempts: 0 });
      last = Number(row.sequence);
    }
    return { messages };
  };
};
