/** Pages of what has no place among the messages: by the moment, newest first. */
import type { ListPaging } from '@dienstweg/schemas/bus/requests.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Row } from '../store/database.ts';
import { all, raw, type Sql, sql } from '../store/sql.ts';
import { limitIn, momentIn } from './asked.ts';
import { momentCursor, parseMomentCursor } from './cursor.ts';
import type { View } from './view.ts';

/** Rows, and how to go on. */
export interface Page {
  readonly rows: readonly Row[];
  readonly cursors: { readonly next?: string; readonly previous?: string };
}

/** A page of a table with `at` and `position`, in their order. */
export const pageOf = async (
  { database }: View,
  table: 'actions' | 'refusals',
  conditions: readonly Sql[],
  paging: ListPaging & { readonly since?: string; readonly until?: string },
): Promise<Page> => {
  const limit = limitIn(paging.limit);
  const { after, before } = paging;
  if (after !== undefined && before !== undefined)
    throw new ProblemError(problem('request-invalid', { detail: 'either "after" or "before"' }));
  const [since, until] = [momentIn('since', paging.since), momentIn('until', paging.until)];
  const [older, newer] = [after, before].map((cursor) =>
    cursor === undefined ? undefined : parseMomentCursor(cursor),
  );
  const every = [
    ...conditions,
    ...(since === undefined ? [] : [sql`at >= ${since}`]),
    ...(until === undefined ? [] : [sql`at < ${until}`]),
    ...(older === undefined ? [] : [sql`(at, position) < (${older.at}, ${older.position})`]),
    ...(newer === undefined ? [] : [sql`(at, position) > (${newer.at}, ${newer.position})`]),
  ];
  const order = raw(newer === undefined ? 'DESC' : 'ASC');
  const found = await database.query(
    sql`SELECT * FROM ${raw(table)} WHERE ${all(every)} ORDER BY at ${order}, position ${order} LIMIT ${limit + 1}`,
  );
  const more = found.length > limit;
  const rows = newer === undefined ? found.slice(0, limit) : found.slice(0, limit).reverse();
  const cursorOf = (row: Row | undefined): string | undefined =>
    row === undefined ? undefined : momentCursor({ at: Number(row.at), position: Number(row.position) });
  const [newest, oldest] = [cursorOf(rows[0]), cursorOf(rows.at(-1))];
  const next = newer === undefined ? (more ? oldest : undefined) : oldest;
  const previous = newer === undefined ? (older === undefined ? undefined : newest) : more ? newest : undefined;
  return {
    rows,
    cursors: { ...(next === undefined ? {} : { next }), ...(previous === undefined ? {} : { previous }) },
  };
};

/** Where something is asked for, that a column is just that. */
export const equals = (column: string, value: string | number | undefined): readonly Sql[] =>
  value === undefined ? [] : [sql`${raw(column)} = ${value}`];
