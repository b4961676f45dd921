/**
 * `node test/faults/figures/dead-recipients.ts [--waiting N]`: N deliveries (default 100,000) wait for 50 readers that
 * nobody can reach. The others must not notice: p99 of their hand-over at most 1.5 times that of an undisturbed system.
 * Then Redis is wiped: all timers must be back within 30 s. The delivery service runs with the product's own limits.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { readLast } from '@dienstweg/infra/bus/read.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import { HEADERS, keyOfMessage, STREAMS, subjectOfMessage, TIMER_QUEUE } from '@dienstweg/schemas/bus/streams.ts';
import { deliveryIdOf } from '@dienstweg/schemas/delivery/delivery-id.ts';
import { type AuthorityId, parseMessageId } from '@dienstweg/schemas/identifiers.ts';
import { chanceFrom } from '../random.ts';
import { openClients } from '../world/clients.ts';
import { changeOf, pushedTo } from '../world/directory.ts';
import { openHouse } from '../world/house.ts';
import { messageWriter } from '../world/messages.ts';
import { AUTHORS, deadReaders, readersThat } from '../world/parties.ts';

const { values } = parseArgs({ options: { waiting: { type: 'string' } } });
const waiting = Number(values.waiting ?? 100_000);
const DEAD = 50;
const IN_FLIGHT = 128;
const SAMPLES = 1_500;
const CLIENTS = 4;
const TIMERS_WITHIN_MS = 30_000;
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

await using house = await openHouse({ gateways: 1, tell });
await using clients = openClients({
  gateways: house.gateways,
  keys: house.keys,
  connections: CLIENTS,
  patienceMs: 60_000,
});
const [author] = AUTHORS;
if (author === undefined) throw new Error('no author');
const write = messageWriter(house.keys);
const chance = chanceFrom(1);
const good = readersThat('good');

/** Milliseconds from handing in to the arrival at a good reader. */
const handOvers = async (count: number): Promise<{ readonly p50: number; readonly p99: number }> => {
  const samples: number[] = [];
  let left = count;
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const message = write({ author, reader: chance.pick(good) });
      const beganMs = performance.now();
      await clients.handIn(message);
      const deliveryId = deliveryIdOf(author, message.messageId, message.reader);
      await until('it arrives', () => house.recipients.hasTaken(deliveryId), 60_000);
      const arrival = house.recipients.arrivals().findLast((one) => one.deliveryId === deliveryId);
      samples.push((arrival?.atMs ?? performance.now()) - beganMs);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  const sorted = samples.toSorted((one, other) => one - other);
  const at = (share: number): number => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
  return { p50: at(0.5), p99: at(0.99) };
};

/** Looks now and then, where looking itself is work for the servers. */
const eventually = (what: string, condition: () => Promise<boolean>, timeoutMs: number): Promise<void> =>
  until(
    what,
    async () => {
      await delay(250);
      return condition();
    },
    timeoutMs,
  );

/** Accepted messages are laid into the stream as the gateway does it, with the record of one that it has accepted. */
const layWaiting = async (bus: Bus, dead: readonly AuthorityId[]): Promise<void> => {
  const stored = await readLast(bus, STREAMS.messages, subjectOfMessage(author));
  if (stored === undefined) throw new Error('nothing was accepted');
  const pattern = JSON.parse(stored.headers[HEADERS.accepted] ?? '') as AcceptedRecord;
  let next = 0;
  const publisher = async (): Promise<void> => {
    while (next < waiting) {
      const reader = dead[next % dead.length];
      next += 1;
      const messageId = parseMessageId(randomUUID());
      const [first] = pattern.route.readers;
      if (reader === undefined || messageId === undefined || first === undefined) throw new Error('no reader');
      const routed = { ...first, authority: reader, deliveryId: deliveryIdOf(author, messageId, reader) };
      const record: AcceptedRecord = { ...pattern, messageId, route: { ...pattern.route, readers: [routed] } };
      const published = await publishDurably(bus, {
        subject: subjectOfMessage(author),
        data: stored.data,
        headers: {
          [HEADERS.accepted]: JSON.stringify(record),
          [HEADERS.receipt]: stored.headers[HEADERS.receipt] ?? '',
        },
        messageId: keyOfMessage(author, messageId),
      });
      if (!published.ok) throw new Error(`not stored: ${published.reason}`);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, publisher));
};

const countIn = (answer: string): number =>
  [...answer.matchAll(/^:(\d+)/gm)].reduce((sum, [, number]) => sum + Number(number), 0);
const timers = async (): Promise<number> => {
  const queue = `bull:${TIMER_QUEUE}`;
  return countIn(await house.redis(`ZCARD ${queue}:delayed`, `LLEN ${queue}:wait`, `LLEN ${queue}:active`));
};

const dead = deadReaders(DEAD);
const nobody = 'https://127.0.0.1:9/';
await house.record(changeOf(dead.flatMap((reader) => pushedTo(reader, `${nobody}${reader}`, house.node))));
await using gateway = await house.bus('gateway');
await using installer = await house.bus('installer');
await handOvers(SAMPLES / 3);
tell('measuring the undisturbed system');
const undisturbed = await handOvers(SAMPLES);
tell(`undisturbed: ${JSON.stringify(undisturbed)}; laying ${waiting} messages for ${DEAD} dead readers`);
const laidAt = performance.now();
await layWaiting(gateway, dead);
const entries = async (): Promise<number> => (await installer.jsm.streams.info(STREAMS.deliveries)).state.messages;
await eventually('all of them wait', async () => (await entries()) >= waiting, 900_000);
tell(`all wait after ${Math.round((performance.now() - laidAt) / 1_000)} s`);
const withDead = await handOvers(SAMPLES);
tell(`with ${waiting} waiting: ${JSON.stringify(withDead)}`);
const before = await timers();
await house.redis('FLUSHALL');
const wipedAt = performance.now();
// Those of readers whose circuit has just let somebody through may be under way for a moment.
await eventually('all timers are back', async () => (await timers()) >= before * 0.999, 120_000).catch((error: Error) =>
  tell(error.message),
);
const timersBackMs = Math.round(performance.now() - wipedAt);
const factor = Number((withDead.p99 / Math.max(undisturbed.p99, 1)).toFixed(2));
const ok = factor <= 1.5 && timersBackMs <= TIMERS_WITHIN_MS;
process.stdout.write(
  `${JSON.stringify({ waiting, undisturbed, withDead, factor, timers: before, timersBackMs, ok }, undefined, 2)}\n`,
);
process.exitCode = ok ? 0 : 1;
