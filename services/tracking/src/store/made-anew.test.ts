import { describe, expect, test } from '@jest/globals';
import { databasesOf, KINDS, storeAt } from '../../testing/views.ts';
import type { Database } from './database.ts';
import { sql } from './sql.ts';

const indexesOf = async (database: Database): Promise<readonly string[]> => {
  const rows = await database.query(
    database.kind === 'sqlite'
      ? sql`SELECT name FROM sqlite_master WHERE type = 'index'`
      : sql`SELECT indexname AS name FROM pg_indexes WHERE schemaname = current_schema()`,
  );
  return rows.map(({ name }) => String(name)).toSorted();
};

describe.each(KINDS)('on %s', (kind) => {
  test('a view that was made beside another has everything the first one has', async () => {
    await using databases = await databasesOf(kind);
    const store = storeAt(await databases.another());
    const { database: first, made } = await store.open();
    expect(made).toBe('missing');
    const indexes = await indexesOf(first);
    const next = await store.openNext();
    expect((await indexesOf(next)).length).toBeLessThan(indexes.length);
    await using promoted = await store.promote(first, await store.complete(next));
    expect(await indexesOf(promoted)).toEqual(indexes);
  });
});
