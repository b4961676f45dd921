import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { startOpsServer } from './ops-server.ts';

const all = new AsyncDisposableStack();
const orders: unknown[] = [];
let port: number;

beforeAll(async () => {
  const order = (body: unknown) => {
    orders.push(body);
    return Promise.resolve({ status: 200, body: {} });
  };
  const needs = { port: 0, name: 'x', metrics: new Registry(), readiness: () => [], actions: { '/behaviour': order } };
  ({ port } = all.use(await startOpsServer(needs)));
});
afterAll(() => all.disposeAsync());

/** `fetch` would not let us say who we are. */
const ask = async (method: string, path: string, headers: Record<string, string> = {}): Promise<number> => {
  const asked = request({ host: '127.0.0.1', port, method, path, headers });
  asked.end(method === 'POST' ? '{"a":1}' : undefined);
  const [answer] = await once(asked, 'response');
  await text(answer);
  return answer.statusCode;
};
const json = { 'content-type': 'application/json' };

describe('an operations server', () => {
  test('answers under every name of loopback', async () => {
    for (const host of ['127.0.0.1:1', 'localhost', 'LOCALHOST:9', '[::1]:4704'])
      expect(await ask('GET', '/metrics', { host })).toBe(200);
    expect(await ask('GET', '/readyz')).toBe(200);
  });

  test('answers nobody under a foreign name that leads to it', async () => {
    for (const host of ['rebound.example', 'rebound.example:4704', 'localhost.rebound.example', '127.0.0.1.nip.io'])
      for (const path of ['/metrics', '/readyz', '/livez']) expect(await ask('GET', path, { host })).toBe(421);
    expect(await ask('POST', '/behaviour', { ...json, host: 'rebound.example' })).toBe(421);
    expect(orders).toEqual([]);
  });

  test('takes orders as JSON, and from no page but its own', async () => {
    for (const type of ['text/plain', 'text/plain; a=application/json', 'application/x-www-form-urlencoded'])
      expect(await ask('POST', '/behaviour', { 'content-type': type })).toBe(415);
    expect(await ask('POST', '/behaviour')).toBe(415);
    for (const origin of ['https://page.example', 'null', `http://127.0.0.1:${port + 1}`])
      expect(await ask('POST', '/behaviour', { ...json, origin })).toBe(403);
    expect(orders).toEqual([]);
    expect(await ask('POST', '/behaviour', { ...json, origin: `http://127.0.0.1:${port}` })).toBe(200);
    expect(await ask('POST', '/behaviour', { 'content-type': 'application/json; charset=utf-8' })).toBe(200);
    expect(orders).toEqual([{ a: 1 }, { a: 1 }]);
  });
});
