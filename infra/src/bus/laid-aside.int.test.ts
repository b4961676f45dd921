import { randomBytes } from 'node:crypto';
import { REGISTRY_SNAPSHOT as PLACE, STREAMS, subjectOfRegistryChange } from '@dienstweg/schemas/bus/streams.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectTestBus, startNats, type TestNats, until } from '../testing/servers.ts';
import type { Bus } from './connect.ts';
import { layAside, takeUp } from './laid-aside.ts';
import { publishDurably } from './publish.ts';

const textOf = async (octets: AsyncIterable<Uint8Array>): Promise<string> => {
  const all: Uint8Array[] = [];
  for await (const piece of octets) all.push(piece);
  return Buffer.concat(all).toString('latin1');
};

/** Does not shrink, so that it takes several pieces. */
const NOISE = randomBytes(1_200_000);
const noise = (seed: number): string => `${seed}${NOISE.toString('latin1')}`;

const inThirds = (text: string): readonly Buffer[] =>
  [0, 1, 2].map((n) => Buffer.from(text, 'latin1').subarray(n * 500_000, (n + 1) * 500_000));

describe('a view laid aside on the bus', () => {
  let nats: TestNats;
  let registry: Bus;
  let gateway: Bus;
  let installer: Bus;
  const record = async (text: string): Promise<number> => {
    const published = await publishDurably(registry, { subject: subjectOfRegistryChange, data: text });
    if (!published.ok) throw new Error(published.reason);
    return published.sequence;
  };
  const stored = async (): Promise<number> => (await installer.jsm.streams.info(PLACE.stream)).state.messages;

  beforeAll(async () => {
    nats = await startNats({ users: true });
    installer = await connectTestBus(nats, { withUsers: true });
    registry = await connectTestBus(nats, { user: 'registry', withUsers: true });
    gateway = await connectTestBus(nats, { user: 'gateway', withUsers: true });
  });
  afterAll(async () => {
    for (const bus of [gateway, registry, installer]) await bus[Symbol.asyncDispose]();
    await nats[Symbol.asyncDispose]();
  });

  test('is taken up by another user as it was, and only the newest is kept', async () => {
    expect(await takeUp(gateway, PLACE, textOf)).toBeUndefined();
    for (const seed of [1, 2]) {
      const position = await record(`change ${seed}`);
      expect(await layAside(registry, PLACE, position, inThirds(noise(seed)))).toMatchObject({ position });
      expect((await takeUp(gateway, PLACE, textOf)) === noise(seed)).toBe(true);
    }
    expect(await stored()).toBeLessThan(6);
  });

  test('is not taken up when the message it ends with is another one now', async () => {
    const position = await record('to be lost');
    await layAside(registry, PLACE, position, inThirds(noise(3)));
    await installer.jsm.streams.purge(STREAMS.registry);
    expect(await takeUp(gateway, PLACE, textOf)).toBeUndefined();
    expect(await layAside(registry, PLACE, position, inThirds(noise(3)))).toBeUndefined();
  });

  test('is not taken up when a piece is missing', async () => {
    await layAside(registry, PLACE, await record('next'), inThirds(noise(4)));
    expect((await takeUp(gateway, PLACE, textOf)) === noise(4)).toBe(true);
    const { first_seq } = (await installer.jsm.streams.info(PLACE.stream)).state;
    await installer.jsm.streams.purge(PLACE.stream, { seq: first_seq + 1 });
    expect(await takeUp(gateway, PLACE, textOf)).toBeUndefined();
  });

  test('is not believed where a user that may not write there had the server send its words there', async () => {
    await layAside(registry, PLACE, await record('true'), inThirds(noise(5)));
    const { data } = (await registry.jsm.direct.getMessage(PLACE.stream, { last_by_subj: PLACE.whole })) ?? {};
    const before = await stored();
    const forged = JSON.stringify({ ...JSON.parse(new TextDecoder().decode(data)), position: 1 });
    const { seq } = await gateway.js.publish('event.gateway', forged);
    gateway.nc.publish('$JS.API.DIRECT.GET.EVENTS', JSON.stringify({ seq }), { reply: PLACE.whole });
    await until('it stands there', async () => (await stored()) > before);
    expect(await takeUp(gateway, PLACE, textOf)).toBeUndefined();
    expect(await layAside(registry, PLACE, await record('again'), inThirds(noise(6)))).toBeDefined();
    expect((await takeUp(gateway, PLACE, textOf)) === noise(6)).toBe(true);
  });
});
