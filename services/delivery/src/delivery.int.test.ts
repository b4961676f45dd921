import { createHash } from 'node:crypto';
import { readLast } from '@dienstweg/infra/bus/read.ts';
import { request } from '@dienstweg/infra/bus/requests.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';
import { CONSUMERS, STREAMS, subjectOfDelivery } from '@dienstweg/schemas/bus/streams.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import type { DeliveryService } from './service.ts';
import { type House, type Published, startHouse } from './testing/house.ts';

let house: House;
let delivery: DeliveryService;

beforeAll(async () => {
  house = await startHouse();
  delivery = await house.start();
}, 120_000);
afterAll(async () => {
  await delivery?.[Symbol.asyncDispose]();
  await house?.[Symbol.asyncDispose]();
});

const entryOf = async (reader: AuthorityId, message: Published): Promise<DeliveryEntry | undefined> => {
  const subject = subjectOfDelivery(reader, message.deliveries[0] ?? ('' as DeliveryId));
  const last = await readLast(house.bus, STREAMS.deliveries, subject);
  return last === undefined ? undefined : (JSON.parse(new TextDecoder().decode(last.data)) as DeliveryEntry);
};
const attested = (receipt: string): Record<string, Record<string, unknown>> =>
  JSON.parse(Buffer.from(receipt.split('.')[1] ?? '', 'base64url').toString()).events;

describe('delivery', () => {
  test('hands over at the first attempt, with a receipt that follows the submission, and leaves no entry', async () => {
    const recipient = await house.recipient();
    const message = await house.publish([recipient.authority]);
    await house.told(message, 'handed-over');
    expect(recipient.pushed).toMatchObject([{ deliveryId: message.deliveries[0], attempt: 1, body: message.octets }]);
    const [event] = house.of(message);
    if (event?.type !== 'handed-over') throw new Error('another event');
    const [claims] = Object.values(attested(event.receipt));
    expect(claims).toMatchObject({
      reader: recipient.authority,
      deliveryId: message.deliveries[0],
      previous: createHash('sha256').update(message.submissionReceipt).digest('base64url'),
    });
    expect(await entryOf(recipient.authority, message)).toBeUndefined();
    await until('the message is put down', async () => {
      const info = await house.bus.jsm.consumers.info(STREAMS.messages, CONSUMERS.delivery);
      return info.ack_floor.stream_seq >= message.sequence;
    });
  });

  test('a reader gets only its parts', async () => {
    const recipient = await house.recipient();
    const message = await house.publish([recipient.authority], { entitled: ['core'] });
    await house.told(message, 'handed-over');
    expect(recipient.pushed[0]?.body).toContain('ref="core"');
    expect(recipient.pushed[0]?.body).not.toContain('ref="tax"');
  });

  test('tries again by timer after 503, and honours Retry-After', async () => {
    const recipient = await house.recipient();
    recipient.reply = ({ attempt }) =>
      attempt === 1 ? { status: 503, headers: { 'retry-after': '1' } } : { status: 200 };
    const message = await house.publish([recipient.authority]);
    await house.told(message, 'handed-over');
    const [first, second] = recipient.pushed;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
    expect(house.of(message)).toMatchObject([
      { type: 'attempt-failed', attempt: 1, code: 'recipient-busy' },
      { type: 'handed-over', attempt: 2 },
    ]);
    await until(
      'the entry has ended',
      async () => (await entryOf(recipient.authority, message))?.standing.state === 'ended',
    );
  });

  test('a refusal is final: dead letter with its reason, handed over after a replay', async () => {
    const recipient = await house.recipient();
    recipient.reply = () => ({ status: 400 });
    const message = await house.publish([recipient.authority]);
    await house.told(message, 'dead-lettered');
    await until('it is listed', async () => {
      const list = await request(house.bus, 'deadLetters', { limit: 10, reader: recipient.authority });
      return list.ok && list.value.deadLetters.length === 1;
    });
    expect(await entryOf(recipient.authority, message)).toMatchObject({
      standing: { state: 'dead-letter', code: 'recipient-refused', detail: 'HTTP 400' },
    });

    recipient.reply = () => ({ status: 200 });
    const [deliveryId = '' as DeliveryId] = message.deliveries;
    const order = { deliveryId, by: 'operator', reason: 'mended' };
    expect(await request(house.bus, 'replay', order)).toMatchObject({ ok: true, value: { state: 'waiting' } });
    await house.told(message, 'handed-over');
    expect(house.typesOf(message)).toEqual(['attempt-failed', 'dead-lettered', 'replayed', 'handed-over']);
    await until(
      'the entry has ended',
      async () => (await entryOf(recipient.authority, message))?.standing.state === 'ended',
    );
    expect(await request(house.bus, 'replay', order)).toMatchObject({
      ok: false,
      problem: { code: 'delivery-not-replayable' },
    });
  });

  test('what this node fails at each time ends as a dead letter, and other messages go on', async () => {
    const [whole, cut] = [await house.recipient(), await house.recipient()];
    // its parts cannot be told apart any more
    const message = await house.publish([cut.authority], { entitled: ['core'], damaged: '<no message' });
    const sound = await house.publish([whole.authority]);
    await house.told(sound, 'handed-over');
    await house.told(message, 'dead-lettered');
    expect(house.of(message)).toMatchObject([{ type: 'dead-lettered', code: 'examination-failed' }]);
    await until('the message is put down', async () => {
      const info = await house.bus.jsm.consumers.info(STREAMS.messages, CONSUMERS.delivery);
      return info.num_ack_pending === 0;
    });
    expect(await entryOf(cut.authority, message)).toMatchObject({ standing: { state: 'dead-letter' } });
    expect(cut.pushed).toEqual([]);
  });

  test('a redirect is not followed', async () => {
    const [recipient, other] = [await house.recipient(), await house.recipient()];
    recipient.reply = () => ({ status: 307, headers: { location: other.url } });
    const message = await house.publish([recipient.authority]);
    await house.told(message, 'dead-lettered');
    expect(other.pushed).toEqual([]);
  });

  test('a server with another certificate than the registered one gets nothing', async () => {
    const recipient = await house.recipient();
    const authority = await house.register({
      type: 'push',
      url: recipient.url,
      tlsFingerprint: 'ab'.repeat(32) as typeof recipient.tlsFingerprint,
    });
    const message = await house.publish([authority]);
    await house.told(message, 'attempt-failed');
    expect(house.of(message)[0]).toMatchObject({ code: 'recipient-untrusted' });
    expect(recipient.pushed).toEqual([]);
  });

  test('one recipient that never answers does not delay others, and its deliveries stand aside', async () => {
    const [dead, alive] = [await house.recipient(), await house.recipient()];
    dead.reply = () => 'hang';
    const stuck = await Promise.all(Array.from({ length: 60 }, () => house.publish([dead.authority])));
    const messages = await Promise.all(Array.from({ length: 60 }, () => house.publish([alive.authority])));
    for (const message of messages) await house.told(message, 'handed-over');
    // none of them was put aside, tried again or kept waiting for those that hang
    expect(messages.flatMap((message) => house.of(message).map(({ type }) => type))).toEqual(
      messages.map(() => 'handed-over'),
    );
    for (const message of stuck) await until('held or failed', () => house.of(message).length > 0);

    dead.reply = () => ({ status: 200 });
    for (const message of stuck) await house.told(message, 'handed-over');
  });

  test('lays into the mailbox', async () => {
    const reader = await house.register({ type: 'mailbox' });
    const message = await house.publish([reader]);
    await house.told(message, 'laid-into-mailbox');
    await until('the entry stands', async () => (await entryOf(reader, message))?.standing.state === 'in-mailbox');
    const [event] = house.of(message);
    if (event?.type !== 'laid-into-mailbox') throw new Error('another event');
    expect(Object.keys(attested(event.receipt))).toEqual(['http://uri.etsi.org/19522/Event/ContentConsignment']);
  });

  test('what is not fetched in time expires', async () => {
    const reader = await house.register({ type: 'mailbox' });
    const message = await house.publish([reader], { obsoleteAfter: new Date(Date.now() + 700).toISOString() });
    await house.told(message, 'laid-into-mailbox');
    await house.told(message, 'expired');
    expect((await entryOf(reader, message))?.standing).toMatchObject({ state: 'ended', outcome: 'expired' });
  });

  test('nothing is delivered before its time', async () => {
    const recipient = await house.recipient();
    const notBefore = Date.now() + 600;
    const message = await house.publish([recipient.authority], { notBefore: new Date(notBefore).toISOString() });
    await house.told(message, 'handed-over');
    expect(recipient.pushed[0]?.at).toBeGreaterThanOrEqual(notBefore);
    expect(house.of(message)[0]).toMatchObject({ type: 'delivery-held', reason: 'not-before' });
  });

  test('timers wiped from Redis are set again', async () => {
    const recipient = await house.recipient();
    recipient.reply = () => ({ status: 503, headers: { 'retry-after': '1' } });
    const message = await house.publish([recipient.authority]);
    await house.told(message, 'attempt-failed');
    await until('it is held', async () => (await entryOf(recipient.authority, message)) !== undefined);
    recipient.reply = () => ({ status: 200 });
    const redis = new Redis(house.redis.url);
    await redis.flushall();
    redis.disconnect();
    await house.told(message, 'handed-over');
  });

  test('without Redis first attempts go on, and further ones come when it is back', async () => {
    const [failing, working] = [await house.recipient(), await house.recipient()];
    await house.redis.kill9();
    failing.reply = ({ attempt }) => (attempt === 1 ? 'reset' : { status: 200 });
    const late = await house.publish([failing.authority]);
    const prompt = await house.publish([working.authority]);
    await house.told(prompt, 'handed-over');
    await house.told(late, 'attempt-failed');
    await house.redis.restart();
    await house.told(late, 'handed-over');
  });
});

test('what was pushed but not recorded is pushed again under the same delivery id', async () => {
  await using own = await startHouse();
  const recipient = await own.recipient();
  recipient.reply = async ({ attempt }) => {
    // The bus dies between the push and its record.
    if (recipient.pushed.length === 1 && attempt === 1) await own.nats.kill9();
    return { status: 200 };
  };
  const first = await own.start();
  const message = await own.publish([recipient.authority]);
  await until('it is pushed', () => recipient.pushed.length === 1);
  await first[Symbol.asyncDispose]();
  await own.nats.restart();
  await using _second = await own.start();
  await own.told(message, 'handed-over');
  expect(recipient.pushed.length).toBeGreaterThanOrEqual(2);
  expect(new Set(recipient.pushed.map(({ deliveryId }) => deliveryId))).toEqual(new Set(message.deliveries));
});
