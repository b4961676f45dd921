/** Projects stored messages and events into the view: hundreds of rows a transaction, the positions within the same one. */
import type { DatabaseSync } from 'node:sqlite';
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import type { StreamName } from '@dienstweg/schemas/bus/streams.ts';
import { clearingReaderOf } from '@dienstweg/schemas/delivery/delivery-id.ts';
import type { DeliveryState } from '@dienstweg/schemas/delivery/state.ts';
import { type DienstwegEvent, isOfAlarm, type MessageRefused } from '@dienstweg/schemas/events.ts';
import { advance, type DeliveryEvent, type Progress, UNTOUCHED } from './advance.ts';
import { EVENTS_PER_SEQUENCE } from './schema.ts';
import { prepareStatements } from './statements.ts';

/** A message of `MESSAGES`, by its headers. */
export interface SeenMessage {
  readonly sequence: number;
  readonly accepted: AcceptedRecord;
  readonly receipt: string;
}

/** A message of `EVENTS`. */
export interface SeenEvents {
  readonly sequence: number;
  readonly events: readonly DienstwegEvent[];
}

/** What a batch takes in, and up to where each stream then stands. */
export interface Batch {
  readonly messages: readonly SeenMessage[];
  readonly events: readonly SeenEvents[];
  readonly positions: Readonly<Partial<Record<StreamName, number>>>;
}

/** The writing half of the view. */
export interface Projection {
  /** Takes in a batch in one transaction; throws, and leaves the view as it was, when the file cannot be written. */
  apply(batch: Batch): void;
}

const orNull = <T>(value: T | undefined): T | null => value ?? null;

/** Prepares the projection on an open store. */
export const projectInto = (database: DatabaseSync): Projection => {
  const sql = prepareStatements(database);

  const progressOf = (row: Record<string, unknown> | undefined): Progress =>
    row === undefined
      ? UNTOUCHED
      : {
          state: row.state as DeliveryState,
          round: Number(row.round),
          ...(row.code === null ? {} : { code: row.code as NonNullable<Progress['code']> }),
          ...(row.next_attempt_at === null ? {} : { nextAttemptAt: String(row.next_attempt_at) }),
        };

  const takeMessage = (seen: SeenMessage, tally: Tally): void => {
    const { accepted: a } = seen;
    const added = sql.addMessage.run(
      seen.sequence,
      a.messageId,
      a.author,
      a.sender,
      a.messageType.code,
      a.messageType.version,
      a.acceptedAt,
      a.route.edition,
      a.sizeBytes,
      orNull(a.processReference.requester),
      orNull(a.processReference.responder),
      orNull(a.conversationId),
      orNull(a.inReplyTo),
      a.testMessage ? 1 : 0,
      JSON.stringify(a.parts.map((part) => part.id)),
      seen.receipt,
    );
    // the same message stored twice (beyond the server's window for duplicates) is one message
    if (Number(added.changes) === 0) return;
    tally.add('accepted', 1);
    if (a.deadline !== undefined) {
      const atRiskAt = Date.parse(a.deadline.atRiskAt);
      const { dueAt, expects } = a.deadline;
      sql.addDeadline.run(seen.sequence, atRiskAt, Date.parse(dueAt), expects, JSON.stringify(a.deadline), atRiskAt);
    }
    const inClearing = (a.route.clearing ?? []).map((role) => ({ ...role, authority: clearingReaderOf(role.role) }));
    for (const [place, reader] of [...a.route.readers, ...inClearing].entries()) {
      const parts = JSON.stringify(reader.parts);
      const fresh = sql.addDelivery.run(
        reader.deliveryId,
        seen.sequence,
        place,
        a.messageId,
        a.author,
        reader.authority,
        reader.role,
        parts,
        UNTOUCHED.state,
      );
      if (Number(fresh.changes) === 1) tally.add(UNTOUCHED.state, 1);
      else {
        sql.completeDelivery.run(seen.sequence, place, reader.role, parts, reader.deliveryId);
        // its events came first, and with them perhaps a delivery in its place
        sql.adoptInstead.run(seen.sequence, a.messageId, a.author);
      }
    }
  };

  const takeDeliveryEvent = (position: number, event: DeliveryEvent, tally: Tally): void => {
    const row = sql.progress.get(event.deliveryId);
    const from = progressOf(row);
    const { progress, step } = advance(from, event);
    const told = sql.addEvent.run(
      position,
      event.deliveryId,
      step,
      event.type,
      event.at,
      event.node,
      event.messageId,
      event.author,
      event.reader,
      orNull(row?.sender as string | undefined),
      'code' in event ? event.code : null,
      'attempt' in event ? event.attempt : null,
      'reasonCode' in event ? orNull(event.reasonCode) : null,
      'nextAttemptAt' in event ? orNull(event.nextAttemptAt) : null,
      'receipt' in event ? event.receipt : null,
    );
    if (Number(told.changes) === 0) return;
    if (row === undefined) {
      sql.addDelivery.run(
        event.deliveryId,
        null,
        0,
        event.messageId,
        event.author,
        event.reader,
        '',
        '[]',
        progress.state,
      );
      tally.add(progress.state, 1);
    }
    if (event.type === 'assigned') {
      const { to } = event;
      const fresh = sql.addInstead.run(
        to.deliveryId,
        to.authority,
        to.role,
        JSON.stringify(to.parts),
        event.deliveryId,
      );
      if (Number(fresh.changes) === 1) tally.add(UNTOUCHED.state, 1);
    }
    if (progress === from) return;
    sql.setProgress.run(
      progress.state,
      progress.round,
      orNull(progress.code),
      orNull(progress.nextAttemptAt),
      event.deliveryId,
    );
    if (row !== undefined && progress.state !== from.state) {
      tally.add(from.state, -1);
      tally.add(progress.state, 1);
    }
  };

  const takeRefusal = (position: number, event: MessageRefused, tally: Tally): void => {
    const told = sql.addRefusal.run(
      position,
      event.id,
      event.at,
      event.node,
      orNull(event.claimed?.messageId),
      orNull(event.peer),
      orNull(event.claimed?.author),
      orNull(event.claimed?.messageType?.code),
      orNull(event.claimed?.messageType?.version),
      event.sizeBytes,
      event.code,
    );
    if (Number(told.changes) === 1) tally.add('refused', 1);
  };

  const settle = (tally: Tally, positions: Batch['positions']): void => {
    for (const [name, n] of tally.counts) if (n !== 0) sql.addCount.run(name, n);
    for (const [stream, sequence] of Object.entries(positions)) sql.setPosition.run(sequence, stream);
  };

  return {
    apply(batch) {
      const tally = startTally();
      database.exec('BEGIN IMMEDIATE');
      try {
        for (const seen of batch.messages) takeMessage(seen, tally);
        for (const seen of batch.events)
          for (const [place, event] of seen.events.entries()) {
            const position = seen.sequence * EVENTS_PER_SEQUENCE + place;
            if (event.type === 'message-refused') takeRefusal(position, event, tally);
            else if (event.type === 'epoch-opened') sql.setEpoch.run(event.epoch, JSON.stringify(event));
            else if (event.type !== 'operator-acted' && !isOfAlarm(event)) takeDeliveryEvent(position, event, tally);
          }
        settle(tally, batch.positions);
        database.exec('COMMIT');
      } catch (cause) {
        database.exec('ROLLBACK');
        throw cause;
      }
    },
  };
};

/** What a batch changes in the counts. */
interface Tally {
  readonly counts: ReadonlyMap<string, number>;
  add(name: string, n: number): void;
}

const startTally = (): Tally => {
  const counts = new Map<string, number>();
  return { counts, add: (name, n) => void counts.set(name, (counts.get(name) ?? 0) + n) };
};
