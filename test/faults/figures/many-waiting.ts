/**
 * `node test/faults/figures/many-waiting.ts [--waiting N]`: N entries (default 100,000) wait in DELIVERIES for 50 readers.
 * How soon is the delivery service ready after `kill -9`, and how soon are all timers back after Redis was wiped?
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';
import { subjectOfDelivery, TIMER_QUEUE } from '@dienstweg/schemas/bus/streams.ts';
import { deliveryIdOf } from '@dienstweg/schemas/delivery/delivery-id.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import { parseMessageId } from '@dienstweg/schemas/identifiers.ts';
import { openHouse } from '../world/house.ts';
import { AUTHORS, deadReaders } from '../world/parties.ts';

const { values } = parseArgs({ options: { waiting: { type: 'string' } } });
const waiting = Number(values.waiting ?? 100_000);
const IN_FLIGHT = 256;
const HOUR_MS = 3_600_000;
const TICKS_PER_SECOND = 100;
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

await using house = await openHouse({ gateways: 0, tell });
const [author] = AUTHORS;
const readers = deadReaders(50);
if (author === undefined) throw new Error('no author');

/** Seconds of CPU a process has used. */
const cpuOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
};

/** Failed once, to be tried again within one to two hours. */
const entryOf = (index: number): DeliveryEntry => {
  const reader = readers[index % readers.length];
  const messageId = parseMessageId(randomUUID());
  if (reader === undefined || messageId === undefined) throw new Error('no reader');
  const at = new Date().toISOString();
  const nextAttemptAt = new Date(Date.now() + HOUR_MS * (1 + index / waiting)).toISOString();
  return {
    deliveryId: deliveryIdOf(author, messageId, reader),
    author,
    messageId,
    messageSequence: index + 1,
    reader,
    role: 'reader',
    parts: ['core'],
    standing: { state: 'waiting', nextAttemptAt },
    attempts: 5,
    round: 1,
    acceptedAt: at,
    firstFailureAt: at,
    lastCode: 'recipient-unreachable',
  };
};

const countIn = (answer: string): number =>
  [...answer.matchAll(/^:(\d+)/gm)].reduce((sum, [, number]) => sum + Number(number), 0);
const timers = async (): Promise<number> => {
  const queue = `bull:${TIMER_QUEUE}`;
  return countIn(await house.redis(`ZCARD ${queue}:delayed`, `LLEN ${queue}:wait`, `LLEN ${queue}:active`));
};
const timersAreBack = (): Promise<void> =>
  until(
    'all have their timer',
    async () => {
      await delay(100);
      return (await timers()) >= waiting;
    },
    600_000,
  );

const delivery = house.processes.get('delivery');
const redis = house.processes.get('redis-server');
if (delivery === undefined || redis === undefined) throw new Error('no delivery service');
{
  await using writer = await house.bus('delivery');
  let next = 0;
  const lay = async (): Promise<void> => {
    while (next < waiting) {
      const entry = entryOf(next);
      next += 1;
      const subject = subjectOfDelivery(entry.reader, entry.deliveryId);
      const stored = await publishDurably(writer, { subject, data: JSON.stringify(entry) });
      if (!stored.ok) throw new Error(`not stored: ${stored.reason}`);
    }
  };
  const from = performance.now();
  await Promise.all(Array.from({ length: IN_FLIGHT }, lay));
  tell(`${waiting} entries laid in ${Math.round((performance.now() - from) / 1_000)} s`);
}
const restart = async (): Promise<{ readonly readyMs: number; readonly cpuSeconds: number }> => {
  const before = delivery.startsMs().length;
  delivery.kill9();
  await until('delivery is ready again', () => delivery.startsMs().length > before, 120_000);
  return { readyMs: Math.round(delivery.startsMs().at(-1) ?? 0), cpuSeconds: cpuOf(delivery.pid()) };
};
const wiped = async () => {
  await house.redis('FLUSHALL');
  const from = performance.now();
  const [ours, theirs] = [cpuOf(delivery.pid()), cpuOf(redis.pid())];
  await timersAreBack();
  return {
    ms: Math.round(performance.now() - from),
    cpuSeconds: { delivery: cpuOf(delivery.pid()) - ours, redis: cpuOf(redis.pid()) - theirs },
  };
};
const withoutTimers = await restart();
tell(JSON.stringify({ withoutTimers }));
await timersAreBack();
const withTimers = await restart();
tell(JSON.stringify({ withTimers }));
const timersBack = await wiped();
process.stdout.write(
  `${JSON.stringify({ waiting, restart: { withoutTimers, withTimers }, timersBack }, undefined, 2)}\n`,
);
