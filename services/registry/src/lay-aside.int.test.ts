import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { followDirectory } from '@dienstweg/infra/bus/follow-directory.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { connectTestBus, startNats, type TestNats, until } from '@dienstweg/infra/testing/servers.ts';
import { REGISTRY_SNAPSHOT, subjectOfRegistryChange } from '@dienstweg/schemas/bus/streams.ts';
import type { RegistryChange } from '@dienstweg/schemas/directory/change/changes.ts';
import { baseEntries, change, responsible } from '@dienstweg/schemas/directory/testing/directories.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { layingAside } from './lay-aside.ts';

describe('the directory laid aside', () => {
  let nats: TestNats;
  let bus: Bus;
  let installer: Bus;
  const stored = async (): Promise<number> =>
    (await installer.jsm.streams.info(REGISTRY_SNAPSHOT.stream)).state.messages;
  /** As it stands in the stream; who follows does not look at the signature again. */
  const record = async (recorded: RegistryChange): Promise<number> => {
    const payload = Buffer.from(JSON.stringify(recorded)).toString('base64url');
    const published = await publishDurably(bus, { subject: subjectOfRegistryChange, data: `e30.${payload}.c2ln` });
    if (!published.ok) throw new Error(published.reason);
    return published.sequence;
  };
  /** A new follower, how many records it read, and what it knows. */
  const start = async () => {
    let read = 0;
    await using followed = await followDirectory(bus, {
      onTaken: () => {
        read += 1;
      },
    });
    await followed.caughtUp;
    const { directory } = followed;
    return { read, edition: directory.edition, entries: [...directory.entries()], before: [...directory.entries(1)] };
  };

  beforeAll(async () => {
    nats = await startNats({ users: true });
    installer = await connectTestBus(nats, { withUsers: true });
    bus = await connectTestBus(nats, { user: 'registry', withUsers: true });
  });
  afterAll(async () => {
    for (const each of [bus, installer]) await each?.[Symbol.asyncDispose]();
    await nats?.[Symbol.asyncDispose]();
  });

  test('is where the next process begins, which then reads only what came later', async () => {
    await record(change(baseEntries()));
    await record(change([responsible('responsible', 'town')]));
    const whole = await start();
    expect(whole.read).toBe(2);
    await using laying = layingAside(bus, { records: 3, octets: Infinity, quietMs: 0 });
    await using followed = await followDirectory(bus, { onTaken: laying.taken });
    await followed.caughtUp;
    expect(await stored()).toBe(0);
    await record(change([], [{ id: 'responsible-town', validUntil: '2026-06-01' }]));
    await until('it is laid aside', async () => (await stored()) > 1);
    await record(change([responsible('responsible', 'county', { validFrom: '2026-06-01' })]));
    await until('the last is known', () => followed.directory.edition === 4);
    const next = await start();
    expect(next).toEqual({
      read: 1,
      edition: 4,
      entries: [...followed.directory.entries()],
      before: whole.before,
    });
  });

  test('is not needed: where a piece of it is gone everything is read', async () => {
    const before = await start();
    await installer.jsm.streams.purge(REGISTRY_SNAPSHOT.stream, { filter: REGISTRY_SNAPSHOT.piece });
    expect(await start()).toEqual({ ...before, read: 4 });
  });
});
