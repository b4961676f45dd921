/**
 * What the projection has in memory: the messages it dealt with last, as what happens to a message mostly happens soon.
 * Whatever a batch needs beyond is read from the view, all of it at once.
 */
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import type { Database, Row } from '../store/database.ts';
import type { Names } from '../store/names.ts';
import { deliveryState, failureStep, messageState } from '../store/numbers.ts';
import { list, sql } from '../store/sql.ts';
import { noneMet } from './met-ids.ts';
import { countsAs, type WorkingDelivery, type WorkingMessage } from './working.ts';

/** Messages kept in memory. */
const KEPT = 10_000;

/** Where a message is looked for again: authors choose ids, each for itself. */
export const keyOf = (author: number, messageId: string): string => `${author}/${messageId}`;

/** Working copies of what a batch is about. */
export interface Memory {
  /** Brings in what stands in the view of these messages, and of those whose deliveries are not in memory. */
  load(wanted: {
    readonly messageIds: Iterable<string>;
    /** Ids of deliveries, each with that of its message. */
    readonly deliveries: Iterable<readonly [string, string]>;
    readonly eventIds: Iterable<string>;
  }): Promise<void>;
  /** By {@link keyOf}. */
  message(key: string): WorkingMessage | undefined;
  delivery(id: string): WorkingDelivery | undefined;
  /** Deliveries of a message that is not seen yet. */
  orphansOf(key: string): readonly WorkingDelivery[];
  /** Refusals and actions that are in the view, by the ids of their events. */
  knows(eventId: string): boolean;
  keep(message: WorkingMessage): void;
  keepDelivery(delivery: WorkingDelivery): void;
  keepEvent(eventId: string): void;
  /** A number for a delivery that is new. */
  nextNo(): number;
  /** The batch is in the view: what was dealt with long ago is let go. */
  settle(): void;
  /** The batch is not in the view: nothing of what is in memory counts. */
  forget(): void;
}

const maybeNumber = (value: unknown): number | undefined => (value === null ? undefined : Number(value));

/** The memory of a view. */
export const memoryOf = async (database: Database, names: Names): Promise<Memory> => {
  const [top] = await database.query(sql`SELECT coalesce(max(no), 0) AS no FROM deliveries`);
  let lastNo = Number(top?.no ?? 0);
  const [first] = await database.query(sql`SELECT sequence FROM messages LIMIT 1`);
  /** Of all messages in the view; nothing where some were there before. */
  const met = first === undefined ? noneMet() : undefined;
  const messages = new Map<number, WorkingMessage>();
  const bySequence = (sequence: number): WorkingMessage | undefined => {
    const found = messages.get(sequence);
    if (found === undefined) return undefined;
    // dealt with last: let go last
    messages.delete(sequence);
    messages.set(sequence, found);
    return found;
  };
  const keys = new Map<string, number>();
  const deliveries = new Map<string, WorkingDelivery>();
  const orphans = new Map<string, Set<WorkingDelivery>>();
  const eventIds = new Set<string>();

  const keep = (message: WorkingMessage): void => {
    messages.set(message.sequence, message);
    keys.set(keyOf(message.author, message.messageId), message.sequence);
    orphans.delete(keyOf(message.author, message.messageId));
  };
  const keepDelivery = (delivery: WorkingDelivery): void => {
    deliveries.set(delivery.id, delivery);
    if (delivery.whole !== undefined) return;
    const key = keyOf(delivery.author, delivery.messageId);
    const among = orphans.get(key) ?? new Set();
    orphans.set(key, among.add(delivery));
  };

  const toDelivery = (row: Row, whole: WorkingMessage | undefined): WorkingDelivery => {
    const code = Number(row.code) === 0 ? undefined : (names.nameOf(row.code) as ProblemCode);
    const nextAttemptAt = maybeNumber(row.next_attempt_at);
    return {
      no: Number(row.no),
      id: String(row.delivery_id),
      whole,
      place: Number(row.place),
      messageId: whole?.messageId ?? String(row.message_id),
      author: Number(row.author),
      reader: Number(row.reader),
      inClearing: names.nameOf(row.reader).startsWith('clearing:'),
      role: Number(row.role),
      parts: Number(row.parts),
      progress: {
        state: deliveryState(row.state),
        round: Number(row.round),
        ...(code === undefined ? {} : { code }),
        ...(nextAttemptAt === undefined ? {} : { nextAttemptAt: new Date(nextAttemptAt).toISOString() }),
      },
      attempts: Number(row.attempts),
      planned: Number(row.planned),
      endedAt: maybeNumber(row.ended_at),
      step: Number(row.step) === 0 ? undefined : failureStep(row.step),
      failedAt: Number(row.failed_at),
      steps: new Set(),
      counted: deliveryState(row.state),
      standing: 'same',
    };
  };
  const toMessage = (row: Row): WorkingMessage => ({
    sequence: Number(row.sequence),
    messageId: String(row.message_id),
    author: Number(row.author),
    sender: Number(row.sender),
    type: Number(row.type),
    version: Number(row.version),
    acceptedAt: Number(row.accepted_at),
    test: Number(row.test),
    state: messageState(row.state),
    endedAt: maybeNumber(row.ended_at),
    deliveries: [],
    rest: {},
    counted: messageState(row.state),
    standing: 'same',
  });

  const loadMessages = async (sequences: readonly number[], orphaned: readonly Row[]): Promise<void> => {
    const byNo = new Map<number, WorkingDelivery>();
    const bring = (row: Row, whole: WorkingMessage | undefined): void => {
      const delivery = toDelivery(row, whole);
      byNo.set(delivery.no, delivery);
      whole?.deliveries.push(delivery);
      keepDelivery(delivery);
    };
    if (sequences.length > 0) {
      const rows = await database.query(
        sql`SELECT sequence, message_id, author, sender, type, version, accepted_at, test, state, ended_at
          FROM messages WHERE sequence IN ${list(sequences)}`,
      );
      for (const row of rows) keep(toMessage(row));
      const theirs = await database.query(
        sql`SELECT * FROM deliveries WHERE message IN ${list(sequences)} ORDER BY message, place`,
      );
      for (const row of theirs) bring(row, bySequence(Number(row.message)));
      for (const sequence of sequences) {
        const whole = bySequence(sequence);
        if (whole !== undefined) whole.counted = countsAs(whole);
      }
    }
    for (const row of orphaned) if (!deliveries.has(String(row.delivery_id))) bring(row, undefined);
    if (byNo.size === 0) return;
    const steps = await database.query(sql`SELECT delivery, step FROM events WHERE delivery IN ${list(byNo.keys())}`);
    for (const { delivery, step } of steps) byNo.get(Number(delivery))?.steps.add(String(step));
  };

  return {
    load: async (wanted) => {
      const sequences = new Set<number>();
      const orphaned: Row[] = [];
      const ofDeliveries = [...wanted.deliveries]
        .filter(([id]) => !deliveries.has(id))
        .map(([, messageId]) => messageId);
      const ids = new Set([...wanted.messageIds, ...ofDeliveries]);
      const known = [...ids].filter((id) => met?.meet(id) ?? true);
      if (known.length > 0)
        for (const { sequence } of await database.query(
          sql`SELECT sequence FROM messages WHERE message_id IN ${list(known)}`,
        ))
          sequences.add(Number(sequence));
      // hardly ever there are any
      const [orphan] = await database.query(sql`SELECT 1 FROM deliveries WHERE message IS NULL LIMIT 1`);
      if (orphan !== undefined && ids.size > 0)
        orphaned.push(
          ...(await database.query(
            sql`SELECT * FROM deliveries WHERE message IS NULL AND message_id IN ${list([...ids])}`,
          )),
        );
      await loadMessages(
        [...sequences].filter((sequence) => !messages.has(sequence)),
        orphaned,
      );
      const told = [...wanted.eventIds];
      if (told.length > 0)
        for (const { event_id: id } of await database.query(
          sql`SELECT event_id FROM refusals WHERE event_id IN ${list(told)}
            UNION ALL SELECT event_id FROM actions WHERE event_id IN ${list(told)}`,
        ))
          eventIds.add(String(id));
    },
    message: (key) => {
      const sequence = keys.get(key);
      return sequence === undefined ? undefined : bySequence(sequence);
    },
    delivery: (id) => {
      const found = deliveries.get(id);
      if (found?.whole !== undefined) bySequence(found.whole.sequence);
      return found;
    },
    orphansOf: (key) => [...(orphans.get(key) ?? [])],
    knows: (eventId) => eventIds.has(eventId),
    keep,
    keepDelivery,
    keepEvent: (eventId) => void eventIds.add(eventId),
    nextNo: () => {
      lastNo += 1;
      return lastNo;
    },
    settle: () => {
      eventIds.clear();
      for (const one of deliveriesOf(orphans)) one.standing = 'same';
      for (const [sequence, message] of messages) {
        if (messages.size <= KEPT) break;
        messages.delete(sequence);
        keys.delete(keyOf(message.author, message.messageId));
        for (const { id } of message.deliveries) deliveries.delete(id);
      }
      if (orphans.size > KEPT) {
        for (const one of deliveriesOf(orphans)) deliveries.delete(one.id);
        orphans.clear();
      }
    },
    forget: () => {
      messages.clear();
      keys.clear();
      deliveries.clear();
      orphans.clear();
      eventIds.clear();
    },
  };
};

const deliveriesOf = (orphans: ReadonlyMap<string, ReadonlySet<WorkingDelivery>>): readonly WorkingDelivery[] =>
  [...orphans.values()].flatMap((among) => [...among]);
