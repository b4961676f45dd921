/** The place in the stream of messages: nats-server may lose it when it is killed, and nothing may come again for that. */
import { globSync, truncateSync } from 'node:fs';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { readLast } from '@dienstweg/infra/bus/read.ts';
import { connectTestBus, startNats, type TestNats, until } from '@dienstweg/infra/testing/servers.ts';
import { readStoredProgress } from '@dienstweg/schemas/bus/stored.ts';
import { CONSUMERS, HEADERS, STREAMS, subjectOfMessage, subjectOfProgress } from '@dienstweg/schemas/bus/streams.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { expect, test } from '@jest/globals';
import { DeliverPolicy } from '@nats-io/jetstream';
import { ownConsumer } from './consumer.ts';
import { takeMessages } from './take.ts';

const AUTHOR = 'ags:99000001' as AuthorityId;
const HOW = { messagesInFlight: 64, ackWaitMs: 5_000 };

/** What nats-server leaves behind when it is killed while it writes a file of the consumer anew. */
const empty = (nats: TestNats, name: 'o.dat' | 'meta.inf'): void => {
  const [file, ...more] = globSync(`${nats.folder}/store/**/MESSAGES/obs/${CONSUMERS.delivery}/${name}`);
  if (file === undefined || more.length > 0) throw new Error(`the server keeps no ${name} where it was looked for`);
  truncateSync(file);
};

const house = async () => {
  const nats = await startNats();
  const bus = await connectTestBus(nats);
  const headers = { [HEADERS.accepted]: '{}', [HEADERS.receipt]: 'receipt' };
  let stored = 0;
  return {
    nats,
    bus,
    accept: async (count: number): Promise<void> => {
      for (let n = 0; n < count; n += 1) {
        const entry = { subject: subjectOfMessage(AUTHOR), data: new Uint8Array(10), headers };
        expect(await publishDurably(bus, entry)).toMatchObject({ ok: true });
        stored += 1;
      }
    },
    isNoted: async (): Promise<boolean> => {
      const noted = await readLast(bus, STREAMS.progress, subjectOfProgress(CONSUMERS.delivery));
      return noted !== undefined && readStoredProgress(noted.data).sequence === stored;
    },
    [Symbol.asyncDispose]: async () => {
      await bus[Symbol.asyncDispose]();
      await nats[Symbol.asyncDispose]();
    },
  };
};

test.each(['o.dat', 'meta.inf'] as const)(
  'with an empty %s only what is new is given out',
  async (file) => {
    await using here = await house();
    const { nats, bus } = here;
    const delivered: number[] = [];
    const deliver = async ({ sequence }: { readonly sequence: number }): Promise<void> => void delivered.push(sequence);
    {
      await using _ = await takeMessages({ bus, ...HOW, deliver });
      await here.accept(20);
      await until('it is noted', here.isNoted);
    }
    await nats.kill9();
    empty(nats, file);
    await nats.restart();
    await until('it is there again', () => bus.isConnected());
    await here.accept(3);
    await using taking = await takeMessages({ bus, ...HOW, deliver });
    await until('all are put down', async () => (await taking.ackFloor()) === 23);
    expect(delivered).toEqual(Array.from({ length: 23 }, (_, n) => n + 1));
  },
  60_000,
);

test('a place lost under a process that lives on is found again', async () => {
  await using here = await house();
  const { nats, bus } = here;
  const delivered: number[] = [];
  await using taking = await takeMessages({
    bus,
    ...HOW,
    deliver: async ({ sequence }) => void delivered.push(sequence),
  });
  await here.accept(20);
  await until('it is noted', here.isNoted);
  await nats.kill9();
  empty(nats, 'o.dat');
  await nats.restart();
  await until('it is there again', () => bus.isConnected());
  await here.accept(3);
  await until('all are put down', async () => (await taking.ackFloor()) === 23, 30_000);
  // each once; what was on its way when the place was found again comes after its time
  expect(delivered.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 23 }, (_, n) => n + 1));
}, 60_000);

test('what was put down is not given out again, although the server begins anew without a word', async () => {
  await using here = await house();
  const { bus } = here;
  const delivered: number[] = [];
  const deliver = async ({ sequence }: { readonly sequence: number }): Promise<void> => void delivered.push(sequence);
  {
    await using _ = await takeMessages({ bus, ...HOW, deliver });
    await here.accept(20);
    await until('it is noted', here.isNoted);
  }
  await using taking = await takeMessages({ bus, ...HOW, deliver });
  const { config } = await bus.jsm.consumers.info(STREAMS.messages, CONSUMERS.delivery);
  await bus.jsm.consumers.delete(STREAMS.messages, CONSUMERS.delivery);
  await bus.jsm.consumers.add(STREAMS.messages, { ...config, deliver_policy: DeliverPolicy.All });
  await here.accept(3);
  await until('all are put down', async () => (await taking.ackFloor()) === 23, 30_000);
  expect(delivered.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 23 }, (_, n) => n + 1));
}, 60_000);

test('what was noted of another stream of the same name says nothing', async () => {
  await using here = await house();
  const { bus } = here;
  const data = JSON.stringify({ sequence: 2, storedAt: '2026-01-05T10:00:00.000Z' });
  expect(await publishDurably(bus, { subject: subjectOfProgress(CONSUMERS.delivery), data })).toMatchObject({
    ok: true,
  });
  await here.accept(3);
  const delivered: number[] = [];
  await using taking = await takeMessages({
    bus,
    ...HOW,
    deliver: async ({ sequence }) => void delivered.push(sequence),
  });
  await until('all are put down', async () => (await taking.ackFloor()) === 3);
  expect(delivered).toEqual([1, 2, 3]);
}, 30_000);

test.each([
  ['gives out less', { filter_subject: 'message.nobody' }],
  ['gives out headers only', { headers_only: true }],
])('a consumer that somebody has changed so that it %s is made anew', async (_what, changed) => {
  await using nats = await startNats();
  await using bus = await connectTestBus(nats);
  const givingOut = { messagesInFlight: 8, ackWaitMs: 1_000 };
  await ownConsumer(bus, givingOut);
  const before = await bus.jsm.consumers.info(STREAMS.messages, CONSUMERS.delivery);
  await bus.jsm.consumers.update(STREAMS.messages, CONSUMERS.delivery, changed);
  await ownConsumer(bus, givingOut);
  expect((await bus.jsm.consumers.info(STREAMS.messages, CONSUMERS.delivery)).config).toEqual(before.config);
});
