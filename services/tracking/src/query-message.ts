/** What happened to one message. */
import type { DatabaseSync } from 'node:sqlite';
import type { AcceptedDeadline } from '@dienstweg/schemas/accepted.ts';
import type { MessageTrace, RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { inOrderOfTime } from './history-order.ts';
import { type Row, toAcceptance, toDelivery, toEvent, toMessage } from './rows.ts';

const asTold = (row: Row) => ({
  row,
  at: String(row.at),
  type: String(row.type),
  history: String(row.history),
  position: Number(row.position),
});

type Question = RequestContract['trackingMessage']['request'];

/**
 * Traces messages. Author and sender see all of it, a reader its own delivery, anybody else nothing: `message-unknown`.
 * A refused submission shows only where no message was accepted under the id, and to others only its TLS peer sees it.
 */
export const messageTracer = (database: DatabaseSync): ((question: Question) => MessageTrace) => {
  const messages = database.prepare('SELECT * FROM messages WHERE message_id = ?');
  const deliveries = database.prepare('SELECT * FROM deliveries WHERE message_id = ? AND author = ? ORDER BY place');
  const deadlines = database.prepare('SELECT deadline FROM deadlines WHERE message = ?');
  const events = database.prepare('SELECT * FROM events WHERE history = ? ORDER BY position');
  const refusals = database.prepare(
    "SELECT * FROM events WHERE message_id = ? AND type = 'message-refused' ORDER BY position",
  );

  const traceOf = (message: Row, seenBy: AuthorityId | undefined): MessageTrace | undefined => {
    const all = deliveries.all(String(message.message_id), String(message.author));
    const whole = seenBy === undefined || seenBy === message.author || seenBy === message.sender;
    const shown = whole ? all : all.filter((delivery) => delivery.reader === seenBy);
    if (!whole && shown.length === 0) return undefined;
    const told = inOrderOfTime(shown.flatMap((delivery) => events.all(String(delivery.delivery_id))).map(asTold)).map(
      ({ row }) => row,
    );
    const own = shown.map(toDelivery);
    return {
      ...toMessage(message, own),
      ...deadlineOf(Number(message.sequence)),
      events: [toAcceptance(message), ...told.map(toEvent)],
    };
  };

  const deadlineOf = (message: number): Pick<MessageTrace, 'deadline'> => {
    const row = deadlines.get(message);
    return row === undefined ? {} : { deadline: JSON.parse(String(row.deadline)) as AcceptedDeadline };
  };

  const refusedTrace = (question: Question): MessageTrace | undefined => {
    const { messageId, author, visibleTo } = question;
    const told = refusals
      .all(messageId)
      .filter((row) => visibleTo === undefined || row.peer === visibleTo)
      .filter((row) => author === undefined || (row.claimed_author ?? row.peer) === author);
    const [first] = told;
    if (first === undefined) return undefined;
    const claimed = String(first.claimed_author ?? first.peer ?? '') as AuthorityId;
    return {
      messageId,
      author: claimed,
      sender: String(first.peer ?? claimed) as AuthorityId,
      messageType: {
        code: String(first.claimed_code ?? ''),
        version: String(first.claimed_version ?? ''),
      },
      state: 'refused',
      acceptedAt: String(first.at),
      sizeBytes: Number(first.size_bytes ?? 0),
      edition: 0,
      processReference: {},
      testMessage: false,
      deliveries: [],
      events: told.map(toEvent),
    };
  };

  return (question) => {
    const { messageId, author, visibleTo } = question;
    const traces = messages
      .all(messageId)
      .filter((row) => author === undefined || row.author === author)
      .flatMap((row) => traceOf(row, visibleTo) ?? []);
    if (traces.length > 1)
      throw new ProblemError(
        problem('message-id-ambiguous', {
          detail: traces.map((trace) => trace.author).join(', '),
          messageId,
        }),
      );
    const trace = traces[0] ?? refusedTrace(question);
    if (trace === undefined) throw new ProblemError(problem('message-unknown', { messageId }));
    return trace;
  };
};
