/** Taking many large messages at a time: a process that is busy must not make the server close its connection. */
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { connectTestBus, startNats, until } from '@dienstweg/infra/testing/servers.ts';
import { HEADERS, subjectOfMessage } from '@dienstweg/schemas/bus/streams.ts';
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
