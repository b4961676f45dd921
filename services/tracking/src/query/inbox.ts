/** The deliveries of a reader. */
import type { InboxDelivery, Page, RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import { stateNo } from '../store/numbers.ts';
import { all, sql } from '../store/sql.ts';
import { listCursor, parseListCursor } from './cursor.ts';
import { toInboxDelivery } from './rows.ts';
import type { View } from './view.ts';

type Question = RequestContract['trackingDeliveries']['request'];

/** Pages of a reader's deliveries, oldest first; of messages of others only those whose time has come (`NotBefore`). */
export const inboxOf = async (view: View, question: Question, now = new Date()): Promise<Page<InboxDelivery>> => {
  const { reader, after, limit, state, deliveryId } = question;
  const { database, names } = view;
  const from = parseListCursor(after);
  const no = names.known(reader);
  if (no === undefined) return { items: [], next: listCursor(from) };
  const conditions = [
    sql`d.reader = ${no}`,
    sql`d.message > ${from}`,
    sql`(m.not_before IS NULL OR m.not_before <= ${now.getTime()} OR m.author = ${no} OR m.sender = ${no})`,
    ...(state === undefined ? [] : [sql`d.state = ${stateNo(state)}`]),
    ...(deliveryId === undefined ? [] : [sql`d.delivery_id = ${deliveryId}`]),
  ];
  const rows = await database.query(
    sql`SELECT d.delivery_id, d.message, d.role, d.parts, d.state, m.message_id, m.author, m.type, m.version,
      m.accepted_at, m.conversation, m.in_reply_to, m.requester, m.responder, m.parts AS all_parts
      FROM deliveries d JOIN messages m ON m.sequence = d.message WHERE ${all(conditions)}
      ORDER BY d.message LIMIT ${limit}`,
  );
  return {
    items: rows.map((row) => toInboxDelivery(names, row)),
    next: listCursor(Number(rows.at(-1)?.message ?? from)),
  };
};
