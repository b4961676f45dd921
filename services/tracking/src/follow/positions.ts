/** Where the view stands in the streams. */
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { Database, Write } from '../store/database.ts';
import { raw, sql } from '../store/sql.ts';
import { TABLES } from '../store/tables.ts';

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
export const readPositions = async (database: Database): Promise<Positions> => {
  const rows = await database.query(sql`SELECT stream, sequence FROM positions`);
  const of = (stream: string): number => Number(rows.find((row) => row.stream === stream)?.sequence ?? 0);
  return { messages: of(STREAMS.messages), events: of(STREAMS.events) };
};

/** Where to go on from. A view of streams that are no longer there is emptied, and begins at 0. */
export const continueFrom = async (database: Database, epochs: Epochs): Promise<Positions> => {
  const rows = await database.query(sql`SELECT stream, epoch FROM positions`);
  const known = (stream: string): unknown => rows.find((row) => row.stream === stream)?.epoch;
  if (known(STREAMS.messages) === epochs.messages && known(STREAMS.events) === epochs.events)
    return readPositions(database);
  const emptied = Object.keys(TABLES)
    // what has a number may keep it
    .filter((name) => name !== 'names')
    .map((name): Write => ({ run: sql`DELETE FROM ${raw(name)}` }));
  await database.write([
    ...emptied,
    {
      insert: 'positions',
      columns: ['stream', 'sequence', 'epoch'],
      rows: [
        [STREAMS.messages, 0, epochs.messages],
        [STREAMS.events, 0, epochs.events],
      ],
    },
  ]);
  return { messages: 0, events: 0 };
};
