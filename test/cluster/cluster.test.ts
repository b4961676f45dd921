/** Past one machine: three nats-servers that hold every message, two of each service, one server dying in the middle. */
import { request } from '@dienstweg/infra/bus/requests.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { AuthorityId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { expect, test } from '@jest/globals';
import { messageWriter } from '../faults/world/messages.ts';
import { AUTHORS, readersThat } from '../faults/world/parties.ts';
import { openClusterHouse } from './house.ts';

const MESSAGES = 80;
const AT_A_TIME = 8;
const WITHIN_MS = 90_000;

test('a cluster of three goes on accepting and delivering when the leader of its messages dies: nothing is lost or doubled', async () => {
  await using house = await openClusterHouse();
  const { cluster, keys, clients, recipients, bus } = house;
  const write = messageWriter(keys);
  const readers = readersThat('good');
  const leaderOf = async (): Promise<string> =>
    (await bus.jsm.streams.info(STREAMS.messages)).cluster?.leader ?? 'nobody';
  const led = await leaderOf();
  let begun = 0;
  let died: Promise<void> | undefined;
  const client = async (): Promise<void> => {
    while (begun < MESSAGES) {
      const number = begun;
      begun += 1;
      if (number === MESSAGES / 2) died = cluster.node(led).kill9();
      const [author, reader] = [AUTHORS[number % AUTHORS.length], readers[number % readers.length]];
      if (author === undefined || reader === undefined) throw new Error('nobody writes to nobody');
      await clients.handIn(write({ author, reader }));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, client));
  await died;

  const history = clients.history();
  const notAccepted = history.flatMap(({ tries }) => tries.at(-1) ?? []).filter(({ end }) => end !== 'accepted');
  expect(notAccepted).toEqual([]);
  expect(history).toHaveLength(MESSAGES);
  expect(await leaderOf()).not.toBe(led);

  // every message has come to effect exactly once
  const effects = (): readonly string[] =>
    recipients.arrivals().flatMap(({ effect, octetsDigest }) => (effect ? [octetsDigest] : []));
  await until('everything has arrived', () => new Set(effects()).size === MESSAGES, WITHIN_MS);
  expect(effects().toSorted()).toEqual(history.map(({ octetsDigest }) => octetsDigest).toSorted());

  // whichever of the two views answers
  const last = history.at(-1);
  if (last === undefined) throw new Error('nothing was handed in');
  const stateNow = async (): Promise<unknown> => {
    const reply = await request(bus, 'trackingMessage', {
      messageId: last.messageId as MessageId,
      author: last.author as AuthorityId,
    });
    return reply.ok ? JSON.stringify(reply.value) : undefined;
  };
  for (let asked = 0; asked < 6; asked += 1)
    await until('the view knows', async () => String(await stateNow()).includes('handed-over'), WITHIN_MS);

  // the one that died takes up what it missed
  await cluster.node(led).restart();
  await until(
    'all three hold every message',
    async () => {
      const { cluster: state } = await bus.jsm.streams.info(STREAMS.messages);
      return (state?.replicas ?? []).filter(({ current, offline }) => current && offline !== true).length === 2;
    },
    WITHIN_MS,
  );
}, 240_000);
