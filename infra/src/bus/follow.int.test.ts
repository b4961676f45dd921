/** Following while lines break and messages are removed. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { STREAMS, subjectOfRegistryChange } from '@dienstweg/schemas/bus/streams.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connectTestBus, startNats, type TestNats, until } from '../testing/servers.ts';
import type { Bus } from './connect.ts';
import { followStream } from './follow.ts';
import { followDirectory } from './follow-directory.ts';
import { publishDurably } from './publish.ts';

let nats: TestNats;
let writer: Bus;
beforeAll(async () => {
  nats = await startNats();
  writer = await connectTestBus(nats);
});
afterAll(async () => {
  await writer[Symbol.asyncDispose]();
  await nats[Symbol.asyncDispose]();
});

/** A line to the server that can lose what the server says, and break. */
const openLine = async (port: number) => {
  const sockets = new Set<Socket>();
  let isLossy = false;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    near.pipe(far);
    far.on('data', (octets) => isLossy || near.write(octets));
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `nats://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lose: () => {
      isLossy = true;
    },
    breakOff: () => {
      for (const socket of sockets) socket.destroy();
      isLossy = false;
    },
    [Symbol.asyncDispose]: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
};

const publish = async (): Promise<number> => {
  const published = await publishDurably(writer, { subject: subjectOfRegistryChange, data: '{}' });
  if (!published.ok) throw new Error(published.reason);
  return published.sequence;
};

test('what was lost on a line that broke is read although nothing comes after it', async () => {
  await using line = await openLine(nats.port);
  await using bus = await connectTestBus({ url: line.url });
  const first = await publish();
  const read: number[] = [];
  await using following = await followStream(bus, { stream: STREAMS.registry, fromSequence: first }, ({ sequence }) => {
    read.push(sequence);
  });
  await following.caughtUp;
  line.lose();
  const second = await publish();
  await until('the server has sent it', async () => {
    for await (const { delivered } of writer.jsm.consumers.list(STREAMS.registry))
      if (delivered.stream_seq === second) return true;
    return false;
  });
  line.breakOff();
  await until('it is read', () => read.at(-1) === second);
  expect(read).toEqual([first, second]);
}, 60_000);

test('who waits for what stood in a stream does not wait for what was removed meanwhile', async () => {
  const subjects = Array.from({ length: 12 }, (_, n) => `delivery.reader.${n}`);
  for (const subject of subjects)
    expect(await publishDurably(writer, { subject, data: '1' })).toMatchObject({ ok: true });
  const read: string[] = [];
  await using following = await followStream(
    writer,
    { stream: STREAMS.deliveries, messagesInFlight: 1, paced: true },
    async ({ subject }) => {
      read.push(subject);
      // it came with the news that more is to come
      if (read.length !== 6) return;
      for (const filter of subjects.slice(6)) await writer.jsm.streams.purge(STREAMS.deliveries, { filter });
    },
  );
  await following.caughtUp;
  // one more may have been on its way
  expect([subjects.slice(0, 6), subjects.slice(0, 7)]).toContainEqual(read);
}, 60_000);

test('a following that is put down while it begins anew ends all the same', async () => {
  await using line = await openLine(nats.port);
  await using bus = await connectTestBus({ url: line.url });
  const first = await publish();
  const followings = await Promise.all(
    Array.from({ length: 60 }, () => followStream(bus, { stream: STREAMS.registry, fromSequence: first }, () => {})),
  );
  const back = new Promise<void>((resolve) => {
    bus.onChange((connected) => connected && resolve());
  });
  line.breakOff();
  await back;
  // at whatever point of it each of them is: its consumer is ended, asked for, made, being read from
  let ended = 0;
  const endings = followings.map(async (following, n) => {
    await delay(n * 8);
    await following[Symbol.asyncDispose]();
    ended += 1;
  });
  await until('all have ended', () => ended === endings.length);
}, 60_000);

test.each([`$JS.API.STREAM.INFO.${STREAMS.registry}`, `$JS.API.DIRECT.GET.${STREAMS.registry}`])(
  'the answer to %s in the registry is an edition that changes nothing: the next is recorded behind it',
  async (ask) => {
    const first = await publish();
    await using following = await followDirectory(writer, { fromFirst: true });
    await following.caughtUp;
    const question = ask.includes('DIRECT') ? JSON.stringify({ seq: first }) : '';
    writer.nc.publish(ask, question, { reply: subjectOfRegistryChange });
    await until('it is known', () => following.directory.edition > first);
    const { edition } = following.directory;
    expect(await publish()).toBe(edition + 1);
  },
  60_000,
);
