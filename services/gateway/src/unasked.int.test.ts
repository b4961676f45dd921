/** What nobody has asked for costs no memory and no connection. */
import { connect as tcp } from 'node:net';
import { readLast } from '@dienstweg/infra/bus/read.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';
import { STREAMS, subjectOfWebhook } from '@dienstweg/schemas/bus/streams.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Gateway } from './service.ts';
import { buildHouse, type House } from './testing/house.ts';
import { rawConnection } from './testing/raw-connection.ts';

const AUTHOR = 'quellhorn.meldebehoerde';

let house: House;
let gateway: Gateway;
beforeAll(async () => {
  house = await buildHouse();
  gateway = await house.start({ requestTimeoutMs: 3_000 });
});
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]();
  await house?.[Symbol.asyncDispose]();
});

/** What is answered to the head of a request whose body never comes. */
const answerToHead = async (head: string): Promise<string> => {
  const socket = rawConnection(house, gateway, AUTHOR);
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    heard += text;
  });
  socket.write(`${head}\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 999999\r\n\r\n{`);
  await until('it is answered', () => heard.includes('"code"'));
  socket.destroy();
  return heard;
};

test.each([
  ['POST /v1/nothing HTTP/1.1', 'not-found'],
  ['PUT /v1/messages HTTP/1.1', 'method-not-allowed'],
  ['DELETE /v1/webhook HTTP/1.1', 'too-large'],
  ['PUT /v1/webhook HTTP/1.1', 'too-large'],
])('a large body for %s is not waited for', async (head, code) => {
  expect(await answerToHead(head)).toContain(`"code":"${code}"`);
});

test('an address that is there answers another method with those that it has', async () => {
  const heard = await answerToHead('PUT /v1/messages?dryRun=true HTTP/1.1');
  expect(heard).toMatch(/^HTTP\/1\.1 405 /);
  expect(heard.toLowerCase()).toMatch(/^allow: post\r$/m);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['half a greeting', Buffer.from('160301020001', 'hex')],
])('a connection on which %s is said is closed', async (_what, octets) => {
  const socket = tcp(Number(new URL(gateway.origin).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(octets);
  let isClosed = false;
  socket.once('close', () => {
    isClosed = true;
  });
  await until('it is closed', () => isClosed);
});

test('an authority can register its webhook although something was written where that is kept', async () => {
  const subject = subjectOfWebhook(house.keysOf(AUTHOR).authority);
  house.bus.nc.publish(`$JS.API.STREAM.INFO.${STREAMS.registry}`, '', { reply: subject });
  await until('it stands there', async () => (await readLast(house.bus, STREAMS.webhooks, subject)) !== undefined);
  await using author = house.client(gateway, AUTHOR);
  expect((await author.get('/v1/webhook')).json).toMatchObject({ code: 'not-found' });
  const url = 'https://example.org/events';
  expect((await author.put('/v1/webhook', JSON.stringify({ url }))).status).toBe(200);
  expect((await author.get('/v1/webhook')).json).toMatchObject({ url });
});
