import { connectBus } from '@dienstweg/infra/bus/connect.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import { pathOfMailboxDelivery } from '@dienstweg/schemas/http/paths.ts';
import type { DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DEFAULT_LIMITS } from './config.ts';
import { buildHouse, type House } from './testing/house.ts';
import { countOf, eventsIn, messageOf, stepOf } from './testing/messages.ts';
import { rawConnection } from './testing/raw-connection.ts';

const AUTHOR = 'quellhorn.meldebehoerde';
/** Has a mailbox. */
const READER = 'wiekmoor.meldebehoerde';
const NOTICE = stepOf('wohnsitz.rueckmeldung');
const DAY_MS = 86_400_000;
const ROUTE = '/v1/routes?service=leika:99999115005000&region=ars:990200003003';

let house: House;

beforeAll(async () => {
  house = await buildHouse();
});

afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
});

test('without nats-server messages are answered with 503 and routes go on; it recovers by itself', async () => {
  await using gateway = await house.start();
  await using author = house.client(gateway, AUTHOR);
  await using reader = house.client(gateway, READER);
  const message = messageOf(house, NOTICE);
  const handedIn = await author.post('/v1/messages', messageOf(house, NOTICE, { to: READER }));
  const [{ deliveryId }] = handedIn.json.readers as [{ deliveryId: DeliveryId }];
  await house.nats.kill9();
  expect(await reader.get(pathOfMailboxDelivery(deliveryId))).toMatchObject({
    status: 503,
    json: { code: 'broker-unavailable' },
  });
  await until('the loss is noticed', async () => {
    const answer = await author.post('/v1/messages', message);
    return answer.json.code === 'broker-unavailable' && answer.headers['retry-after'] !== undefined;
  });
  expect((await author.get(ROUTE)).json).toMatchObject({ answer: 'one' });
  await house.nats.restart();
  await until('messages are accepted again', async () =>
    [200, 202].includes((await author.post('/v1/messages', message)).status),
  );
  // the client drops what is asked while it reconnects, and this connection is another one than the gateway's
  await until('we are connected again', () => house.bus.isConnected());
  const before = await countOf(house.bus, STREAMS.messages);
  expect((await author.post('/v1/messages', message)).json).toMatchObject({ repeated: true });
  expect(await countOf(house.bus, STREAMS.messages)).toBe(before);
}, 60_000);

test('a gateway that begins anew knows what was accepted before, also without its index', async () => {
  const message = messageOf(house, NOTICE);
  const accepted = await (async () => {
    await using gateway = await house.start();
    await using author = house.client(gateway, AUTHOR);
    return await author.post('/v1/messages', message);
  })();
  await using gateway = await house.start();
  await using author = house.client(gateway, AUTHOR);
  expect((await author.post('/v1/messages', message)).json).toEqual({ ...accepted.json, repeated: true });
}, 40_000);

test('a message on which an examining thread hangs is refused, and the next one is examined', async () => {
  await using gateway = await house.start(
    { pool: { ...DEFAULT_LIMITS.pool, threads: 1, timeLimitMs: 300 } },
    { examineEntry: new URL('./testing/hanging-worker.ts', import.meta.url) },
  );
  await using author = house.client(gateway, AUTHOR, 2);
  const [hanging, good] = await Promise.all([
    author.post('/v1/messages', `<?xml version="1.0"?><hang/>`),
    author.post('/v1/messages', messageOf(house, NOTICE)),
  ]);
  expect(hanging?.json).toMatchObject({ code: 'limit-exceeded' });
  expect(good?.status).toBe(202);
  expect((await author.post('/v1/messages', `<?xml version="1.0"?><die/>`)).json.code).toBe('examination-failed');
  expect((await author.post('/v1/messages', messageOf(house, NOTICE))).status).toBe(202);
  const codes = (await eventsIn(house.bus)).flatMap((event) => (event.type === 'message-refused' ? [event.code] : []));
  expect(codes).toEqual(expect.arrayContaining(['limit-exceeded', 'examination-failed']));
}, 40_000);

test('an authority whose messages take long holds up its own, and those of nobody else', async () => {
  await using gateway = await house.start(
    { pool: { ...DEFAULT_LIMITS.pool, threads: 2, timeLimitMs: 1_200 } },
    { examineEntry: new URL('./testing/hanging-worker.ts', import.meta.url) },
  );
  await using holdingUp = house.client(gateway, READER, 5);
  await using author = house.client(gateway, AUTHOR);
  // its connection and the message type are known before
  expect((await author.post('/v1/messages', messageOf(house, NOTICE))).status).toBe(202);
  const ended: string[] = [];
  const hanging = Array.from({ length: 5 }, async () => {
    const { json } = await holdingUp.post('/v1/messages', `<?xml version="1.0"?><hang/>`);
    ended.push(String(json.code));
  });
  await until('one of them is given up', () => ended.length > 0);
  expect((await author.post('/v1/messages', messageOf(house, NOTICE))).status).toBe(202);
  expect(ended.length).toBeLessThanOrEqual(3);
  await Promise.all(hanging);
  expect(new Set(ended)).toEqual(new Set(['limit-exceeded']));
}, 120_000);

test('a gateway whose clock is wrong refuses nobody for the hour', async () => {
  const inMs = (ms: number): Date => new Date(Date.now() + ms);
  await using gateway = await house.start({}, { now: () => inMs(3_600_000) });
  await using author = house.client(gateway, AUTHOR);
  const isOver = messageOf(house, NOTICE, { header: { obsoleteAfter: inMs(1_800_000).toISOString() } });
  const answer = await author.post('/v1/messages', isOver);
  expect(answer.json).toMatchObject({ code: 'broker-unavailable', retryable: true });
  expect(answer.headers['retry-after']).toBe('60');
}, 40_000);

test.each([
  ['is over by it', 400 * DAY_MS],
  ['has not begun by it', -DAY_MS],
])(
  'a gateway whose clock is wrong sends no peer away whose certificate %s',
  async (_what, offsetMs) => {
    await using gateway = await house.start({}, { now: () => new Date(Date.now() + offsetMs) });
    await using author = house.client(gateway, AUTHOR);
    const answer = await author.get(ROUTE);
    expect([answer.status, answer.json.code, answer.headers['retry-after']]).toEqual([503, 'broker-unavailable', '60']);
  },
  40_000,
);

test.each([
  ['was wrong and is set right meanwhile', 'set right'],
  ['may be wrong and nobody can be asked', 'unavailable'],
] as const)(
  'a gateway whose clock %s refuses nobody for the hour',
  async (_what, then) => {
    let offsetMs = 3_600_000;
    let isHandedIn = false;
    const connect: typeof connectBus = async (identity) => {
      const bus = await connectBus(identity);
      const { streams } = bus.jsm;
      const info = streams.info.bind(streams);
      streams.info = async (name, data) => {
        if (isHandedIn && then === 'unavailable') throw new Error('nobody answers');
        if (isHandedIn) offsetMs = 0;
        return info(name, data);
      };
      return bus;
    };
    await using gateway = await house.start({}, { now: () => new Date(Date.now() + offsetMs), connect });
    await using author = house.client(gateway, AUTHOR);
    const isOver = messageOf(house, NOTICE, {
      header: { obsoleteAfter: new Date(Date.now() + 1_800_000).toISOString() },
    });
    isHandedIn = true;
    const answer = await author.post('/v1/messages', isOver);
    expect(answer.json).toMatchObject({ code: 'broker-unavailable', retryable: true });
    offsetMs = 0;
    isHandedIn = false;
    expect((await author.post('/v1/messages', isOver)).status).toBe(202);
  },
  40_000,
);

test('an authority that hands in more than its quota is asked to wait', async () => {
  await using gateway = await house.start({ quota: { ...DEFAULT_LIMITS.quota, messagesPerMinute: 2 } });
  await using author = house.client(gateway, AUTHOR);
  const answers = [];
  for (let count = 0; count < 3; count += 1) answers.push(await author.post('/v1/messages', messageOf(house, NOTICE)));
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 429]);
  expect(Number(answers[2]?.headers['retry-after'])).toBeGreaterThan(0);
});

test('strangers beyond their measure are turned away without a record, and authorities from the same address are not', async () => {
  await using gateway = await house.start({ strangersPerMinute: 3 });
  await using stranger = house.client(gateway, undefined);
  const before = await countOf(house.bus, STREAMS.events);
  const answers = [];
  for (let count = 0; count < 8; count += 1) answers.push(await stranger.post('/v1/messages', '<a/>'));
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 429, 429, 429, 429, 429]);
  expect(answers[7]?.json.code).toBe('quota-exceeded');
  expect(answers[7]?.headers).toMatchObject({ connection: 'close', 'retry-after': expect.stringMatching(/^\d+$/) });
  expect(await countOf(house.bus, STREAMS.events)).toBe(before + 3);
  await using author = house.client(gateway, AUTHOR);
  expect((await author.post('/v1/messages', messageOf(house, NOTICE))).status).toBe(202);
});

test('bodies refused unread use up the quota, which is then refused without a record', async () => {
  await using gateway = await house.start({ quota: { ...DEFAULT_LIMITS.quota, messagesPerMinute: 2 } });
  await using author = house.client(gateway, AUTHOR);
  const before = await countOf(house.bus, STREAMS.events);
  const answers = [];
  for (let count = 0; count < 5; count += 1)
    answers.push(await author.post('/v1/messages', '{}', { 'content-type': 'application/json' }));
  expect(answers.map(({ status }) => status)).toEqual([415, 415, 429, 429, 429]);
  expect(await countOf(house.bus, STREAMS.events)).toBe(before + 2);
});

test('a body that does not arrive in time ends the connection', async () => {
  await using gateway = await house.start({ requestTimeoutMs: 1_000 });
  const socket = rawConnection(house, gateway, AUTHOR);
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    heard += text;
  });
  socket.write(
    'POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/xml\r\nContent-Length: 100\r\n\r\n<a',
  );
  await new Promise((resolve) => socket.once('close', resolve));
  expect(heard).toContain('limit-exceeded');
});

test('whoever hangs up before the answer gives back the place', async () => {
  await using gateway = await house.start({
    quota: { ...DEFAULT_LIMITS.quota, concurrentSubmissions: 2 },
    bodiesBytes: 2 * DEFAULT_LIMITS.limitBytes,
  });
  const before = await countOf(house.bus, STREAMS.messages);
  for (let count = 1; count <= 4; count += 1) {
    const message = messageOf(house, NOTICE);
    const socket = rawConnection(house, gateway, AUTHOR);
    const head = `POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/xml\r\nContent-Length: ${Buffer.byteLength(message)}\r\n\r\n`;
    await new Promise<void>((resolve) => {
      socket.write(head + message, () => resolve());
    });
    socket.destroy();
    await until('it is stored', async () => (await countOf(house.bus, STREAMS.messages)) === before + count);
  }
  await using author = house.client(gateway, AUTHOR);
  expect((await author.post('/v1/messages', messageOf(house, NOTICE))).status).toBe(202);
}, 40_000);

test('a full message store is answered with 503 and the reason; what comes again when there is room is accepted', async () => {
  await using gateway = await house.start();
  await using author = house.client(gateway, AUTHOR);
  const message = messageOf(house, NOTICE);
  const { config, state } = await house.bus.jsm.streams.info(STREAMS.messages);
  await house.bus.jsm.streams.update(STREAMS.messages, { ...config, max_bytes: state.bytes + 100 });
  const refused = await author.post('/v1/messages', message);
  expect(refused.json).toMatchObject({ code: 'broker-unavailable', status: 503, retryable: true });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  await house.bus.jsm.streams.update(STREAMS.messages, { ...config, max_bytes: -1 });
  expect((await author.post('/v1/messages', message)).status).toBe(202);
}, 40_000);

test('with too little room on the disk nothing is accepted, and readiness says so', async () => {
  await using gateway = await house.start({
    storeFolder: house.nats.folder,
    diskReserveBytes: Number.MAX_SAFE_INTEGER,
  });
  await using author = house.client(gateway, AUTHOR);
  const refused = await author.post('/v1/messages', messageOf(house, NOTICE));
  expect(refused.json).toMatchObject({ code: 'broker-unavailable', status: 503 });
  expect(refused.headers['retry-after']).toBe('60');
  const readiness = await fetch(`http://127.0.0.1:${gateway.opsPort}/readyz`);
  expect(await readiness.json()).toMatchObject({ ready: false, findings: [{ code: 'disk-low', severity: 'error' }] });
}, 40_000);

test('an author with too many messages on their way is asked to wait, but a repetition is answered', async () => {
  await using gateway = await house.start({ quota: { ...DEFAULT_LIMITS.quota, openMessages: 2 } });
  await using author = house.client(gateway, AUTHOR);
  const first = messageOf(house, NOTICE);
  for (const message of [first, messageOf(house, NOTICE)])
    expect((await author.post('/v1/messages', message)).status).toBe(202);
  const refused = await author.post('/v1/messages', messageOf(house, NOTICE));
  expect(refused.json).toMatchObject({ code: 'quota-exceeded', status: 429 });
  expect(refused.headers['retry-after']).toBe('60');
  expect((await author.post('/v1/messages', first)).json).toMatchObject({ repeated: true });
}, 40_000);

test('stopping under load answers everything that was received; then connections are refused, none broken off', async () => {
  const gateway = await house.start();
  await using author = house.client(gateway, AUTHOR, 8);
  const messages = Array.from({ length: 40 }, () => messageOf(house, NOTICE));
  const outcomes: string[] = [];
  let stopping = false;
  const submitter = async (): Promise<void> => {
    while (!stopping || outcomes.at(-1) !== 'ECONNREFUSED') {
      const message = messages[outcomes.length % messages.length] ?? '';
      try {
        outcomes.push(String((await author.post('/v1/messages', message)).status));
      } catch (error) {
        outcomes.push((error as { readonly code?: string }).code ?? String(error));
      }
    }
  };
  const submitters = Promise.all(Array.from({ length: 8 }, submitter));
  await until('messages are accepted', () => outcomes.length > 30);
  stopping = true;
  await gateway[Symbol.asyncDispose]();
  await submitters;
  expect([...new Set(outcomes)].toSorted()).toEqual(['200', '202', 'ECONNREFUSED']);
}, 40_000);
