/** The feed of an authority: everything that happened to what it sent, handed in for others or is to read. */
import type { DatabaseSync } from 'node:sqlite';
import type { FeedEvent, Page, RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { feedCursor, parseFeedCursor } from './cursor.ts';
import { type Row, toAcceptance, toEvent } from './rows.ts';

type Question = RequestContract['trackingEvents']['request'];

/** Something to tell, at its place in its stream. */
interface Told {
  readonly place: number;
  readonly event: FeedEvent;
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

const ACCEPTED = `
  SELECT sequence AS place, m.*, NULL AS delivery_id FROM messages m WHERE author = ?1 AND sequence > ?2
  UNION SELECT sequence, m.*, NULL FROM messages m WHERE sender = ?1 AND sender <> author AND sequence > ?2
  UNION SELECT m.sequence, m.*, d.delivery_id FROM deliveries d JOIN messages m ON m.sequence = d.message
    WHERE d.reader = ?1 AND d.message > ?2 AND m.author <> ?1 AND m.sender <> ?1
  ORDER BY place LIMIT ?3`;

const HAPPENED = `
  SELECT * FROM (SELECT * FROM events WHERE author = ?1 AND position > ?2 ORDER BY position LIMIT ?3)
  UNION SELECT * FROM (SELECT * FROM events WHERE reader = ?1 AND reader IS NOT NULL AND position > ?2 ORDER BY position LIMIT ?3)
  UNION SELECT * FROM (SELECT * FROM events WHERE sender = ?1 AND sender IS NOT NULL AND position > ?2 ORDER BY position LIMIT ?3)
  UNION SELECT * FROM (SELECT * FROM events WHERE peer = ?1 AND peer IS NOT NULL AND position > ?2 ORDER BY position LIMIT ?3)
  ORDER BY position LIMIT ?3`;

/** Answers pages of the feed. Refused submissions are told to the TLS peer that made them and to nobody else. */
export const feedReader = (database: DatabaseSync): ((question: Question) => Page<FeedEvent>) => {
  const accepted = database.prepare(ACCEPTED);
  const happened = database.prepare(HAPPENED);

  const ofMessage = (row: Row, authority: AuthorityId): Told => ({
    place: Number(row.place),
    event: {
      ...toAcceptance(row),
      messageId: String(row.message_id) as MessageId,
      author: String(row.author) as AuthorityId,
      ...(row.delivery_id === null
        ? {}
        : {
            reader: authority,
            deliveryId: String(row.delivery_id) as DeliveryId,
          }),
    },
  });
  const ofEvent = (row: Row): Told => ({
    place: Number(row.position),
    event: {
      ...toEvent(row),
      messageId: String(row.message_id ?? '') as MessageId,
      author: String(row.author ?? row.claimed_author ?? row.peer ?? '') as AuthorityId,
    },
  });

  return ({ authority, after, limit }) => {
    const from = parseFeedCursor(after);
    const messages = accepted.all(authority, from.message, limit).map((row) => ofMessage(row, authority));
    const events = happened.all(authority, from.event, limit).map(ofEvent);
    const { taken, fromMessages, fromEvents } = mergeByTime(messages, events, limit);
    return {
      items: taken.map(({ event }) => event),
      next: feedCursor({
        message: messages[fromMessages - 1]?.place ?? from.message,
        event: events[fromEvents - 1]?.place ?? from.event,
      }),
    };
  };
};
