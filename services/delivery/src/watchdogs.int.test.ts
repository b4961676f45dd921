/** What is wrong is told in words, and nothing is lost or doubled by it. */
import { until } from '@dienstweg/infra/testing/servers.ts';
import { TIMER_QUEUE } from '@dienstweg/schemas/bus/streams.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { type House, startHouse } from './testing/house.ts';

let house: House;
beforeAll(async () => {
  house = await startHouse();
}, 120_000);
afterAll(() => house?.[Symbol.asyncDispose]());

const finding = async (opsPort: number, code: string): Promise<{ readonly text: string } | undefined> => {
  const answer = await fetch(`http://127.0.0.1:${opsPort}/readyz`);
  const { findings } = (await answer.json()) as { findings: readonly { code: string; text: string }[] };
  return findings.find((each) => each.code === code);
};

test('whoever sets timers may neither wipe nor set up the server, nor touch anything else', async () => {
  const [timers, operator] = [new Redis(house.redis.timersUrl), new Redis(house.redis.url)];
  await timers.set(`bull:${TIMER_QUEUE}:tried`, '1');
  await operator.set('other', '1');
  const refused = await Promise.allSettled([
    timers.get('other'),
    timers.flushall(),
    timers.config('SET', 'maxmemory-policy', 'allkeys-lru'),
    timers.keys('*'),
    timers.eval("return redis.call('GET', 'other')", 0),
  ]);
  for (const outcome of refused) expect(String(Object(outcome).reason)).toMatch(/NOPERM|can't access/);
  await operator.del('other', `bull:${TIMER_QUEUE}:tried`);
  timers.disconnect();
  operator.disconnect();
});

describe('readiness', () => {
  test('says that Redis is set to drop timers, until it no longer is', async () => {
    await using delivery = await house.start();
    const redis = new Redis(house.redis.url);
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await until('it is told', async () => (await finding(delivery.opsPort, 'redis-evicts')) !== undefined);
    expect((await finding(delivery.opsPort, 'redis-evicts'))?.text).toMatch(/timers may vanish/);
    await redis.config('SET', 'maxmemory-policy', 'noeviction');
    await until('it is no longer told', async () => (await finding(delivery.opsPort, 'redis-evicts')) === undefined);
    redis.disconnect();
  });

  test('says that timers do not come; what is due is attempted without them', async () => {
    await using delivery = await house.start({ limits: { ...house.config.limits, timersLateMs: 500 } });
    const recipient = await house.recipient();
    recipient.reply = ({ attempt }) => ({ status: attempt < 3 ? 503 : 200 });
    const [connection, told] = [new Redis(house.redis.url, { maxRetriesPerRequest: null }), new Set<boolean>()];
    const timers = new Queue(TIMER_QUEUE, { connection });
    await timers.pause();
    const message = await house.publish([recipient.authority]);
    await until('it is handed over', async () => {
      told.add((await finding(delivery.opsPort, 'timers-late')) !== undefined);
      return house.typesOf(message).includes('handed-over');
    });
    expect(told).toEqual(new Set([false, true]));
    await timers.resume();
    await until('it is no longer told', async () => (await finding(delivery.opsPort, 'timers-late')) === undefined);
    await timers.close();
    connection.disconnect();
  });
});

test('a service that is told to end waits for the attempts under way, and nothing is pushed twice', async () => {
  const recipient = await house.recipient();
  const [first, answered] = [await house.start(), Promise.withResolvers<void>()];
  recipient.reply = async () => {
    await answered.promise;
    return { status: 200 };
  };
  const messages = await Promise.all(Array.from({ length: 8 }, () => house.publish([recipient.authority])));
  await until('all are under way', () => recipient.pushed.length === messages.length);
  const ended = first[Symbol.asyncDispose]();
  answered.resolve();
  await ended;
  await using _second = await house.start();
  const [last] = [await house.publish([recipient.authority])];
  for (const message of [...messages, last]) await house.told(message, 'handed-over');
  expect(recipient.pushed.map(({ deliveryId }) => deliveryId).toSorted()).toEqual(
    [...messages, last].flatMap(({ deliveries }) => deliveries).toSorted(),
  );
  expect(house.typesOf(last)).toEqual(['handed-over']);
  for (const message of messages) expect(house.typesOf(message)).toEqual(['handed-over']);
});
