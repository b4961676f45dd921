import { DatabaseSync } from 'node:sqlite';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import type { MessageId } from '@dienstweg/schemas/identifiers.ts';
import { expect, test } from '@jest/globals';
import { type AUTHOR, acceptedRecord, newId, READERS, told } from '../testing/house.ts';
import { projectInto } from './project.ts';
import { messageFinder } from './query-find.ts';
import { SCHEMA } from './schema.ts';

const [TAX, CRAFTS] = READERS;
const OTHER = 'dvdv:abh:990500005000' as typeof AUTHOR;

/** A view with messages, the third of another author, the last one a minute later each. */
const viewOf = (count: number) => {
  const database = new DatabaseSync(':memory:');
  database.exec(SCHEMA);
  const ids = Array.from({ length: count }, newId);
  const messages = ids.map((messageId, place) => ({
    sequence: place + 1,
    accepted: {
      ...acceptedRecord(messageId),
      ...(place === 2 ? { author: OTHER, messageType: { code: 'wegzug.mitteilung', version: '1.0' } } : {}),
      acceptedAt: `2026-01-05T10:0${place}:00.000Z`,
      processReference: { responder: `file ${place}` },
    },
    receipt: 'e.e30.s',
  }));
  const projection = projectInto(database);
  projection.apply({ messages, events: [], positions: {} });
  let sequence = 0;
  const tell = (...events: readonly DienstwegEvent[]): void =>
    projection.apply({ messages: [], events: [{ sequence: ++sequence, events }], positions: {} });
  const find = messageFinder(database);
  const found = (question: Partial<Parameters<typeof find>[0]>): readonly number[] =>
    find({ limit: 50, ...question }).messages.map(({ messageId }) => ids.indexOf(messageId));
  return { database, ids, tell, find, found };
};
const id = (ids: readonly MessageId[], place: number): MessageId => ids[place] ?? newId();

test('finds by each thing known, the newest first', () => {
  const { found, ids, tell } = viewOf(5);
  const reasons = { attempt: 3, code: 'recipient-timeout', receipt: 'r' } as const;
  tell(
    { ...told(id(ids, 1), TAX), type: 'dead-lettered', ...reasons },
    { ...told(id(ids, 1), CRAFTS), type: 'handed-over', via: 'push', attempt: 1, receipt: 'r' },
  );
  for (const reader of READERS)
    tell({ ...told(id(ids, 4), reader), type: 'handed-over', via: 'push', attempt: 1, receipt: 'r' });
  expect(found({})).toEqual([4, 3, 2, 1, 0]);
  expect(found({ author: OTHER })).toEqual([2]);
  expect(found({ messageType: 'wegzug.mitteilung' })).toEqual([2]);
  expect(found({ processReference: 'file 3' })).toEqual([3]);
  expect(found({ since: '2026-01-05T10:01:00.000Z', until: '2026-01-05T10:03:00.000Z' })).toEqual([2, 1]);
  expect(found({ reader: TAX, since: '2026-01-05T10:03:00.000Z' })).toEqual([4, 3]);
  // the whole is a dead letter although another reader has it
  expect(found({ state: 'dead-letter' })).toEqual([1]);
  expect(found({ state: 'handed-over' })).toEqual([4]);
  expect(found({ state: 'delivering', reader: CRAFTS })).toEqual([3, 2, 0]);
});

test('goes through all pages and says where there are no more', () => {
  const { find, ids } = viewOf(5);
  for (const question of [{}, { reader: TAX }, { state: 'delivering' } as const]) {
    const pages: (readonly number[])[] = [];
    let after: string | undefined;
    do {
      const page = find({ ...question, limit: 2, ...(after === undefined ? {} : { after }) });
      pages.push(page.messages.map(({ messageId }) => ids.indexOf(messageId)));
      after = page.next;
    } while (after !== undefined);
    expect(pages).toEqual([[4, 3], [2, 1], [0]]);
  }
});

test('what is seldom is found by an index, not by looking at everything', () => {
  const { database } = viewOf(1);
  const plan = database
    .prepare(
      `EXPLAIN QUERY PLAN SELECT message FROM deliveries WHERE state IN ('dead-letter', 'expired', 'rejected-by-reader') AND state = 'expired'`,
    )
    .all()
    .map((row) => String(row.detail));
  expect(plan.join()).toContain('delivery_unhappy');
});
