import { existsSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { request } from '@dienstweg/infra/bus/requests.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';
import type { MessageId } from '@dienstweg/schemas/identifiers.ts';
import { describe, expect, test } from '@jest/globals';
import { acceptedRecord, newId, openTrackingHouse, READERS, type TrackingHouse, told } from '../../testing/house.ts';
import { KINDS, statementIn } from '../../testing/views.ts';

const [TAX] = READERS;

/** Some messages with what happened to them. */
const fill = async (house: TrackingHouse, count: number): Promise<readonly MessageId[]> => {
  const ids = Array.from({ length: count }, newId);
  for (const messageId of ids) {
    await house.accept(acceptedRecord(messageId));
    await house.tell({ ...told(messageId, TAX), type: 'handed-over', via: 'push', attempt: 1, receipt: 'r' });
  }
  return ids;
};
const findingsOf = async (opsPort: number): Promise<string> =>
  (await fetch(`http://127.0.0.1:${opsPort}/readyz`)).text();

describe.each(KINDS)('on %s', (kind) => {
  test('a view that is asked to be made anew answers meanwhile, and then the same', async () => {
    await using house = await openTrackingHouse({}, kind);
    await house.start();
    const [first = newId()] = await fill(house, 20);
    const known = await house.ask('trackingMessage', { messageId: first });
    const standing = await house.ask('trackingRebuild', { by: 'operator', reason: 'to see' });
    expect(standing.caughtUp).toBe(true);
    const again = await request(house.bus, 'trackingRebuild', { by: 'operator', reason: 'twice' });
    // either it is refused as under way, or the first one is done already
    if (!again.ok) expect(again.problem.code).toBe('request-invalid');
    await until('made anew', async () => {
      const reply = await request(house.bus, 'trackingMessage', { messageId: first });
      expect(reply.ok).toBe(true);
      const view = await house.ask('trackingView', {});
      return view.rebuilt?.because === 'asked' && view.rebuilding === undefined;
    });
    expect(await house.ask('trackingMessage', { messageId: first })).toEqual(known);
    expect(await house.ask('trackingActions', { limit: 10 })).toMatchObject({
      actions: [{ by: 'operator', action: 'view-rebuilt', reason: expect.any(String) }],
    });
    const [next = newId()] = await fill(house, 1);
    expect(await house.ask('trackingMessage', { messageId: next })).toMatchObject({ messageId: next });
  });

  test('a database that is deleted while it runs is noticed, told, and made anew with nothing lost', async () => {
    await using house = await openTrackingHouse({ lookEveryMs: 50 }, kind);
    const { opsPort } = await house.start();
    const ids = await fill(house, 5);
    const before = await house.ask('trackingSummary', {});
    // at the first start it was missing too
    const { rebuilt: first } = await house.ask('trackingView', {});
    await house.forget();
    await until('made anew', async () => {
      const reply = await request(house.bus, 'trackingView', {});
      if (!reply.ok) expect(reply.problem).toMatchObject({ code: 'broker-unavailable' });
      return reply.ok && reply.value.rebuilt?.because === 'missing' && reply.value.rebuilt.at !== first?.at;
    });
    expect(await house.ask('trackingSummary', {})).toEqual(before);
    expect(await house.ask('trackingFind', { limit: 10 })).toMatchObject({ messages: { length: ids.length } });
    expect(await findingsOf(opsPort)).not.toContain('tracking-rebuilding');
    if (kind === 'sqlite') expect(existsSync(`${house.databaseFile}.next`)).toBe(false);
  });

  test('a view of another version is thrown away at the start', async () => {
    await using house = await openTrackingHouse({}, kind);
    await (await house.start()).caughtUp;
    await fill(house, 2);
    const before = await house.ask('trackingSummary', {});
    await house.stop();
    if (house.databaseUrl === undefined) {
      const { DatabaseSync } = await import('node:sqlite');
      using database = new DatabaseSync(house.databaseFile);
      database.exec('PRAGMA user_version = 3; DROP TABLE messages;');
    } else await statementIn(house.databaseUrl, "COMMENT ON SCHEMA dienstweg_tracking IS 'version 3'");
    await (await house.start()).caughtUp;
    expect(await house.ask('trackingSummary', {})).toEqual(before);
    expect((await house.ask('trackingView', {})).rebuilt?.because).toBe('other-version');
  });
});

test('a SQLite file that is damaged is made anew, at the start and while it runs', async () => {
  await using house = await openTrackingHouse({ lookEveryMs: 50 });
  await (await house.start()).caughtUp;
  const ids = await fill(house, 300);
  await house.ask('trackingSummary', {});
  await house.stop();
  // pages in the middle are of no use; the first ones, by which it is opened, are
  const octets = await readFile(house.databaseFile);
  octets.fill(0xff, 8_192, octets.length - 4_096);
  writeFileSync(house.databaseFile, octets);
  await house.start();
  await until('made anew', async () => {
    const reply = await request(house.bus, 'trackingMessage', { messageId: ids[0] ?? newId() });
    return reply.ok;
  });
  expect(await house.ask('trackingFind', { limit: 1_000 })).toMatchObject({ messages: { length: ids.length } });
});

test('messages are taken in while the database is away, once it is back', async () => {
  const { databasesOf } = await import('../../testing/views.ts');
  await using databases = await databasesOf('postgresql');
  await using house = await openTrackingHouse({}, databases);
  const { opsPort } = await house.start();
  await fill(house, 2);
  await house.ask('trackingSummary', {});
  await databases.stop();
  const [messageId = newId()] = await fill(house, 3);
  await until('told', async () => (await findingsOf(opsPort)).includes('tracking-database'));
  expect(await request(house.bus, 'trackingMessage', { messageId })).toMatchObject({
    problem: { code: 'broker-unavailable' },
  });
  await databases.goOn();
  expect(await house.ask('trackingMessage', { messageId })).toMatchObject({ messageId });
  await until('told no more', async () => !(await findingsOf(opsPort)).includes('tracking-database'));
});
