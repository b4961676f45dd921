/** Where the view stands in the streams. */
import type { DatabaseSync } from 'node:sqlite';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';

/** Last sequence taken in of each followed stream. */
export interface Positions {
  readonly messages: number;
  readonly events: number;
}

/** When each followed stream was created: tells a stream from a later one of the same name. */
export interface Epochs {
  readonly messages: string;
  readonly events: string;
}

/** The positions as recorded. */
export const readPositions = (database: DatabaseSync): Positions => {
  const of = (stream: string): number =>
    Number(database.prepare('SELECT sequence FROM positions WHERE stream = ?').get(stream)?.sequence ?? 0);
  return { messages: of(STREAMS.messages), events: of(STREAMS.events) };
};

/** Where to go on from. A view of streams that are no longer there is emptied, and begins at 0. */
export const continueFrom = (database: DatabaseSync, epochs: Epochs): Positions => {
  const known = (stream: string): unknown =>
    database.prepare('SELECT epoch FROM positions WHERE stream = ?').get(stream)?.epoch;
  if (known(STREAMS.messages) === epochs.messages && known(STREAMS.events) === epochs.events)
    return readPositions(database);
  database.exec('BEGIN');
  for (const table of ['messages', 'deliveries', 'deadlines', 'events', 'counts', 'positions'])
    database.exec(`DELETE FROM ${table}`);
  const add = database.prepare('INSERT INTO positions (stream, sequence, epoch) VALUES (?, 0, ?)');
  add.run(STREAMS.messages, epochs.messages);
  add.run(STREAMS.events, epochs.events);
  database.exec('COMMIT');
  return { messages: 0, events: 0 };
};
