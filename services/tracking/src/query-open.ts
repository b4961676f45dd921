/** How much of each author is on its way. */
import type { DatabaseSync } from 'node:sqlite';
import type { RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { OPEN_STATES } from './schema.ts';

type Open = RequestContract['trackingOpen'];

/** Authors with at least so many messages of which some delivery is open. */
export const openCounter = (database: DatabaseSync): ((question: Open['request']) => Open['reply']) => {
  const open = database.prepare(
    `SELECT author, count(DISTINCT message) AS n FROM deliveries WHERE state IN (${OPEN_STATES}) GROUP BY author HAVING n >= ?`,
  );
  return ({ atLeast }) => ({
    authors: open.all(atLeast).map((row) => ({ author: String(row.author) as AuthorityId, open: Number(row.n) })),
  });
};
