/** The feed of an authority: everything that happened to what it sent, handed in for others or is to read. */
import type { FeedEvent, Page, RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { raw, type Sql, sql } from '../store/sql.ts';
import { feedCursor, parseFeedCursor } from './cursor.ts';
import { isBeforeItsTime, toAcceptance, toEvent, toRefusalEvent } from './rows.ts';
import type { View } from './view.ts';

type Question = RequestContract['trackingEvents']['request'];

/** Something to tell, at its place in its stream. */
interface Told {
  readonly place: number;
  readonly event: FeedEvent;
  /** Passed over: a reader is told nothing of a message before its time, nor afterwards of what happened before. */
  readonly isEarly?: boolean;
}

/**
 * Takes from two lists the one that was told earlier, `limit` times. Each list keeps its own order, so that what was
 * taken is a beginning of both, and the places of the last ones taken are a cursor.
 */
export const mergeByTime = (
  messages: readonly Told[],
  events: readonly Told[],
  limit: number,
): {
  readonly taken: readonly Told[];
  readonly fromMessages: number;
  readonly fromEvents: number;
} => {
  const taken: Told[] = [];
  let m = 0;
  let e = 0;
  while (taken.length < limit) {
    const [message, event] = [messages[m], events[e]];
    const next = event === undefined || (message !== undefined && message.event.at <= event.event.at) ? message : event;
    if (next === undefined) break;
    taken.push(next);
    if (next === message) m += 1;
    else e += 1;
  }
  return { taken, fromMessages: m, fromEvents: e };
};

const accepted = (no: number, after: number, limit: number): Sql => sql`
  SELECT p.delivery_id, m.*, a.head, a.rest FROM (
    SELECT sequence, NULL AS delivery_id FROM (
      SELECT sequence FROM messages WHERE author = ${no} AND sequence > ${after} ORDER BY sequence LIMIT ${limit}) own
    UNION ALL SELECT sequence, NULL FROM (
      SELECT sequence FROM messages WHERE sender = ${no} AND sender <> author AND sequence > ${after}
      ORDER BY sequence LIMIT ${limit}) handed_in
    UNION ALL SELECT message, delivery_id FROM (
      SELECT d.message, d.delivery_id FROM deliveries d JOIN messages o ON o.sequence = d.message
      WHERE d.reader = ${no} AND d.message > ${after} AND o.author <> ${no} AND o.sender <> ${no}
      ORDER BY d.message LIMIT ${limit}) read
  ) p JOIN messages m ON m.sequence = p.sequence LEFT JOIN acceptances a ON a.sequence = m.sequence
  ORDER BY m.sequence LIMIT ${limit}`;

const among = (column: string, no: number, after: number, limit: number): Sql =>
  sql`SELECT position FROM (SELECT position FROM events WHERE ${raw(column)} = ${no} AND position > ${after}
    ORDER BY position LIMIT ${limit}) by_${raw(column)}`;

const happened = (no: number, after: number, limit: number): Sql => sql`
  SELECT e.*, d.delivery_id, coalesce(m.message_id, d.message_id) AS message_id, m.not_before, r.head, r.rest
  FROM (${among('author', no, after, limit)} UNION ${among('reader', no, after, limit)}
    UNION ${among('sender', no, after, limit)} ORDER BY position LIMIT ${limit}) p
  JOIN events e ON e.position = p.position JOIN deliveries d ON d.no = e.delivery
  LEFT JOIN messages m ON m.sequence = d.message LEFT JOIN receipts r ON r.position = e.position
  ORDER BY e.position`;

const refused = (no: number, after: number, limit: number): Sql =>
  sql`SELECT * FROM refusals WHERE peer = ${no} AND position > ${after} ORDER BY position LIMIT ${limit}`;

/**
 * Answers pages of the feed. What a reader is not to know yet (`NotBefore`) is passed over: a page may hold fewer than
 * asked for, or none, and its cursor lead on all the same. Refused submissions are told to the TLS peer that made them and to nobody else.
 */
export const feedOf = async (
  { database, names }: View,
  question: Question,
  now = new Date(),
): Promise<Page<FeedEvent>> => {
  const { authority, after, limit } = question;
  const from = parseFeedCursor(after);
  const no = names.known(authority);
  if (no === undefined) return { items: [], next: feedCursor(from) };
  const messages = (await database.query(accepted(no, from.message, limit))).map(
    (row): Told => ({
      place: Number(row.sequence),
      isEarly: row.delivery_id !== null && isBeforeItsTime(row, now),
      event: {
        ...toAcceptance(names, row, row.delivery_id === null),
        messageId: String(row.message_id) as MessageId,
        author: names.nameOf(row.author) as AuthorityId,
        ...(row.delivery_id === null ? {} : { reader: authority, deliveryId: String(row.delivery_id) as DeliveryId }),
      },
    }),
  );
  const told = (await database.query(happened(no, from.event, limit))).map(
    (row): Told => ({
      place: Number(row.position),
      isEarly: ![row.author, row.sender].map(Number).includes(no) && isBeforeItsTime(row, now),
      event: {
        ...toEvent(names, row, false),
        messageId: String(row.message_id ?? '') as MessageId,
        author: names.nameOf(row.author) as AuthorityId,
      },
    }),
  );
  const refusals = (await database.query(refused(no, from.event, limit))).map(
    (row): Told => ({
      place: Number(row.position),
      event: {
        ...toRefusalEvent(names, row),
        messageId: String(row.message_id ?? '') as MessageId,
        author: String(row.claimed_author ?? authority) as AuthorityId,
      },
    }),
  );
  const events = [...told, ...refusals].sort((a, b) => a.place - b.place).slice(0, limit);
  const { taken, fromMessages, fromEvents } = mergeByTime(messages, events, limit);
  return {
    items: taken.filter(({ isEarly }) => isEarly !== true).map(({ event }) => event),
    next: feedCursor({
      message: messages[fromMessages - 1]?.place ?? from.message,
      event: events[fromEvents - 1]?.place ?? from.event,
    }),
  };
};
