import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { acceptedRecord, newId, READERS, told } from '../../testing/house.ts';
import { type Databases, databasesOf, emptyView, KINDS } from '../../testing/views.ts';
import { findIn } from '../query/find.ts';
import { typesIn } from '../query/statistics.ts';
import { raw, sql } from '../store/sql.ts';
import { pruneOnce } from './prune.ts';

let databases: Databases;

describe.each(KINDS)('on %s', (kind) => {
  beforeAll(async () => {
    databases = await databasesOf(kind);
  });
  afterAll(async () => {
    await databases[Symbol.asyncDispose]();
  });

  test('what ended long ago is shown no longer, wherever it stood; what is open or counted stays', async () => {
    await using opened = await emptyView(databases);
    const { view, accept, tell } = opened;
    const [ended, open, young] = [newId(), newId(), newId()];
    const record = (messageId: typeof ended, acceptedAt: string) => ({
      ...acceptedRecord(messageId),
      acceptedAt,
      businessKeys: [{ name: 'nummer', value: messageId }],
    });
    await accept(
      record(ended, '2024-01-05T10:00:00.000Z'),
      record(open, '2024-01-05T10:00:01.000Z'),
      record(young, '2026-01-05T10:00:00.000Z'),
    );
    for (const messageId of [ended, young])
      for (const reader of READERS)
        await tell({ ...told(messageId, reader), type: 'handed-over', via: 'push', attempt: 1, receipt: 'h.r.s' });
    const rowsIn = async (table: string): Promise<number> =>
      (await view.database.query(sql`SELECT * FROM ${raw(table)}`)).length;
    const needs = {
      view: { use: <T>(work: (open: typeof view) => Promise<T>) => work(view), isUpToDate: () => true },
      now: () => new Date('2026-02-01T00:00:00Z'),
      keptDays: 365,
    };
    expect(await pruneOnce(needs)).toBe(1);
    expect(await pruneOnce(needs)).toBe(0);
    expect((await findIn(view, { limit: 10 })).messages.map(({ messageId }) => messageId)).toEqual([young, open]);
    expect((await findIn(view, { limit: 10, search: ended })).messages).toEqual([]);
    for (const [table, rows] of [
      ['messages', 2],
      ['deliveries', 4],
      ['acceptances', 2],
      ['business_keys', 2],
      ['events', 2],
      ['receipts', 2],
    ] as const)
      expect([table, await rowsIn(table)]).toEqual([table, rows]);
    const { types } = await typesIn(view, { from: '2024-01-01', to: '2026-02-01' }, needs.now());
    expect(types).toMatchObject([{ accepted: 3 }]);
  });
});
