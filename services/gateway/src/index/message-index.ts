/**
 * What this gateway remembers of accepted messages and of what readers decided: identity, receipt, route. A view
 * that follows the streams and outlives the content; it decides nothing that the stream does not settle.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { AcceptedRecord, RoutedReader } from '@dienstweg/schemas/accepted.ts';
import type { DecidedByReader } from '@dienstweg/schemas/events.ts';
import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { closeTables, type Epochs, openTables } from './tables.ts';

/** An accepted message as the index knows it. */
export interface IndexedMessage {
  readonly sequence: number;
  readonly record: AcceptedRecord;
  readonly receipt: string;
}

/** What a reader decided; the first decision counts. */
export interface Decision {
  readonly state: DecidedByReader['type'];
  readonly receipt: string;
}

/** One thing learned from a stream. */
export type Learned =
  | { readonly kind: 'message'; readonly sequence: number; readonly record: string; readonly receipt: string }
  | { readonly kind: 'decision'; readonly delivery: DeliveryId; readonly decision: Decision }
  | { readonly kind: 'taken'; readonly delivery: DeliveryId }
  /** A delivery that takes the place of another, of the same message. */
  | { readonly kind: 'assigned'; readonly author: AuthorityId; readonly id: MessageId; readonly reader: RoutedReader }
  /** Its reader gets it no more. */
  | { readonly kind: 'withdrawn'; readonly delivery: DeliveryId };

/** Questions and the one way to add. */
export interface MessageIndex extends Disposable {
  byIdentity(author: AuthorityId, id: MessageId): IndexedMessage | undefined;
  /** `octetsDigest` hexadecimal. */
  byDigest(octetsDigest: string): IndexedMessage | undefined;
  byDelivery(delivery: DeliveryId): { readonly message: IndexedMessage; readonly reader: RoutedReader } | undefined;
  decisionOn(delivery: DeliveryId): Decision | undefined;
  /** Whether the hand-over out of the mailbox is recorded. */
  isTaken(delivery: DeliveryId): boolean;
  positionIn(stream: string): number;
  /** Adds in one transaction; what is there already stays as it is. `position`: last sequence now taken in. */
  learn(learned: readonly Learned[], position?: { readonly stream: string; readonly sequence: number }): void;
}

const octetsOf = (uuid: string): Uint8Array => Buffer.from(uuid.replaceAll('-', ''), 'hex');

/** Opens the index; rebuilds it from nothing where the file is broken or of other streams. */
export const openIndex = (file: string, epochs: Epochs): MessageIndex => {
  const database = openTables(file, epochs);
  const find = (condition: string) =>
    database.prepare(`SELECT sequence, record, receipt FROM messages WHERE ${condition}`);
  const identity = find('author = ? AND id = ?');
  const digest = find('digest = ?');
  const bySequence = find('sequence = ?');
  const delivery = database.prepare('SELECT sequence FROM deliveries WHERE delivery = ?');
  const decision = database.prepare('SELECT state, receipt FROM decisions WHERE delivery = ?');
  const taken = database.prepare('SELECT 1 FROM taken WHERE delivery = ?');
  const assigned = database.prepare('SELECT author, id, reader FROM assigned WHERE delivery = ?');
  const withdrawn = database.prepare('SELECT 1 FROM withdrawn WHERE delivery = ?');
  const position = database.prepare('SELECT sequence FROM positions WHERE stream = ?');
  const learn = learnerOf(database);

  const indexed = (row: Record<string, unknown> | undefined): IndexedMessage | undefined =>
    row === undefined
      ? undefined
      : {
          sequence: Number(row.sequence),
          record: JSON.parse(String(row.record)) as AcceptedRecord,
          receipt: String(row.receipt),
        };

  return {
    byIdentity: (author, id) => indexed(identity.get(author, octetsOf(id))),
    byDigest: (octetsDigest) => indexed(digest.get(Buffer.from(octetsDigest, 'hex'))),
    byDelivery: (id) => {
      if (withdrawn.get(octetsOf(id)) !== undefined) return undefined;
      const instead = assigned.get(octetsOf(id));
      if (instead !== undefined) {
        const message = indexed(identity.get(String(instead.author), instead.id as Uint8Array));
        return message && { message, reader: JSON.parse(String(instead.reader)) as RoutedReader };
      }
      const sequence = delivery.get(octetsOf(id))?.sequence;
      const message = sequence === undefined ? undefined : indexed(bySequence.get(Number(sequence)));
      const reader = message?.record.route.readers.find(({ deliveryId }) => deliveryId === id);
      return message === undefined || reader === undefined ? undefined : { message, reader };
    },
    decisionOn: (id) => {
      const row = decision.get(octetsOf(id));
      return row === undefined
        ? undefined
        : { state: String(row.state) as Decision['state'], receipt: String(row.receipt) };
    },
    isTaken: (id) => taken.get(octetsOf(id)) !== undefined,
    positionIn: (stream) => Number(position.get(stream)?.sequence ?? 0),
    learn,
    [Symbol.dispose]: () => closeTables(database),
  };
};

const learnerOf = (database: DatabaseSync): MessageIndex['learn'] => {
  // A second message of the same identity cannot win: the first one's receipt stands.
  const message = database.prepare(
    'INSERT OR IGNORE INTO messages (sequence, author, id, digest, record, receipt) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const delivery = database.prepare('INSERT OR IGNORE INTO deliveries (delivery, sequence) VALUES (?, ?)');
  const decision = database.prepare('INSERT OR IGNORE INTO decisions (delivery, state, receipt) VALUES (?, ?, ?)');
  const taken = database.prepare('INSERT OR IGNORE INTO taken (delivery) VALUES (?)');
  const assigned = database.prepare(
    'INSERT OR IGNORE INTO assigned (delivery, author, id, reader) VALUES (?, ?, ?, ?)',
  );
  const withdrawn = database.prepare('INSERT OR IGNORE INTO withdrawn (delivery) VALUES (?)');
  const move = database.prepare('UPDATE positions SET sequence = ? WHERE stream = ?');

  const add = (learned: Learned): void => {
    switch (learned.kind) {
      case 'message': {
        const { author, messageId, octetsDigest, route } = JSON.parse(learned.record) as AcceptedRecord;
        message.run(
          learned.sequence,
          author,
          octetsOf(messageId),
          Buffer.from(octetsDigest, 'hex'),
          learned.record,
          learned.receipt,
        );
        for (const { deliveryId } of route.readers) delivery.run(octetsOf(deliveryId), learned.sequence);
        return;
      }
      case 'decision':
        decision.run(octetsOf(learned.delivery), learned.decision.state, learned.decision.receipt);
        return;
      case 'taken':
        taken.run(octetsOf(learned.delivery));
        return;
      case 'assigned': {
        const { author, id, reader } = learned;
        assigned.run(octetsOf(reader.deliveryId), author, octetsOf(id), JSON.stringify(reader));
        return;
      }
      case 'withdrawn':
        withdrawn.run(octetsOf(learned.delivery));
        return;
      default:
        learned satisfies never;
    }
  };

  return (learned, position) => {
    database.exec('BEGIN');
    for (const one of learned) add(one);
    if (position !== undefined) move.run(position.sequence, position.stream);
    database.exec('COMMIT');
  };
};
