import { layAside } from '@dienstweg/infra/bus/laid-aside.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';
import { REGISTRY_SNAPSHOT, STREAMS, subjectOfRegistryChange } from '@dienstweg/schemas/bus/streams.ts';
import { takeStored } from '@dienstweg/schemas/directory/fold/decode.ts';
import { RegistryFold } from '@dienstweg/schemas/directory/fold/fold.ts';
import { copyOf, foldLaidAside } from '@dienstweg/schemas/directory/fold/laid-aside.ts';
import { change } from '@dienstweg/schemas/directory/testing/directories.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildHouse, type House } from '../testing/house.ts';
import { messageOf, stepOf } from '../testing/messages.ts';

const AUTHOR = 'quellhorn.meldebehoerde';
const ROUTE = '/v1/routes?service=leika:99999115005000&region=ars:990200003003';

let house: House;

beforeAll(async () => {
  house = await buildHouse();
});

afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
});

/** Lays the directory aside and leaves nothing in the stream but the change it ends with. */
const layAsideAll = async (): Promise<number> => {
  const payload = Buffer.from(JSON.stringify(change([]))).toString('base64url');
  const last = await publishDurably(house.bus, { subject: subjectOfRegistryChange, data: `e30.${payload}.c2ln` });
  if (!last.ok) throw new Error(last.reason);
  const fold = new RegistryFold();
  for (let edition = 1; edition <= last.sequence; edition += 1) {
    const stored = await house.bus.jsm.direct.getMessage(STREAMS.registry, { seq: edition });
    if (stored !== null)
      takeStored(fold, { data: stored.data, sequence: edition, recordedAt: new Date(stored.timestamp) });
  }
  await layAside(house.bus, REGISTRY_SNAPSHOT, last.sequence, foldLaidAside(copyOf(fold)));
  await house.bus.jsm.streams.purge(STREAMS.registry, { seq: last.sequence });
  return last.sequence;
};

test('a gateway that begins with the directory laid aside routes, and examines who signed, as any other', async () => {
  const edition = await layAsideAll();
  await using gateway = await house.start();
  await using author = house.client(gateway, AUTHOR);
  expect((await author.get(ROUTE)).json).toMatchObject({ answer: 'one', edition });
  expect((await author.post('/v1/messages', messageOf(house, stepOf('wohnsitz.rueckmeldung')))).status).toBe(202);
}, 40_000);

test('without nats-server routes go on by the edition that is known, and readiness says of when it is', async () => {
  await using gateway = await house.start();
  await using author = house.client(gateway, AUTHOR);
  const before = (await author.get(ROUTE)).json;
  await house.nats.kill9();
  const findings = async (): Promise<string> => (await fetch(`http://127.0.0.1:${gateway.opsPort}/readyz`)).text();
  await until('the loss is told', async () => (await findings()).includes('directory-held'));
  expect(await findings()).toMatch(new RegExp(`edition ${before.edition} of the directory, recorded 20\\d\\d-`));
  const after = await author.get(ROUTE);
  expect([after.status, after.json]).toEqual([200, before]);
  await house.nats.restart();
}, 40_000);
