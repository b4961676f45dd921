/** What questions are answered from. */
import type { Database, Row } from '../store/database.ts';
import type { Names } from '../store/names.ts';
import type { Sql } from '../store/sql.ts';

/** An open view, for reading. */
export interface View {
  readonly database: Database;
  readonly names: Names;
}

/** The first row of an answer. */
export const first = async ({ database }: View, statement: Sql): Promise<Row | undefined> =>
  (await database.query(statement))[0];
