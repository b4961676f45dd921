import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { layAside } from '@dienstweg/infra/bus/laid-aside.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { connectTestBus, startNats, type TestNats } from '@dienstweg/infra/testing/servers.ts';
import { REGISTRY_SNAPSHOT, STREAMS, subjectOfRegistryChange } from '@dienstweg/schemas/bus/streams.ts';
import type { RegistryChange } from '@dienstweg/schemas/directory/change/changes.ts';
import { RegistryFold } from '@dienstweg/schemas/directory/fold/fold.ts';
import { copyOf, foldLaidAside } from '@dienstweg/schemas/directory/fold/laid-aside.ts';
import { baseEntries, change, responsible } from '@dienstweg/schemas/directory/testing/directories.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFold } from './current.ts';

describe('the directory as a terminal reads it', () => {
  let nats: TestNats;
  let [installer, registry, operator]: [Bus?, Bus?, Bus?] = [];

  beforeAll(async () => {
    nats = await startNats({ users: true });
    installer = await connectTestBus(nats, { withUsers: true });
    registry = await connectTestBus(nats, { user: 'registry', withUsers: true });
    operator = await connectTestBus(nats, { user: 'operator', withUsers: true });
  });
  afterAll(async () => {
    for (const each of [operator, registry, installer]) await each?.[Symbol.asyncDispose]();
    await nats?.[Symbol.asyncDispose]();
  });

  test('begins where it was laid aside: what stands before is not read', async () => {
    if (installer === undefined || registry === undefined || operator === undefined) throw new Error('not connected');
    const fold = new RegistryFold();
    const record = async (recorded: RegistryChange): Promise<void> => {
      const data = `e30.${Buffer.from(JSON.stringify(recorded)).toString('base64url')}.c2ln`;
      const published = await publishDurably(registry as Bus, { subject: subjectOfRegistryChange, data });
      if (!published.ok) throw new Error(published.reason);
      fold.take(recorded, published.sequence, new Date());
    };
    await record(change(baseEntries()));
    await record(change([responsible('responsible', 'town')]));
    const expected = (): unknown => [...fold.directory.entries()];
    expect([...(await readFold({ bus: operator })).directory.entries()]).toEqual(expected());

    await layAside(registry, REGISTRY_SNAPSHOT, fold.directory.edition, foldLaidAside(copyOf(fold)));
    await record(change([], [{ id: 'responsible-town', validUntil: '2026-06-01' }]));
    // the message with which the laid-aside directory ends is looked at, those before it are gone
    await installer.jsm.streams.purge(STREAMS.registry, { seq: 2 });
    const read = await readFold({ bus: operator });
    expect(read.directory.edition).toBe(3);
    expect([...read.directory.entries()]).toEqual(expected());
  });
});
