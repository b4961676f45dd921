/** How much of each author is on its way. */
import type { RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { COUNTERS } from '../store/numbers.ts';
import { sql } from '../store/sql.ts';
import type { View } from './view.ts';

type Open = RequestContract['trackingOpen'];

/** Authors with at least so many messages of which some delivery is open. */
export const openOf = async (view: View, { atLeast }: Open['request']): Promise<Open['reply']> => {
  const rows = await view.database.query(
    sql`SELECT a, n FROM counters WHERE kind = ${COUNTERS.open} AND bucket = 0 AND n >= ${Math.max(1, atLeast)}`,
  );
  return { authors: rows.map(({ a, n }) => ({ author: view.names.nameOf(a) as AuthorityId, open: Number(n) })) };
};
