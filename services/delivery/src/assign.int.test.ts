import { readLast } from '@dienstweg/infra/bus/read.ts';
import { request } from '@dienstweg/infra/bus/requests.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';
import { STREAMS, subjectOfDelivery } from '@dienstweg/schemas/bus/streams.ts';
import { clearingIdOf, clearingReaderOf, deliveryIdOf } from '@dienstweg/schemas/delivery/delivery-id.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { AuthorityEntry, PermissionEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DeliveryService } from './service.ts';
import { AUTHOR, type House, startHouse, TYPE } from './testing/house.ts';

let house: House;
let delivery: DeliveryService;

const authority = (id: AuthorityId): AuthorityEntry => ({
  kind: 'authority',
  id: `authority/${id}`,
  validFrom: '2020-01-01',
  authority: id,
  names: { de: id },
  category: 'office',
  environment: 'test',
});
const PERMISSION: PermissionEntry = {
  kind: 'permission',
  id: 'permission',
  validFrom: '2020-01-01',
  messageTypeCode: TYPE.code,
  from: { category: 'office' },
  to: { category: 'office' },
};

beforeAll(async () => {
  house = await startHouse();
  await house.change([authority(AUTHOR), PERMISSION]);
  delivery = await house.start();
}, 120_000);
afterAll(async () => {
  await delivery?.[Symbol.asyncDispose]();
  await house?.[Symbol.asyncDispose]();
});

const entryAt = async (reader: AuthorityId, id: DeliveryId): Promise<DeliveryEntry> => {
  const last = await readLast(house.bus, STREAMS.deliveries, subjectOfDelivery(reader, id));
  return JSON.parse(new TextDecoder().decode(last?.data)) as DeliveryEntry;
};
const acting = { by: 'operator', reason: 'responsible by the decree of Monday' };
const recipient = async () => {
  const there = await house.recipient();
  await house.change([authority(there.authority)]);
  return there;
};

/** The body that runs the exchange, which signs rejections. */
const EXCHANGE = 'dvdv:krz:990105401000' as AuthorityId;

describe('a role nobody holds', () => {
  test('waits in clearing until an operator says who gets it, and then reaches that reader, with its parts only', async () => {
    const found = await recipient();
    const message = await house.publish([], { clearing: 'tax-office', entitled: ['tax'] });
    await house.told(message, 'laid-into-clearing');
    const deliveryId = clearingIdOf(AUTHOR, message.messageId, 'tax-office');
    await until('it stands in clearing', async () => {
      const listed = await request(house.bus, 'clearing', { limit: 10 });
      return listed.ok && listed.value.inClearing.some((entry) => entry.deliveryId === deliveryId);
    });
    const assigned = await request(house.bus, 'assign', { deliveryId, to: found.authority, ...acting });
    expect(assigned).toMatchObject({ ok: true, value: { to: { authority: found.authority, parts: ['tax'] } } });
    await house.told(message, 'handed-over');
    expect(found.pushed[0]?.body).toContain('ref="tax"');
    expect(found.pushed[0]?.body).not.toContain('ref="core"');
    expect((await entryAt(clearingReaderOf('tax-office'), deliveryId)).standing).toMatchObject({
      state: 'ended',
      outcome: 'assigned',
      to: deliveryIdOf(AUTHOR, message.messageId, found.authority),
    });
  });

  test('can be given back to the author, once', async () => {
    const message = await house.publish([], { clearing: 'tax-office' });
    await house.told(message, 'laid-into-clearing');
    const deliveryId = clearingIdOf(AUTHOR, message.messageId, 'tax-office');
    const rejection = { author: EXCHANGE, messageId: message.messageId as MessageId };
    const give = () => request(house.bus, 'returned', { deliveryId, rejection, ...acting });
    await until('it is given back', async () => (await give()).ok);
    const byItself = { author: AUTHOR, messageId: message.messageId as MessageId };
    expect(await request(house.bus, 'returned', { deliveryId, rejection: byItself, ...acting })).toMatchObject({
      ok: false,
      problem: { code: 'request-invalid' },
    });
    expect(await give()).toMatchObject({ ok: false, problem: { code: 'delivery-not-replayable' } });
    expect(house.typesOf(message)).toContain('returned');
  });
});

describe('the place of a dead letter', () => {
  const deadLetter = async () => {
    const refusing = await recipient();
    refusing.reply = () => ({ status: 410 });
    const message = await house.publish([refusing.authority]);
    await house.told(message, 'dead-lettered');
    const deliveryId = message.deliveries[0] ?? ('' as DeliveryId);
    await until('it stands as a dead letter', async () => {
      const listed = await request(house.bus, 'deadLetters', { limit: 100 });
      return listed.ok && listed.value.deadLetters.some((entry) => entry.deliveryId === deliveryId);
    });
    return { refusing, message, deliveryId };
  };

  test('is taken once, also when the order comes again', async () => {
    const found = await recipient();
    const { message, deliveryId } = await deadLetter();
    const order = { deliveryId, to: found.authority, ...acting };
    expect((await request(house.bus, 'assign', order)).ok).toBe(true);
    await house.told(message, 'handed-over');
    expect(await request(house.bus, 'assign', order)).toMatchObject({
      ok: false,
      problem: { code: 'delivery-not-replayable' },
    });
    expect(found.pushed).toHaveLength(1);
    expect(house.typesOf(message).filter((type) => type === 'assigned')).toHaveLength(1);
  });

  test('of orders given at once one counts: nobody gets what was returned or given to somebody else', async () => {
    for (let round = 0; round < 3; round += 1) {
      const [one, other] = [await recipient(), await recipient()];
      const { refusing, message, deliveryId } = await deadLetter();
      refusing.reply = () => ({ status: 200 });
      const rejection = { author: EXCHANGE, messageId: message.messageId as MessageId };
      const pushedBefore = refusing.pushed.length;
      const answers = await Promise.all([
        request(house.bus, 'assign', { deliveryId, to: one.authority, ...acting }),
        request(house.bus, 'assign', { deliveryId, to: other.authority, ...acting }),
        request(house.bus, 'returned', { deliveryId, rejection, ...acting }),
        request(house.bus, 'replay', { deliveryId, ...acting }),
      ]);
      expect(answers.map(({ ok }) => ok).filter(Boolean)).toHaveLength(1);
      const [toOne, toOther, back, again] = answers.map(({ ok }) => ok);
      if (back !== true) await house.told(message, 'handed-over');
      const ordered = ['assigned', 'returned', 'replayed'];
      expect(house.typesOf(message).filter((type) => ordered.includes(type))).toHaveLength(1);
      // a delivery that nobody was told of would be tried at once
      const marker = await house.publish([one.authority, other.authority]);
      await until(
        'both have the next one',
        () => house.typesOf(marker).filter((type) => type === 'handed-over').length === 2,
      );
      expect([one, other].map(({ pushed }) => pushed.length - 1)).toEqual([Number(toOne), Number(toOther)]);
      expect(refusing.pushed.length - pushedBefore).toBe(Number(again));
    }
  }, 60_000);

  test('is not taken by who may not get it, and is told why', async () => {
    const { refusing, deliveryId } = await deadLetter();
    const stranger = await house.recipient();
    const assign = (to: AuthorityId) => request(house.bus, 'assign', { deliveryId, to, ...acting });
    expect(await assign(stranger.authority)).toMatchObject({ ok: false, problem: { code: 'reader-unknown' } });
    expect(await assign(refusing.authority)).toMatchObject({ ok: false, problem: { code: 'delivery-not-replayable' } });
    await house.change([{ ...authority(stranger.authority), category: 'elsewhere' }]);
    await until('it is not permitted', async () => {
      const answer = await assign(stranger.authority);
      return !answer.ok && answer.problem.code === 'not-permitted';
    });
    expect(stranger.pushed).toHaveLength(0);
  });
});
