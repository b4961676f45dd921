/** The prepared statements of the projection. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

const TEXTS = {
  addMessage: `INSERT OR IGNORE INTO messages (sequence, message_id, author, sender, type_code, type_version, accepted_at,
    edition, size_bytes, requester, responder, conversation, in_reply_to, test, parts, receipt)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  addDelivery: `INSERT OR IGNORE INTO deliveries (delivery_id, message, place, message_id, author, reader, role, parts, state, round)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
  completeDelivery: 'UPDATE deliveries SET message = ?, place = ?, role = ?, parts = ? WHERE delivery_id = ?',
  /** A delivery in the place of another, of the same message. */
  addInstead: `INSERT OR IGNORE INTO deliveries (delivery_id, message, place, message_id, author, reader, role, parts, state, round)
    SELECT ?, message, place + 1000, message_id, author, ?, ?, ?, 'delivering', 0 FROM deliveries WHERE delivery_id = ?`,
  adoptInstead: 'UPDATE deliveries SET message = ? WHERE message IS NULL AND message_id = ? AND author = ?',
  progress: `SELECT d.state, d.round, d.code, d.next_attempt_at, nullif(m.sender, m.author) AS sender
    FROM deliveries d LEFT JOIN messages m ON m.sequence = d.message WHERE d.delivery_id = ?`,
  setProgress: 'UPDATE deliveries SET state = ?, round = ?, code = ?, next_attempt_at = ? WHERE delivery_id = ?',
  addEvent: `INSERT OR IGNORE INTO events (position, history, step, type, at, node, message_id, author, reader, sender,
    code, attempt, reason_code, next_attempt_at, receipt)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  addRefusal: `INSERT OR IGNORE INTO events (position, history, step, type, at, node, message_id, peer, claimed_author,
    claimed_code, claimed_version, size_bytes, code)
    VALUES (?, ?, '', 'message-refused', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  addDeadline: 'INSERT OR IGNORE INTO deadlines VALUES (?, ?, ?, ?, ?, ?)',
  addCount: 'INSERT INTO counts (name, n) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET n = n + excluded.n',
  setEpoch: "INSERT OR REPLACE INTO positions (stream, sequence, epoch) VALUES ('epoch', ?, ?)",
  setPosition: 'UPDATE positions SET sequence = ? WHERE stream = ?',
} as const;

/** Prepares each statement once. */
export const prepareStatements = (database: DatabaseSync): Readonly<Record<keyof typeof TEXTS, StatementSync>> => {
  const prepared = Object.entries(TEXTS).map(([name, text]) => [name, database.prepare(text)] as const);
  return Object.fromEntries(prepared) as Record<keyof typeof TEXTS, StatementSync>;
};
