/** The process ends between what it told and what it writes down. What was told stands. */
import { connectBus } from '@dienstweg/infra/bus/connect.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { readLast } from '@dienstweg/infra/bus/read.ts';
import { request } from '@dienstweg/infra/bus/requests.ts';
import { silentLog, until } from '@dienstweg/infra/testing/servers.ts';
import { CONSUMERS, STREAMS, subjectOfDelivery, subjectOfEvents } from '@dienstweg/schemas/bus/streams.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startDelivery } from './service.ts';
import { type House, type Published, startHouse } from './testing/house.ts';

let house: House;
beforeAll(async () => {
  house = await startHouse();
}, 120_000);
afterAll(() => house?.[Symbol.asyncDispose]());

/** A connection that is gone as soon as something has been stored: nothing is written down any more. */
const goneAfterStoring =
  (isLast: (subject: string, data: string) => boolean): typeof connectBus =>
  async (identity) => {
    const bus = await connectBus(identity);
    const publish: typeof bus.acks.publish = async (publication) => {
      const heard = await bus.acks.publish(publication);
      if (isLast(publication.subject, String(publication.data))) await bus.nc.close();
      return heard;
    };
    return { ...bus, acks: { ...bus.acks, publish } };
  };
const goneAfter = (type: DienstwegEvent['type']): typeof connectBus =>
  goneAfterStoring((subject, data) => subject === subjectOfEvents('delivery') && data.includes(`"type":"${type}"`));

const entryOf = async (reader: AuthorityId, { deliveries }: Published): Promise<DeliveryEntry | undefined> => {
  const subject = subjectOfDelivery(reader, deliveries[0] ?? ('' as DeliveryId));
  const stored = await readLast(house.bus, STREAMS.deliveries, subject);
  return stored === undefined ? undefined : JSON.parse(new TextDecoder().decode(stored.data));
};

const isPutDown = async ({ sequence }: Published): Promise<boolean> =>
  (await house.bus.jsm.consumers.info(STREAMS.messages, CONSUMERS.delivery)).ack_floor.stream_seq >= sequence;

describe('an end that was told and not written down', () => {
  test('is written down at the next start, however the recipient answers then', async () => {
    const recipient = await house.recipient();
    recipient.reply = ({ attempt }) => ({ status: attempt === 1 ? 500 : 200 });
    const first = await startDelivery(house.config, silentLog(), { connect: goneAfter('handed-over') });
    const message = await house.publish([recipient.authority]);
    await house.told(message, 'handed-over');
    await first[Symbol.asyncDispose]();
    expect(await entryOf(recipient.authority, message)).toMatchObject({ standing: { state: 'waiting' }, attempts: 1 });

    recipient.reply = () => ({ status: 400 });
    await using _second = await house.start();
    await until(
      'the entry has ended',
      async () => (await entryOf(recipient.authority, message))?.standing.state === 'ended',
    );
    expect(await entryOf(recipient.authority, message)).toMatchObject({
      standing: { outcome: 'handed-over' },
      attempts: 2,
    });
    expect(recipient.pushed).toHaveLength(2);
    expect(house.typesOf(message)).toEqual(['attempt-failed', 'handed-over']);
  });

  test('is written down however much others told since', async () => {
    const recipient = await house.recipient();
    recipient.reply = ({ attempt }) => ({ status: attempt === 1 ? 500 : 200 });
    const first = await startDelivery(house.config, silentLog(), { connect: goneAfter('handed-over') });
    const message = await house.publish([recipient.authority]);
    await house.told(message, 'handed-over');
    await first[Symbol.asyncDispose]();
    const [subject, data] = [subjectOfEvents('gateway'), '[]'];
    await Promise.all(Array.from({ length: 1_000 }, () => publishDurably(house.bus, { subject, data })));

    await using _second = await house.start();
    await until(
      'the entry has ended',
      async () => (await entryOf(recipient.authority, message))?.standing.state === 'ended',
    );
    expect(house.typesOf(message)).toEqual(['attempt-failed', 'handed-over']);
  });

  test('is not attempted again when its message comes again without an entry', async () => {
    const recipient = await house.recipient();
    const first = await startDelivery(house.config, silentLog(), { connect: goneAfter('handed-over') });
    const message = await house.publish([recipient.authority]);
    await house.told(message, 'handed-over');
    await first[Symbol.asyncDispose]();
    expect(await isPutDown(message)).toBe(false);

    recipient.reply = () => ({ status: 400 });
    await using _second = await house.start();
    await until('the message is put down', () => isPutDown(message));
    expect(recipient.pushed).toHaveLength(1);
    expect(house.typesOf(message)).toEqual(['handed-over']);
  });

  test('a dead letter that was only told can be replayed', async () => {
    const recipient = await house.recipient();
    recipient.reply = () => ({ status: 400 });
    const first = await startDelivery(house.config, silentLog(), { connect: goneAfter('dead-lettered') });
    const message = await house.publish([recipient.authority]);
    await house.told(message, 'dead-lettered');
    await first[Symbol.asyncDispose]();

    recipient.reply = () => ({ status: 200 });
    await using _second = await house.start();
    await until('it is a dead letter', async () => {
      const entry = await entryOf(recipient.authority, message);
      return entry?.standing.state === 'dead-letter';
    });
    expect(recipient.pushed).toHaveLength(1);
    expect(house.typesOf(message)).toEqual(['attempt-failed', 'dead-lettered']);
    const [deliveryId] = message.deliveries;
    const order = { deliveryId: deliveryId as DeliveryId, by: 'operator', reason: 'mended' };
    expect(await request(house.bus, 'replay', order)).toMatchObject({ ok: true });
    await house.told(message, 'handed-over');
    expect(recipient.pushed).toHaveLength(2);
  });
});

describe('a service that is told to stop', () => {
  test('does not wait for a bus that is away, whatever mailboxes wait for', async () => {
    const reader = await house.register({ type: 'mailbox' });
    const limits = { ...house.config.limits, reconcileEveryMs: 100 };
    const connect = goneAfterStoring((_, data) => data.includes(reader) && data.includes('"in-mailbox"'));
    const first = await startDelivery({ ...house.config, limits }, silentLog(), { connect });
    const obsoleteAt = Date.now() + 1_000;
    const message = await house.publish([reader], { obsoleteAfter: new Date(obsoleteAt).toISOString() });
    await until('it tries to write down that it has expired', () => Date.now() > obsoleteAt + 500);
    await first[Symbol.asyncDispose]();
    expect(await entryOf(reader, message)).toMatchObject({ standing: { state: 'in-mailbox' } });

    await using _second = await house.start();
    await house.told(message, 'expired');
    expect(house.typesOf(message)).toEqual(['laid-into-mailbox', 'expired']);
  });

  test('does not wait for recipients that say nothing; what they were given comes again at once', async () => {
    const recipient = await house.recipient();
    recipient.reply = ({ attempt }) => (attempt === 1 ? { status: 500 } : 'hang');
    const limits = { ...house.config.limits, firstAttemptMs: 30_000, laterAttemptMs: 30_000, ackWaitMs: 30_000 };
    const first = await house.start({ limits });
    const retried = await house.publish([recipient.authority]);
    await until('its second attempt hangs', () => recipient.pushed.length === 2);
    recipient.reply = () => 'hang';
    const fresh = await house.publish([recipient.authority]);
    await until('the first attempt at another hangs', () => recipient.pushed.length === 3);
    const begun = performance.now();
    await first[Symbol.asyncDispose]();
    expect(performance.now() - begun).toBeLessThan(10_000);

    recipient.reply = () => ({ status: 200 });
    await using _second = await house.start({ limits });
    await house.told(retried, 'handed-over');
    await house.told(fresh, 'handed-over');
    expect(house.typesOf(retried)).toEqual(['attempt-failed', 'handed-over']);
    expect(house.typesOf(fresh)).toEqual(['handed-over']);
    expect(recipient.pushed.map(({ attempt }) => attempt).toSorted()).toEqual([1, 1, 1, 2, 2]);
  });
});
