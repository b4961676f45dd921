/**
 * Whoever may ask nats-server anything may name any subject for its answer, and the server stores it there: no
 * permission stands in its way. Nothing that was accepted may be lost with what it is written over.
 */
import { readLast } from '@dienstweg/infra/bus/read.ts';
import { request } from '@dienstweg/infra/bus/requests.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';
import { readStoredEntry } from '@dienstweg/schemas/bus/stored.ts';
import { STREAMS, subjectOfDelivery, subjectOfMessage, subjectOfPause } from '@dienstweg/schemas/bus/streams.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AUTHOR, type House, startHouse } from './testing/house.ts';

let house: House;
beforeAll(async () => {
  house = await startHouse();
}, 120_000);
afterAll(() => house?.[Symbol.asyncDispose]());

const lastOn = async (stream: string, subject: string): Promise<number> =>
  (await readLast(house.bus, stream, subject))?.sequence ?? 0;

/** Has the server write its answer over what stands on a subject. */
const overwrite = async (stream: string, subject: string, ask = `$JS.API.STREAM.INFO.${STREAMS.registry}`) => {
  const before = await lastOn(stream, subject);
  const question = ask.includes('DIRECT') ? JSON.stringify({ seq: 1 }) : '';
  house.bus.nc.publish(ask, question, { reply: subject });
  await until('the answer stands there', async () => (await lastOn(stream, subject)) > before);
};

const entryOn = async (subject: string): Promise<DeliveryEntry | undefined> => {
  const last = await readLast(house.bus, STREAMS.deliveries, subject);
  try {
    return last === undefined ? undefined : readStoredEntry(last.data);
  } catch {
    return undefined;
  }
};

const failing = async () => {
  const recipient = await house.recipient();
  recipient.reply = () => ({ status: 400 });
  return recipient;
};

const deadLetterTo = async (reader: AuthorityId) => {
  const message = await house.publish([reader]);
  await house.told(message, 'dead-lettered');
  const delivery = message.deliveries[0] ?? ('' as DeliveryId);
  const subject = subjectOfDelivery(reader, delivery);
  await until('it is held', async () => (await entryOn(subject))?.standing.state === 'dead-letter');
  return { message, delivery, subject };
};

const ASKS = [`$JS.API.STREAM.INFO.${STREAMS.registry}`, `$JS.API.DIRECT.GET.${STREAMS.messages}`];

test.each(ASKS)('an entry over which the server wrote its answer to %s is written again', async (ask) => {
  const recipient = await failing();
  await using _service = await house.start();
  const { message, delivery, subject } = await deadLetterTo(recipient.authority);
  await overwrite(STREAMS.deliveries, subject, ask);
  await until('the entry stands there again', async () => (await entryOn(subject))?.standing.state === 'dead-letter');
  recipient.reply = () => ({ status: 200 });
  const order = { deliveryId: delivery, by: 'operator', reason: 'is back' };
  expect(await request(house.bus, 'replay', order)).toMatchObject({ ok: true });
  await house.told(message, 'handed-over');
});

test('an entry that was overwritten while nobody was there is made anew from what was accepted and told', async () => {
  const recipient = await failing();
  const first = await house.start();
  const { message, delivery, subject } = await deadLetterTo(recipient.authority);
  const waiting = await house.recipient();
  waiting.reply = () => ({ status: 503 });
  const later = await house.publish([waiting.authority]);
  await house.told(later, 'attempt-failed');
  const laterSubject = subjectOfDelivery(waiting.authority, later.deliveries[0] ?? ('' as DeliveryId));
  await until('it is held', async () => (await entryOn(laterSubject))?.attempts === 1);
  await first[Symbol.asyncDispose]();
  await overwrite(STREAMS.deliveries, subject);
  await overwrite(STREAMS.deliveries, laterSubject, ASKS[1]);
  const unknown = subjectOfDelivery(AUTHOR, '00000000-0000-5000-8000-000000000000' as DeliveryId);
  await overwrite(STREAMS.deliveries, unknown);

  waiting.reply = () => ({ status: 200 });
  recipient.reply = () => ({ status: 200 });
  await using _second = await house.start();
  expect(await readLast(house.bus, STREAMS.deliveries, unknown)).toBeUndefined();
  await house.told(later, 'handed-over');
  expect(await entryOn(subject)).toMatchObject({ standing: { state: 'dead-letter', code: 'recipient-refused' } });
  const order = { deliveryId: delivery, by: 'operator', reason: 'is back' };
  expect(await request(house.bus, 'replay', order)).toMatchObject({ ok: true });
  await house.told(message, 'handed-over');
});

test('a message that the server sent into the stream once more is not delivered once more', async () => {
  const recipient = await house.recipient();
  await using _service = await house.start();
  const message = await house.publish([recipient.authority]);
  await house.told(message, 'handed-over');
  const ask = `$JS.API.DIRECT.GET.${STREAMS.messages}`;
  const subject = subjectOfMessage(AUTHOR);
  house.bus.nc.publish(ask, JSON.stringify({ seq: message.sequence }), { reply: subject });
  await until('it stands there once more', async () => (await lastOn(STREAMS.messages, subject)) > message.sequence);
  const after = await house.publish([recipient.authority]);
  await house.told(after, 'handed-over');
  expect(recipient.pushed).toHaveLength(2);
});

test('a reader can be paused although something was written where that is kept', async () => {
  const recipient = await house.recipient();
  await using _service = await house.start();
  await overwrite(STREAMS.pauses, subjectOfPause(recipient.authority));
  const order = { reader: recipient.authority, by: 'operator', reason: 'moves' };
  await until('it is paused', async () => (await request(house.bus, 'pauseReader', order)).ok);
});

test.each(['replay', 'assign', 'returned'] as const)('a %s order that is no object is refused', async (order) => {
  await using _service = await house.start();
  for (const body of [null, 5, []])
    expect(await request(house.bus, order, body as never)).toMatchObject({
      ok: false,
      problem: { code: 'request-invalid' },
    });
});
