/** What happened to one message. */
import type { AcceptedDeadline } from '@dienstweg/schemas/accepted.ts';
import type { MessageTrace, RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Row } from '../store/database.ts';
import { list, sql } from '../store/sql.ts';
import { deliveriesOf } from './deliveries-of.ts';
import { inOrderOfTime } from './history-order.ts';
import { peerOf, refusedMessage } from './refused.ts';
import { isBeforeItsTime, momentOf, toAcceptance, toDelivery, toEvent, toMessage, toRefusalEvent } from './rows.ts';
import { first, type View } from './view.ts';

type Question = RequestContract['trackingMessage']['request'];

const asTold =
  ({ names }: View) =>
  (row: Row) => ({
    row,
    at: momentOf(row.at),
    type: names.nameOf(row.type),
    history: String(row.delivery_id),
    position: Number(row.position),
  });

const historyOf = async (view: View, shown: readonly Row[]): Promise<readonly Row[]> => {
  if (shown.length === 0) return [];
  const rows = await view.database.query(
    sql`SELECT e.*, d.delivery_id, r.head, r.rest FROM events e JOIN deliveries d ON d.no = e.delivery
      LEFT JOIN receipts r ON r.position = e.position WHERE e.delivery IN ${list(shown.map(({ no }) => Number(no)))}
      ORDER BY e.position`,
  );
  return inOrderOfTime(rows.map(asTold(view))).map(({ row }) => row);
};

const deadlineOf = async (view: View, message: unknown): Promise<Pick<MessageTrace, 'deadline'>> => {
  const row = await first(view, sql`SELECT deadline FROM deadlines WHERE message = ${Number(message)}`);
  return row === undefined ? {} : { deadline: JSON.parse(String(row.deadline)) as AcceptedDeadline };
};

const traceOf = async (
  view: View,
  message: Row,
  seenBy: AuthorityId | undefined,
  now: Date,
): Promise<MessageTrace | undefined> => {
  const { names } = view;
  const every = (await deliveriesOf(view, [Number(message.sequence)]))(message.sequence);
  const seer = seenBy === undefined ? undefined : names.known(seenBy);
  const whole = seenBy === undefined || seer === Number(message.author) || seer === Number(message.sender);
  const shown = whole ? every : every.filter(({ reader }) => Number(reader) === seer);
  if (!whole && (shown.length === 0 || isBeforeItsTime(message, now))) return undefined;
  const told = await historyOf(view, shown);
  return {
    ...toMessage(
      names,
      message,
      shown.map((row) => toDelivery(names, row)),
      whole,
    ),
    ...(seenBy === undefined ? { sequence: Number(message.sequence) } : {}),
    ...(await deadlineOf(view, message.sequence)),
    events: [toAcceptance(names, message, whole), ...told.map((row) => toEvent(names, row, seenBy === undefined))],
  };
};

const refusedTrace = async (view: View, question: Question): Promise<MessageTrace | undefined> => {
  const { messageId, author, visibleTo } = question;
  const { names } = view;
  const rows = await view.database.query(
    sql`SELECT * FROM refusals WHERE message_id = ${messageId} ORDER BY position LIMIT 200`,
  );
  const told = rows
    .filter((row) => visibleTo === undefined || peerOf(names, row) === visibleTo)
    .filter((row) => author === undefined || (row.claimed_author ?? peerOf(names, row)) === author);
  const [earliest] = told;
  if (earliest === undefined) return undefined;
  return {
    ...refusedMessage(names, earliest),
    events: told.map((row) => toRefusalEvent(names, row)),
  };
};

/**
 * Traces a message. Author and sender see all of it, a reader its own delivery once it is due, anybody else nothing: `message-unknown`.
 * A refused submission shows only where no message was accepted under the id, and to others only its TLS peer sees it.
 * Who did what, and why, is told to operators (no `visibleTo`) only.
 */
export const messageOf = async (view: View, question: Question, now = new Date()): Promise<MessageTrace> => {
  const { messageId, author, visibleTo } = question;
  const rows = await view.database.query(
    sql`SELECT m.*, a.head, a.rest FROM messages m LEFT JOIN acceptances a ON a.sequence = m.sequence
      WHERE m.message_id = ${messageId}`,
  );
  const traces: MessageTrace[] = [];
  for (const row of rows) {
    if (author !== undefined && view.names.nameOf(row.author) !== author) continue;
    const trace = await traceOf(view, row, visibleTo, now);
    if (trace !== undefined) traces.push(trace);
  }
  if (traces.length > 1)
    throw new ProblemError(
      problem('message-id-ambiguous', { detail: traces.map((trace) => trace.author).join(', '), messageId }),
    );
  const trace = traces[0] ?? (await refusedTrace(view, question));
  if (trace === undefined) throw new ProblemError(problem('message-unknown', { messageId }));
  return trace;
};
