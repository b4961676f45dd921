/** What a recipient stands, and in which order things come. */
import { request } from '@dienstweg/infra/bus/requests.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DeliveryService } from './service.ts';
import { type House, startHouse } from './testing/house.ts';

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

const IN_ORDER = { retryDays: 3, inOrder: true };
const pause = (ms: number): Promise<void> => new Promise((over) => setTimeout(over, ms));
const iso = (inMs: number): string => new Date(Date.now() + inMs).toISOString();

describe('a recipient', () => {
  test('gets no more pushes at the same time than it stands', async () => {
    const recipient = await house.recipient({ limitConcurrent: 2 });
    let [now, most] = [0, 0];
    recipient.reply = async () => {
      now += 1;
      most = Math.max(most, now);
      await pause(30);
      now -= 1;
      return { status: 200 };
    };
    const messages = await Promise.all(Array.from({ length: 12 }, () => house.publish([recipient.authority])));
    for (const message of messages) await house.told(message, 'handed-over');
    expect(most).toBe(2);
    expect(recipient.pushed).toHaveLength(12);
  });

  test('gets no more pushes a minute than it stands; the rest comes later', async () => {
    const recipient = await house.recipient({ limitPerMinute: 60, limitConcurrent: 1 });
    const messages = [];
    for (let n = 0; n < 9; n += 1) messages.push(await house.publish([recipient.authority]));
    for (const message of messages) await house.told(message, 'handed-over');
    const [first] = recipient.pushed;
    const times = recipient.pushed.map(({ at }) => at - (first?.at ?? 0));
    // six at once, then one every 60/54 s
    expect(times[6]).toBeGreaterThan(900);
    expect(times[8]).toBeGreaterThan(3_000);
    expect(house.typesOf(messages[8] ?? messages[0] ?? (await house.publish([])))).toContain('delivery-held');
  });

  test('gets nothing while it is maintained, and what came then right after', async () => {
    const end = Date.now() + 1_500;
    const window = { from: iso(-1_000), until: new Date(end).toISOString() };
    const recipient = await house.recipient({ maintenance: [window] });
    const messages = await Promise.all(Array.from({ length: 5 }, () => house.publish([recipient.authority])));
    for (const message of messages) await house.told(message, 'handed-over');
    expect(Math.min(...recipient.pushed.map(({ at }) => at))).toBeGreaterThanOrEqual(end);
    expect(house.of(messages[0] ?? (await house.publish([])))[0]).toMatchObject({
      type: 'delivery-held',
      reason: 'maintenance',
    });
  });

  test('gets nothing while an operator has it paused, also by a service started since, and everything once resumed', async () => {
    const recipient = await house.recipient();
    const reader = recipient.authority;
    const by = { by: 'operator', reason: 'its database moves' };
    expect(await request(house.bus, 'pauseReader', { reader, ...by })).toMatchObject({ ok: true });
    await delivery[Symbol.asyncDispose]();
    delivery = await house.start();
    const messages = await Promise.all(Array.from({ length: 3 }, () => house.publish([reader])));
    for (const message of messages)
      await until('it is held', () => house.of(message).some((event) => event.type === 'delivery-held'));
    expect(house.of(messages[0] ?? (await house.publish([])))[0]).toMatchObject({ reason: 'paused' });
    expect(recipient.pushed).toEqual([]);
    const condition = await request(house.bus, 'deliveryCondition', {});
    expect(condition).toMatchObject({ ok: true, value: { paused: [{ reader, ...by }] } });
    const again = await request(house.bus, 'pauseReader', { reader, ...by });
    expect(again).toMatchObject({ ok: false, problem: { code: 'changed-meanwhile' } });
    expect(await request(house.bus, 'resumeReader', { reader, ...by })).toMatchObject({ ok: true });
    for (const message of messages) await house.told(message, 'handed-over');
  });

  test('is paused and resumed only where the directory knows it', async () => {
    const order = { reader: 'dvdv:nobody:1' as AuthorityId, by: 'operator', reason: 'a slip of the pen' };
    const unknown = { ok: false, problem: { code: 'not-found', detail: expect.stringContaining(order.reader) } };
    expect(await request(house.bus, 'pauseReader', order)).toMatchObject(unknown);
    expect(await request(house.bus, 'resumeReader', order)).toMatchObject(unknown);
    expect(await request(house.bus, 'deliveryCondition', {})).not.toHaveProperty('value.paused');
    const { authority: reader } = await house.recipient();
    const of = { ...order, reader };
    await until('it is known', async () => (await request(house.bus, 'pauseReader', of)).ok);
    expect(await request(house.bus, 'resumeReader', of)).toMatchObject({ ok: true });
    const again = await request(house.bus, 'resumeReader', of);
    expect(again).toMatchObject({ ok: false, problem: { code: 'changed-meanwhile' } });
  });

  test('that asked to be left alone for long, and takes messages again, gets what waited, also from a service started since', async () => {
    const recipient = await house.recipient();
    const retry = { ...house.config.retry, longestRetryAfterMs: 3_600_000, giveUpAfterMs: 86_400_000 };
    await delivery[Symbol.asyncDispose]();
    delivery = await house.start({ retry });
    recipient.reply = () => ({ status: 503, headers: { 'Retry-After': '3600' } });
    const refused = await house.publish([recipient.authority]);
    await house.told(refused, 'attempt-failed');
    const held = await house.publish([recipient.authority]);
    await house.told(held, 'delivery-held');
    await delivery[Symbol.asyncDispose]();
    delivery = await house.start({ retry });
    recipient.reply = () => ({ status: 200 });
    const fresh = await house.publish([recipient.authority]);
    for (const message of [fresh, refused, held]) await house.told(message, 'handed-over');
  });

  test('that comes back after an outage gets its backlog in order of acceptance', async () => {
    const recipient = await house.recipient({ limitConcurrent: 1 });
    recipient.reply = () => 'reset';
    const messages = [];
    for (let n = 0; n < 25; n += 1) messages.push(await house.publish([recipient.authority]));
    for (const message of messages)
      await until('it stands aside', () => house.typesOf(message).some((type) => type !== 'handed-over'));
    // long enough for its circuit to have opened several times
    const failed = recipient.pushed.length;
    await until('it is probed', () => recipient.pushed.length >= failed + 3);
    recipient.reply = () => ({ status: 200 });
    const from = recipient.pushed.length + 1;
    for (const message of messages) await house.told(message, 'handed-over');
    const place = new Map(messages.map(({ deliveries }, n) => [deliveries[0] as string, n]));
    // the first one finds out that it is back; from then on in order
    const order = recipient.pushed.slice(from).map(({ deliveryId }) => place.get(deliveryId) ?? -1);
    expect(order.length).toBeGreaterThan(15);
    const outOfOrder = order.filter((n, at) => at > 0 && n < (order[at - 1] ?? 0)).length;
    expect(outOfOrder).toBeLessThanOrEqual(1);
  });
});

describe('a conversation', () => {
  test('keeps its order where its type asks for it: later messages wait for an earlier one that fails', async () => {
    const recipient = await house.recipient();
    const [first, second, third] = ['a', 'b', 'c'].map(() => ({ conversationId: 'c-1', terms: IN_ORDER }));
    const one = await house.publish([recipient.authority], first);
    recipient.reply = ({ deliveryId, attempt }) => ({
      status: deliveryId === one.deliveries[0] && attempt < 3 ? 503 : 200,
    });
    const two = await house.publish([recipient.authority], second);
    const three = await house.publish([recipient.authority], third);
    const apart = await house.publish([recipient.authority], { conversationId: 'c-2', terms: IN_ORDER });
    for (const message of [one, two, three, apart]) await house.told(message, 'handed-over');
    const pushed = recipient.pushed.map(({ deliveryId }) => deliveryId);
    const at = (message: typeof one): number => pushed.lastIndexOf(message.deliveries[0] ?? '');
    expect(at(one)).toBeLessThan(at(two));
    expect(at(two)).toBeLessThan(at(three));
    expect(pushed.filter((id) => id === two.deliveries[0])).toHaveLength(1);
    expect(at(apart)).toBeLessThan(at(two));
  });

  test('goes on when an earlier message became a dead letter', async () => {
    const recipient = await house.recipient();
    const terms = { conversationId: 'c-3', terms: IN_ORDER };
    let refused = '';
    recipient.reply = async ({ deliveryId }) => {
      if (deliveryId !== refused) return { status: 200 };
      await pause(200);
      return { status: 400 };
    };
    const one = await house.publish([recipient.authority], terms);
    refused = one.deliveries[0] ?? '';
    const two = await house.publish([recipient.authority], terms);
    await house.told(two, 'handed-over');
    expect(['dead-lettered', 'handed-over']).toContain(house.typesOf(one).at(-1));
  });
});

describe('a mailbox', () => {
  test('is reminded of once, then somebody else is told once, by the days of the type', async () => {
    const reader = await house.register({ type: 'mailbox' });
    const terms = { retryDays: 3, inOrder: false };
    const soon = await house.publish([reader], { terms: { ...terms, remindAfterDays: 0, escalateAfterDays: 1e-5 } });
    const later = await house.publish([reader], { terms: { ...terms, remindAfterDays: 1, escalateAfterDays: 2 } });
    await house.told(soon, 'mailbox-escalated');
    await house.told(later, 'laid-into-mailbox');
    expect(house.typesOf(soon)).toEqual(['laid-into-mailbox', 'mailbox-reminder', 'mailbox-escalated']);
    await pause(700);
    expect(house.typesOf(soon)).toHaveLength(3);
    expect(house.typesOf(later)).toEqual(['laid-into-mailbox']);
  });
});
