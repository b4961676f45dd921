import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AUTHOR, acceptedRecord, newId, READERS, told } from '../../testing/house.ts';
import { type Databases, databasesOf, emptyView, KINDS, type TestView } from '../../testing/views.ts';
import { actionsIn, refusalsIn } from './audit.ts';
import { failureMembersIn, failuresIn } from './failures.ts';
import { findIn } from './find.ts';
import { overviewOf } from './overview.ts';
import { daysOf, flowsIn, typesIn } from './statistics.ts';

const [TAX, CRAFTS] = READERS;
const NOW = new Date('2026-01-05T10:30:30.000Z');
const STANDING = {
  database: 'sqlite',
  positions: { messages: 0, events: 0 },
  behind: 0,
  caughtUp: true,
  sizeBytes: 0,
} as const;
let databases: Databases;

const at = (minute: number, second = 0): string => new Date(Date.UTC(2026, 0, 5, 10, minute, second)).toISOString();
const failed = { type: 'attempt-failed', attempt: 1, plannedAttempts: 28, code: 'recipient-timeout' } as const;
const dead = { type: 'dead-lettered', attempt: 3, code: 'recipient-timeout', receipt: 'r' } as const;
const handedOver = { type: 'handed-over', via: 'push', attempt: 1, receipt: 'r' } as const;

/** Six messages, each accepted a minute after the other, from 10:20 on; the first is a test message. */
const filled = async (): Promise<TestView & { readonly ids: readonly ReturnType<typeof newId>[] }> => {
  const opened = await emptyView(databases);
  const ids = Array.from({ length: 6 }, newId);
  await opened.accept(
    ...ids.map((messageId, n) => ({
      ...acceptedRecord(messageId),
      testMessage: n === 0,
      acceptedAt: at(n === 5 ? 10 : 20 + n),
      service: 'leika:99050012000000' as NonNullable<ReturnType<typeof acceptedRecord>['service']>,
    })),
  );
  const of = (n: number, reader: AuthorityId) => told(ids[n] ?? newId(), reader);
  for (const n of [0, 1, 5])
    for (const reader of READERS) await opened.tell({ ...of(n, reader), at: at(26, n), ...handedOver });
  for (const n of [2, 3]) await opened.tell({ ...of(n, TAX), at: at(27, n), ...failed, nextAttemptAt: at(40) });
  await opened.tell({ ...of(3, TAX), at: at(28), ...dead });
  await opened.tell({ ...of(4, CRAFTS), at: at(29), ...dead });
  await opened.tell({
    id: newId(),
    at: at(29, 30),
    node: 'gateway',
    type: 'message-refused',
    code: 'schema-violation',
    peer: TAX,
    claimed: { author: TAX, messageId: ids[0] ?? newId(), messageType: { code: 'gewerbeanzeige', version: '1.0' } },
    sizeBytes: 17,
    places: [{ code: 'schema-violation', line: 3, xpath: '/a/b' }],
  });
  return { ...opened, ids };
};

describe.each(KINDS)('on %s', (kind) => {
  beforeAll(async () => {
    databases = await databasesOf(kind);
  });
  afterAll(async () => {
    await databases[Symbol.asyncDispose]();
  });

  test('the overview counts what was accepted by the state it is in now, and what happened by minute', async () => {
    await using opened = await filled();
    const overview = await overviewOf(opened.view, {}, NOW, STANDING);
    // 10:10 is beyond a quarter of an hour; the fourth and fifth wait for their other reader
    expect(overview.last15Minutes).toEqual({ 'handed-over': 2, delivering: 3, refused: 1 });
    expect(overview.last24Hours).toEqual({ 'handed-over': 3, delivering: 3, refused: 1 });
    expect(overview.oldestUndeliveredAt).toBe(at(22));
    expect(overview.oldestInMailboxAt).toBeUndefined();
    expect(overview.lastHandedOverAt).toBe(at(26, 5));
    expect(overview.perMinute).toHaveLength(60);
    expect(overview.perMinute.at(-1)?.from).toBe(at(30));
    expect(overview.perMinute.find(({ from }) => from === at(26))).toMatchObject({ handedOver: 6, accepted: 0 });
    expect(overview.perMinute.find(({ from }) => from === at(24))).toMatchObject({ accepted: 1 });
    expect(overview.perHour.at(-1)).toMatchObject({
      accepted: 6,
      refused: 1,
      handedOver: 6,
      failedAttempts: 2,
      deadLetters: 2,
    });
    const others = await overviewOf(opened.view, { testMessage: false }, NOW, STANDING);
    expect(others.last24Hours).toEqual({ 'handed-over': 2, delivering: 3, refused: 1 });
  });

  test('failures stand in groups with their members, what is new among them, and leave when replayed', async () => {
    await using opened = await filled();
    const { view, ids, tell } = opened;
    const groups = async (newSince = at(28, 30)) => (await failuresIn(view, { limit: 10, newSince }, NOW)).groups;
    expect(await groups()).toMatchObject([
      { step: 'waiting', code: 'recipient-timeout', reader: TAX, count: 1, newSince: { n: 0 } },
      { step: 'dead-letter', code: 'recipient-timeout', reader: TAX, count: 1, firstAt: at(28), newSince: { n: 0 } },
      { step: 'dead-letter', code: 'recipient-timeout', reader: CRAFTS, count: 1, newSince: { n: 1 } },
    ]);
    const [, ofTax] = await groups();
    expect(ofTax?.trend).toHaveLength(24);
    expect(ofTax?.trend.at(-1)).toEqual({ from: at(0), n: 1 });
    await tell({ ...told(ids[3] ?? newId(), TAX), at: at(29, 40), type: 'replayed', by: 'ops', reason: 'is back' });
    expect((await groups()).map(({ step, reader }) => [step, reader])).toEqual([
      ['waiting', TAX],
      ['dead-letter', CRAFTS],
    ]);
    for (const n of [0, 1, 5])
      await tell({ ...told(ids[n] ?? newId(), TAX), at: at(29, 50), type: 'rejected-by-reader', receipt: 'r' });
    const rejected = { step: 'rejected-by-reader', reader: TAX } as const;
    const first = await failureMembersIn(view, { ...rejected, limit: 2 });
    const second = await failureMembersIn(view, { ...rejected, limit: 2, after: first.next ?? '' });
    expect([...first.deliveries, ...second.deliveries].map(({ messageId }) => ids.indexOf(messageId)).sort()).toEqual([
      0, 1, 5,
    ]);
    expect(second.next).toBeUndefined();
    expect((await failureMembersIn(view, { ...rejected, limit: 5, since: at(30) })).deliveries).toEqual([]);
    const waiting = { step: 'waiting', code: 'recipient-timeout', reader: TAX, limit: 5 } as const;
    expect((await failureMembersIn(view, waiting)).deliveries).toMatchObject([
      { messageId: ids[2], attempts: 1, plannedAttempts: 28, nextAttemptAt: at(40) },
    ]);
  });

  test('what was returned to its author is counted as such, no more as a dead letter that somebody is to look after', async () => {
    await using opened = await filled();
    const { view, ids, tell } = opened;
    const of = (n: number, reader: AuthorityId) => told(ids[n] ?? newId(), reader);
    const counts = async () => (await overviewOf(view, {}, NOW, STANDING)).last24Hours;
    const listed = async (n: number) => {
      const [message] = (await findIn(view, { messageId: ids[n] ?? newId(), limit: 1 })).messages;
      return [message?.state, message?.returned, message?.deliveries.map(({ returned }) => returned)];
    };
    for (const n of [3, 4])
      await tell({ ...of(n, TAX), at: at(29), ...dead }, { ...of(n, CRAFTS), at: at(29), ...dead });
    expect(await counts()).toEqual({ 'handed-over': 3, delivering: 1, 'dead-letter': 2, refused: 1 });
    const rejection = { author: TAX, messageId: newId() };
    const returned = { type: 'returned', by: 'ops', reason: 'nobody takes it', rejection } as const;
    await tell({ ...of(3, TAX), at: at(29, 40), ...returned });
    expect(await counts()).toEqual({ 'handed-over': 3, delivering: 1, 'dead-letter': 2, refused: 1 });
    expect(await listed(3)).toEqual(['dead-letter', undefined, [true, undefined]]);
    await tell({ ...of(3, CRAFTS), at: at(29, 41), ...returned });
    expect(await counts()).toEqual({ 'handed-over': 3, delivering: 1, 'dead-letter': 1, returned: 1, refused: 1 });
    expect(await listed(3)).toEqual(['dead-letter', true, [true, true]]);
    expect((await findIn(view, { state: 'dead-letter', limit: 5 })).messages).toHaveLength(2);
  });

  test('flows, days and types are counted; test messages are in no statistics by day', async () => {
    await using opened = await filled();
    const { view } = opened;
    expect((await flowsIn(view, { limit: 1, from: '2026-01-01' }, NOW)).flows).toEqual([
      { author: AUTHOR, reader: TAX, messageType: 'gewerbeanzeige', deliveries: 6, failed: 1 },
    ]);
    expect((await flowsIn(view, { limit: 10, reader: CRAFTS }, NOW)).total).toBe(1);
    expect(await daysOf(view, { from: '2026-01-01', to: '2026-01-31', limit: 10 })).toEqual({
      days: [
        {
          day: '2026-01-05',
          messageType: { code: 'gewerbeanzeige', version: '1.0' },
          service: 'leika:99050012000000',
          messages: 5,
        },
      ],
    });
    expect((await typesIn(view, {}, NOW)).types).toMatchObject([
      { messageType: { code: 'gewerbeanzeige', version: '1.0' }, accepted: 6, refused: 1, deliveries: 12, failed: 2 },
    ]);
    await expect(daysOf(view, { from: 'yesterday', to: '2026-01-31', limit: 10 })).rejects.toThrow('request-invalid');
  });

  test('what was done and what was refused is told with who, why and where, in pages', async () => {
    await using opened = await filled();
    const { view, ids, tell } = opened;
    const acting = { by: 'ops', reason: 'is back' };
    await tell({ ...told(ids[3] ?? newId(), TAX), at: at(31), type: 'replayed', ...acting });
    const shown = { type: 'operator-acted', action: 'payload-shown', outcome: 'done', node: 'console' } as const;
    await tell(
      { ...shown, id: newId(), at: at(32), by: 'other', messageId: ids[1] ?? newId() },
      // a kind of a later release
      { type: 'recipient-paused', id: newId(), at: at(33), node: 'delivery', ...acting, about: TAX } as never,
    );
    const all = await actionsIn(view, { limit: 10 });
    expect(all.actions).toMatchObject([
      { type: 'recipient-paused', by: 'ops', about: TAX },
      { type: 'operator-acted', action: 'payload-shown', by: 'other', messageId: ids[1] },
      { type: 'replayed', by: 'ops', reason: 'is back', reader: TAX, messageId: ids[3] },
    ]);
    const first = await actionsIn(view, { limit: 1, by: 'ops' });
    const second = await actionsIn(view, { limit: 1, by: 'ops', after: first.next ?? '' });
    expect([first.actions[0]?.type, second.actions[0]?.type, second.next]).toEqual([
      'recipient-paused',
      'replayed',
      undefined,
    ]);
    expect((await actionsIn(view, { limit: 1, before: second.previous ?? '' })).actions).toMatchObject([
      { action: 'payload-shown' },
    ]);
    expect((await refusalsIn(view, { limit: 10, peer: TAX, code: 'schema-violation' })).refusals).toMatchObject([
      {
        at: at(29, 30),
        claimed: { author: TAX, messageId: ids[0] },
        places: [{ line: 3, xpath: '/a/b' }],
        sizeBytes: 17,
      },
    ]);
    expect((await refusalsIn(view, { limit: 10, until: at(29) })).refusals).toEqual([]);
  });
});
