/** Finds messages by what is known of them, newest first, in pages; fast however many there are. */
import type { DatabaseSync } from 'node:sqlite';
import type { RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { MessageState } from '@dienstweg/schemas/delivery/state.ts';
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

/**
 * Some delivery is in the state that the whole is in; whether the whole is, its deliveries tell together. States in
 * which few deliveries are have an index of their own; in the others most are, and the newest messages are looked at
 * one by one.
 */
const inState = (state: MessageState): Condition => {
  const few = [OPEN_STATES, UNHAPPY_STATES].find((states) => states.includes(`'${state}'`));
  return few === undefined
    ? {
        text: 'EXISTS (SELECT 1 FROM deliveries s WHERE s.message_id = m.message_id AND s.author = m.author AND s.state = ?)',
        values: [state],
      }
    : {
        text: `m.sequence IN (SELECT message FROM deliveries WHERE state IN (${few}) AND state = ?)`,
        values: [state],
      };
};

/** What was asked for; all of it must hold. */
const conditionsOf = (question: Question): readonly Condition[] => {
  const { processReference, conversation, author, messageType, state, since, until, after } = question;
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
    ...(state === undefined ? [] : [inState(state)]),
  ];
};

/** Answers questions. Throws `request-invalid` for a cursor that is none. */
export const messageFinder = (database: DatabaseSync): ((question: Question) => Found) => {
  const deliveries = database.prepare('SELECT * FROM deliveries WHERE message_id = ? AND author = ? ORDER BY place');
  return (question) => {
    const asked = conditionsOf(question);
    // of one reader: its deliveries stand in order of their messages, which spares sorting
    const from =
      question.reader === undefined ? 'messages m' : 'deliveries d CROSS JOIN messages m ON m.sequence = d.message';
    const where = [...(question.reader === undefined ? [] : ['d.reader = ?']), ...asked.map(({ text }) => text)];
    const order = question.reader === undefined ? 'm.sequence' : 'd.message';
    const rows = database
      .prepare(
        `SELECT m.* FROM ${from} ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`} ORDER BY ${order} DESC`,
      )
      .iterate(...(question.reader === undefined ? [] : [question.reader]), ...asked.flatMap(({ values }) => values));
    const messages: Found['messages'][number][] = [];
    let last: number | undefined;
    for (const row of rows) {
      const message = toMessage(row, deliveries.all(String(row.message_id), String(row.author)).map(toDelivery));
      if (question.state !== undefined && message.state !== question.state) continue;
      // one more than asked for: there is a next page
      if (messages.length >= question.limit) return { messages, next: listCursor(last ?? 0) };
      messages.push(message);
      last = Number(row.sequence);
    }
    return { messages };
  };
};
