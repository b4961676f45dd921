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

/** What is answered to these octets. */
const answerTo = async (octets: string, enough = '"code"'): Promise<string> => {
  const socket = rawConnection(house, gateway, AUTHOR);
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    heard += text;
  });
  socket.write(octets);
  await until('it is answered', () => heard.includes(enough));
  socket.destroy();
  return heard;
};

/** What is answered to the head of a request whose body never comes. */
const answerToHead = (head: string): Promise<string> =>
  answerTo(`${head}\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 999999\r\n\r\n{`);

test.each([
  ['POST /v1/nothing HTTP/1.1', 'not-found'],
  ['PUT /v1/messages HTTP/1.1', 'method-not-allowed'],
  ['DELETE /v1/webhook HTTP/1.1', 'too-large'],
  ['PUT /v1/webhook HTTP/1.1', 'too-large'],
])('a large body for %s is not waited for', async (head, code) => {
  expect(await answerToHead(head)).toContain(`"code":"${code}"`);
});

test('who waits with a body is asked for it only where it is wanted', async () => {
  const head = (bytes: number) =>
    `POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/xml\r\nExpect: 100-continue\r\nContent-Length: ${bytes}\r\n\r\n`;
  expect(await answerTo(head(99_999_999))).toMatch(/^HTTP\/1\.1 413 [\s\S]*"code":"too-large"/);
  const elsewhere = await answerTo(head(4).replace(' /v1', ' https://other.example/v1'));
  // its next request would be taken for the body
  expect(elsewhere.toLowerCase()).toMatch(/^http\/1\.1 421 [\s\S]*connection: close/);
  expect(await answerTo(head(4), '100')).toMatch(/^HTTP\/1\.1 100 Continue/);
  const all = await answerTo(`${head(4)}<a/>`);
  expect(all).toMatch(/^HTTP\/1\.1 100 Continue[\s\S]*HTTP\/1\.1 422 /);
});

test.each([
  ['no host', 'GET /v1/webhook HTTP/1.1\r\n', 'request-invalid'],
  ['no host at an address open to all', 'GET /openapi.json HTTP/1.1\r\n', 'request-invalid'],
  ['two hosts', 'GET /v1/webhook HTTP/1.1\r\nHost: localhost\r\nHost: other.example\r\n', 'request-invalid'],
  ['another host', 'GET https://other.example/v1/webhook HTTP/1.1\r\nHost: localhost\r\n', 'misdirected-request'],
  ['an expectation of its own', 'GET /v1/webhook HTTP/1.1\r\nHost: localhost\r\nExpect: wonders\r\n', 'not-found'],
])('a request with %s is answered in our words', async (_what, head, code) => {
  const heard = await answerTo(`${head}\r\n`);
  expect(heard).toContain('application/problem+json');
  expect(heard).toContain(`"code":"${code}"`);
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
