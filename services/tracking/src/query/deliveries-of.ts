/** The deliveries of several messages at once. */
import type { Row } from '../store/database.ts';
import { list, sql } from '../store/sql.ts';
import type { View } from './view.ts';

/** Rows of `deliveries` by the sequence of their message, in their places. */
export const deliveriesOf = async (
  { database }: View,
  sequences: readonly number[],
): Promise<(sequence: unknown) => readonly Row[]> => {
  const of = new Map<number, Row[]>(sequences.map((sequence) => [sequence, []]));
  if (sequences.length > 0)
    for (const row of await database.query(
      sql`SELECT * FROM deliveries WHERE message IN ${list(sequences)} ORDER BY message, place`,
    ))
      of.get(Number(row.message))?.push(row);
  return (sequence) => of.get(Number(sequence)) ?? [];
};
