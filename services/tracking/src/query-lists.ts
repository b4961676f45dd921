/** Lists: the deliveries of a reader, messages by what is known of them, and the figures of the whole. */
import type { DatabaseSync } from 'node:sqlite';
import type { InboxDelivery, Page, RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { DeliveryState } from '@dienstweg/schemas/delivery/state.ts';
import type { EpochOpened } from '@dienstweg/schemas/events.ts';
import { listCursor, parseListCursor } from './cursor.ts';
import { readPositions } from './positions.ts';
import { toDelivery, toInboxDelivery, toMessage } from './rows.ts';

const INBOX = `SELECT d.*, m.type_code, m.type_version, m.accepted_at, m.conversation, m.in_reply_to, m.requester, m.responder,
  m.parts AS all_parts FROM deliveries d JOIN messages m ON m.sequence = d.message
  WHERE d.reader = ?1 AND d.message > ?2 AND (?3 IS NULL OR d.state = ?3) AND (?4 IS NULL OR d.delivery_id = ?4)
  ORDER BY d.message LIMIT ?5`;

type InboxQuestion = RequestContract['trackingDeliveries']['request'];

/** Pages of a reader's deliveries, oldest first. */
export const inboxReader = (database: DatabaseSync): ((question: InboxQuestion) => Page<InboxDelivery>) => {
  const inbox = database.prepare(INBOX);
  return ({ reader, after, limit, state, deliveryId }) => {
    const from = parseListCursor(after);
    const rows = inbox.all(reader, from, state ?? null, deliveryId ?? null, limit);
    return {
      items: rows.map(toInboxDelivery),
      next: listCursor(Number(rows.at(-1)?.message ?? from)),
    };
  };
};

type FindQuestion = RequestContract['trackingFind']['request'];
type Found = RequestContract['trackingFind']['reply'];

/** What can be asked for, as conditions on a row of `messages`; `p` stands for the value. */
const CONDITIONS: readonly (readonly [keyof Omit<FindQuestion, 'limit'>, (p: string) => string])[] = [
  [
    'processReference',
    (p) =>
      `sequence IN (SELECT sequence FROM messages WHERE requester = ${p} UNION SELECT sequence FROM messages WHERE responder = ${p})`,
  ],
  ['conversation', (p) => `conversation = ${p}`],
  ['author', (p) => `author = ${p}`],
  ['reader', (p) => `sequence IN (SELECT message FROM deliveries WHERE reader = ${p})`],
  // some delivery is in the state the whole is in; whether the whole is, its deliveries tell together
  ['state', (p) => `sequence IN (SELECT message FROM deliveries WHERE state = ${p})`],
  ['since', (p) => `accepted_at >= ${p}`],
];

/** Finds messages, newest first; all conditions must hold. */
export const messageFinder = (database: DatabaseSync): ((question: FindQuestion) => Found) => {
  const deliveries = database.prepare('SELECT * FROM deliveries WHERE message_id = ? AND author = ? ORDER BY place');
  return (question) => {
    const asked = CONDITIONS.flatMap(([member, condition]) => {
      const value = question[member];
      return value === undefined ? [] : [{ value, condition }];
    });
    const where = asked.map(({ condition }, index) => condition(`?${index + 1}`)).join(' AND ');
    const rows = database
      .prepare(`SELECT * FROM messages ${where === '' ? '' : `WHERE ${where}`} ORDER BY sequence DESC`)
      .iterate(...asked.map(({ value }) => value));
    const messages: Found['messages'][number][] = [];
    for (const row of rows) {
      const message = toMessage(row, deliveries.all(String(row.message_id), String(row.author)).map(toDelivery));
      if (question.state === undefined || message.state === question.state) messages.push(message);
      if (messages.length >= question.limit) break;
    }
    return { messages };
  };
};

type Summary = RequestContract['trackingSummary']['reply'];

/** The figures of the whole; kept up to date by the projection, so that asking is cheap however much there is. */
export const summaryReader = (database: DatabaseSync): (() => Summary) => {
  const counts = database.prepare('SELECT name, n FROM counts WHERE n <> 0');
  const oldest = database.prepare(
    `SELECT accepted_at FROM messages WHERE sequence =
       (SELECT min(message) FROM deliveries WHERE state IN ('delivering', 'waiting', 'in-mailbox'))`,
  );
  const epoch = database.prepare("SELECT epoch FROM positions WHERE stream = 'epoch'");
  return () => {
    const by = Object.fromEntries(counts.all().map((row) => [String(row.name), Number(row.n)]));
    const { accepted = 0, refused = 0, ...deliveries } = by;
    const oldestUndeliveredAt = oldest.get()?.accepted_at;
    const opened = epoch.get()?.epoch;
    return {
      accepted,
      refused,
      deliveries: deliveries as Partial<Record<DeliveryState, number>>,
      ...(typeof oldestUndeliveredAt === 'string' ? { oldestUndeliveredAt } : {}),
      ...(typeof opened === 'string' ? { epoch: JSON.parse(opened) as EpochOpened } : {}),
      positions: readPositions(database),
    };
  };
};
