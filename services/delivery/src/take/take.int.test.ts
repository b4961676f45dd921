/** Taking messages off the stream: many large ones at a time, and what the server gives out and never comes. */
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { connectTestBus, startNats, until } from '@dienstweg/infra/testing/servers.ts';
import { CONSUMERS, HEADERS, STREAMS, subjectOfMessage } from '@dienstweg/schemas/bus/streams.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { expect, test } from '@jest/globals';
import { takeMessages } from './take.ts';

const AUTHOR = 'ags:99000001' as AuthorityId;
/** Together more than the 128 MB that nats-server lets wait for one connection. */
const LARGE = { messages: 60, octets: 4_000_000 };

/** Holds up the event loop, as a burst of other work does. */
const busyFor = (ms: number): void => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

test('many large messages are taken once each, however slowly, on one connection', async () => {
  await using nats = await startNats();
  await using bus = await connectTestBus(nats);
  await using writer = await connectTestBus(nats);
  const told: string[] = [];
  const statuses = (async () => {
    for await (const { type } of bus.nc.status()) told.push(type);
  })();
  const headers = { [HEADERS.accepted]: '{}', [HEADERS.receipt]: 'receipt' };
  const data = new Uint8Array(LARGE.octets);
  for (let n = 0; n < LARGE.messages; n++)
    expect(await publishDurably(writer, { subject: subjectOfMessage(AUTHOR), data, headers })).toMatchObject({
      ok: true,
    });

  const delivered: number[] = [];
  const deliver = async ({ sequence }: { readonly sequence: number }): Promise<void> => {
    busyFor(40);
    delivered.push(sequence);
  };
  {
    await using taking = await takeMessages({ bus, messagesInFlight: 256, ackWaitMs: 30_000, deliver });
    await until('all are put down', async () => (await taking.ackFloor()) === LARGE.messages, 60_000);
  }
  expect(delivered).toEqual(Array.from({ length: LARGE.messages }, (_, n) => n + 1));
  expect(told.filter((type) => type === 'disconnect' || type === 'reconnect')).toEqual([]);
  await bus[Symbol.asyncDispose]();
  await statuses;
}, 120_000);

test('what was given out and got lost on its way is told before anything later is delivered', async () => {
  await using nats = await startNats();
  await using bus = await connectTestBus(nats);
  await using other = await connectTestBus(nats);
  const headers = { [HEADERS.accepted]: '{}', [HEADERS.receipt]: 'receipt' };
  const publish = async (): Promise<void> => {
    const entry = { subject: subjectOfMessage(AUTHOR), data: new Uint8Array(10), headers };
    expect(await publishDurably(other, entry)).toMatchObject({ ok: true });
  };
  /** What was delivered in which order, and whether something was known to be missing. */
  const happened: (number | boolean)[] = [];
  await using taking = await takeMessages({
    bus,
    messagesInFlight: 64,
    ackWaitMs: 1_000,
    deliver: async ({ sequence }) => void happened.push(sequence),
    comeAgain: (missing) => void happened.push(missing),
  });
  // as good as lost: given to somebody who does nothing with it
  const consumer = await other.js.consumers.get(STREAMS.messages, CONSUMERS.delivery);
  const lost = consumer.next();
  await until('both wait for messages', async () => (await consumer.info()).num_waiting === 2);
  for (let n = 0; n < 10; n++) await publish();
  const { seq } = (await lost) ?? {};
  await until('all are put down', async () => (await taking.ackFloor()) === 10);
  await until('nothing is missing any more', () => happened.at(-1) === false);

  const delivered = new Set<number>();
  let missing = false;
  for (const one of happened)
    if (typeof one === 'boolean') missing = one;
    else {
      const isEarlierOut = Array.from({ length: one - 1 }, (_, n) => n + 1).some((each) => !delivered.has(each));
      expect(missing || !isEarlierOut).toBe(true);
      delivered.add(one);
    }
  expect(happened.indexOf(seq ?? 0)).toBeGreaterThan(happened.indexOf(true));
}, 30_000);

test('a server that has lost the place is not believed to have given out nothing', async () => {
  await using nats = await startNats();
  await using bus = await connectTestBus(nats);
  const headers = { [HEADERS.accepted]: '{}', [HEADERS.receipt]: 'receipt' };
  for (let n = 0; n < 3; n++)
    await publishDurably(bus, { subject: subjectOfMessage(AUTHOR), data: new Uint8Array(10), headers });
  const happened: (number | boolean)[] = [];
  await using _taking = await takeMessages({
    bus,
    messagesInFlight: 64,
    ackWaitMs: 1_000,
    // beyond the stream, as after a restore: what is no more is not waited for
    known: 7,
    deliver: async ({ sequence }) => void happened.push(sequence),
    comeAgain: (missing) => void happened.push(missing),
  });
  await until('nothing is missing any more', () => happened.at(-1) === false);
  expect(happened).toEqual([true, 1, 2, 3, false]);
}, 30_000);
