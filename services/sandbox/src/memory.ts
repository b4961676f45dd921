/**
 * A recipient's memory on disk: which deliveries it took, and what it still owes for them. Taking is one transaction
 * that is on disk before the answer 2xx; the primary key makes a delivery that comes twice count once.
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import type { MessageHeader } from '@dienstweg/schemas/message.ts';
import type { Duty } from './behave.ts';

/** A delivery as it was taken. Verified. */
export interface TakenDelivery {
  readonly reader: AuthorityId;
  readonly delivery: DeliveryId;
  readonly header: MessageHeader;
  readonly headerDigest: string;
  readonly partsPresent: readonly string[];
  /** What the case-handling application filed of the payloads. */
  readonly filed: unknown;
}

/** Something owed for a delivery that was taken. */
export interface OwedDuty extends TakenDelivery {
  readonly duty: Duty;
  /** What is sent for it, once it was made: a repetition sends the very same. */
  readonly document?: string;
  readonly attempts: number;
}

/** The memory of all recipients of this process. */
export interface Memory extends Disposable {
  /** `false`: this delivery was taken before; nothing happens again. Durable when it returns. */
  take(taken: TakenDelivery, duties: readonly Duty[], at: Date): boolean;
  isTaken(reader: AuthorityId, delivery: DeliveryId): boolean;
  noteRefusal(reader: AuthorityId, delivery: DeliveryId): void;
  wasRefused(reader: AuthorityId, delivery: DeliveryId): boolean;
  /** What is due, the longest due first. */
  due(now: Date, limit: number): readonly OwedDuty[];
  keepDocument(owed: OwedDuty, document: string): void;
  done(owed: OwedDuty): void;
  putOff(owed: OwedDuty, until: Date): void;
  /** How often an effect was had, by reader; for operators and tests. */
  takenBy(reader: AuthorityId): number;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS taken (
  reader TEXT NOT NULL, delivery TEXT NOT NULL, taken_at TEXT NOT NULL, header TEXT NOT NULL,
  header_digest TEXT NOT NULL, parts_present TEXT NOT NULL, filed TEXT NOT NULL,
  PRIMARY KEY (reader, delivery)
) STRICT;
CREATE TABLE IF NOT EXISTS refused (
  reader TEXT NOT NULL, delivery TEXT NOT NULL, PRIMARY KEY (reader, delivery)
) STRICT;
CREATE TABLE IF NOT EXISTS owed (
  reader TEXT NOT NULL, delivery TEXT NOT NULL, duty TEXT NOT NULL, document TEXT, attempts INTEGER NOT NULL,
  due_at INTEGER NOT NULL, PRIMARY KEY (reader, delivery, duty)
) STRICT;
CREATE INDEX IF NOT EXISTS owed_due ON owed (due_at);
`;

/** Opens the memory in a file, making it where it is missing. */
export const openMemory = (file: string): Memory => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000');
  db.exec(SCHEMA);
  const insertTaken = db.prepare('INSERT OR IGNORE INTO taken VALUES (?, ?, ?, ?, ?, ?, ?)');
  const insertOwed = db.prepare('INSERT INTO owed VALUES (?, ?, ?, NULL, 0, ?)');
  const selectTaken = db.prepare('SELECT 1 FROM taken WHERE reader = ? AND delivery = ?');
  const selectDue = db.prepare(
    `SELECT o.reader, o.delivery, o.duty, o.document, o.attempts, t.header, t.header_digest, t.parts_present, t.filed
     FROM owed o JOIN taken t USING (reader, delivery) WHERE o.due_at <= ? ORDER BY o.due_at LIMIT ?`,
  );
  const insertRefused = db.prepare('INSERT OR IGNORE INTO refused VALUES (?, ?)');
  const selectRefused = db.prepare('SELECT 1 FROM refused WHERE reader = ? AND delivery = ?');
  const updateDocument = db.prepare('UPDATE owed SET document = ? WHERE reader = ? AND delivery = ? AND duty = ?');
  const deleteOwed = db.prepare('DELETE FROM owed WHERE reader = ? AND delivery = ? AND duty = ?');
  const updateDue = db.prepare(
    'UPDATE owed SET attempts = attempts + 1, due_at = ? WHERE reader = ? AND delivery = ? AND duty = ?',
  );
  const countTaken = db.prepare('SELECT count(*) AS n FROM taken WHERE reader = ?');

  const transaction = <T>(work: () => T): T => {
    db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      db.exec('COMMIT');
      return result;
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  };

  return {
    take: ({ reader, delivery, header, headerDigest, partsPresent, filed }, duties, at) =>
      transaction(() => {
        const { changes } = insertTaken.run(
          reader,
          delivery,
          at.toISOString(),
          JSON.stringify(header),
          headerDigest,
          JSON.stringify(partsPresent),
          JSON.stringify(filed),
        );
        if (changes === 0) return false;
        for (const duty of duties) insertOwed.run(reader, delivery, duty, at.getTime());
        return true;
      }),
    isTaken: (reader, delivery) => selectTaken.get(reader, delivery) !== undefined,
    noteRefusal: (reader, delivery) => void insertRefused.run(reader, delivery),
    wasRefused: (reader, delivery) => selectRefused.get(reader, delivery) !== undefined,
    due: (now, limit) => selectDue.all(now.getTime(), limit).map(owedOf),
    keepDocument: ({ reader, delivery, duty }, document) => void updateDocument.run(document, reader, delivery, duty),
    done: ({ reader, delivery, duty }) => void deleteOwed.run(reader, delivery, duty),
    putOff: ({ reader, delivery, duty }, until) => void updateDue.run(until.getTime(), reader, delivery, duty),
    takenBy: (reader) => Number(countTaken.get(reader)?.n ?? 0),
    [Symbol.dispose]: () => db.close(),
  };
};

/** A row of our own making. */
const owedOf = (row: Record<string, unknown>): OwedDuty => ({
  reader: row.reader as AuthorityId,
  delivery: row.delivery as DeliveryId,
  duty: row.duty as Duty,
  attempts: Number(row.attempts),
  header: JSON.parse(String(row.header)) as MessageHeader,
  headerDigest: String(row.header_digest),
  partsPresent: JSON.parse(String(row.parts_present)) as string[],
  filed: JSON.parse(String(row.filed)) as unknown,
  ...(row.document === null ? {} : { document: String(row.document) }),
});
