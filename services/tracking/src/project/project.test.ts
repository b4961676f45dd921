import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import { deliveryIdOf } from '@dienstweg/schemas/delivery/delivery-id.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AUTHOR, acceptedRecord, newId, PROVIDER, READERS, told } from '../../testing/house.ts';
import { type Databases, databasesOf, emptyView, KINDS, type TestView } from '../../testing/views.ts';
import { feedOf } from '../query/feed.ts';
import { findIn } from '../query/find.ts';
import { sql } from '../store/sql.ts';
import { isSoundEvent, isSoundRecord } from './sound.ts';

const [TAX, CRAFTS] = READERS;
const OTHER = 'dvdv:abh:990500005000' as AuthorityId;
let databases: Databases;

/** Messages with all kinds of ends; the second was handed in by a provider. */
const history = () => {
  const ids = Array.from({ length: 4 }, newId);
  const records: readonly AcceptedRecord[] = ids.map((id, n) => acceptedRecord(id, n === 1 ? PROVIDER : AUTHOR));
  const of = (n: number, reader: AuthorityId) => told(ids[n] ?? newId(), reader);
  const dead = { type: 'dead-lettered', attempt: 2, code: 'recipient-timeout', receipt: 'h.r.s' } as const;
  const to = {
    deliveryId: deliveryIdOf(AUTHOR, ids[2] ?? newId(), OTHER),
    authority: OTHER,
    role: 'tax-office',
    roles: ['tax-office'],
    parts: ['core'],
  };
  const events: readonly DienstwegEvent[] = [
    { ...of(0, TAX), type: 'handed-over', via: 'push', attempt: 1, receipt: 'h.a.s' },
    { ...of(0, TAX), type: 'accepted-by-reader', receipt: 'h.b.s' },
    { ...of(1, TAX), type: 'attempt-failed', attempt: 1, code: 'recipient-timeout' },
    { ...of(1, TAX), ...dead },
    { ...of(1, TAX), type: 'replayed', by: 'ops', reason: 'is back' },
    { ...of(1, CRAFTS), type: 'laid-into-mailbox', receipt: 'h.c.s' },
    { ...of(2, TAX), ...dead },
    { ...of(2, TAX), type: 'assigned', to, by: 'ops', reason: 'moved' },
    { ...told(ids[2] ?? newId(), OTHER), type: 'handed-over', via: 'push', attempt: 1, receipt: 'h.d.s' },
    { ...of(3, CRAFTS), type: 'expired', receipt: 'h.e.s' },
  ];
  return { records, events };
};

/** All that a view says, without the numbers of names and deliveries, which depend on the order. */
const saidBy = async ({ view }: TestView) => {
  const { names, database } = view;
  const counters = await database.query(sql`SELECT * FROM counters WHERE n <> 0`);
  // by minute and hour an orphan's event does not know yet whether it is of a test message
  const named = counters
    .filter(({ kind }) => Number(kind) !== 10 && Number(kind) !== 11)
    .map((row) => {
      // of the use of message types the third is no name
      const third = Number(row.kind) === 15 ? row.c : names.nameOf(row.c);
      return [row.kind, row.bucket, names.nameOf(row.a), names.nameOf(row.b), third, row.d, row.n].join();
    });
  return {
    messages: (await findIn(view, { limit: 100 })).messages,
    counters: named.filter((line) => !/^(?:2|3|7|8|9|12|13),/.test(line)).sort(),
    states: counters
      .filter(({ kind }) => [2, 3, 9].includes(Number(kind)))
      .map(({ kind, bucket, a, n }) => [kind, bucket, a, n].join())
      .sort(),
    feeds: await Promise.all(
      [AUTHOR, PROVIDER, TAX, OTHER].map(async (authority) =>
        (await feedOf(view, { authority, limit: 100 })).items
          .map(({ type, deliveryId = '' }) => `${type} ${deliveryId}`)
          .sort(),
      ),
    ),
  };
};

describe.each(KINDS)('on %s', (kind) => {
  beforeAll(async () => {
    databases = await databasesOf(kind);
  });
  afterAll(async () => {
    await databases[Symbol.asyncDispose]();
  });

  test('a view says the same whether all came at once, one by one, twice, or events before their messages', async () => {
    const { records, events } = history();
    await using atOnce = await emptyView(databases);
    await atOnce.accept(...records);
    await atOnce.tell(...events);
    const said = await saidBy(atOnce);
    expect(said.messages.map(({ state }) => state)).toEqual(['delivering', 'delivering', 'delivering', 'delivering']);

    await using oneByOne = await emptyView(databases);
    for (const record of records) await oneByOne.accept(record);
    for (const event of events) {
      await oneByOne.tell(event);
      await oneByOne.tell(event);
    }
    for (const record of records) await oneByOne.accept(record);
    expect(await saidBy(oneByOne)).toEqual(said);

    await using eventsFirst = await emptyView(databases);
    for (const event of events) await eventsFirst.tell(event);
    await eventsFirst.accept(...records);
    expect(await saidBy(eventsFirst)).toEqual(said);
  });
});

test('what lacks what the view needs is told from what is sound, and from what is not known yet', () => {
  const messageId = newId();
  const record = acceptedRecord(messageId);
  expect(isSoundRecord(JSON.parse(JSON.stringify(record)))).toBe(true);
  for (const broken of [
    null,
    [],
    'x',
    {},
    { ...record, author: 7 },
    { ...record, route: {} },
    { ...record, parts: 'x' },
  ])
    expect(isSoundRecord(broken)).toBe(false);
  const event = { ...told(messageId, TAX), type: 'handed-over', via: 'push', attempt: 1, receipt: 'r' } as const;
  expect(isSoundEvent(event)).toBe(true);
  const { deliveryId: _without, ...broken } = event;
  expect(isSoundEvent(broken as never)).toBe(false);
  expect(isSoundEvent({ ...event, receipt: { a: 1 } } as never)).toBe(false);
  expect(isSoundEvent({ type: 'of-a-later-release', id: 'x', at: 'y', node: 'z' } as never)).toBe(true);
});
