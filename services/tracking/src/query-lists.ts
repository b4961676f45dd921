/** Lists: the deliveries of a reader, and the figures of the whole. */
import type { DatabaseSync } from 'node:sqlite';
import type { InboxDelivery, Page, RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { DeliveryState } from '@dienstweg/schemas/delivery/state.ts';
import type { EpochOpened } from '@dienstweg/schemas/events.ts';
import { listCursor, parseListCursor } from './cursor.ts';
import { readPositions } from './positions.ts';
import { toInboxDelivery } from './rows.ts';

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
