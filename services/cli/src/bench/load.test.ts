import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { Pool } from 'undici';
import { latencies } from './latency.ts';
import { type LoadMessage, runOpenLoad } from './load.ts';
import { plotOf } from './plot.ts';
import { stagesBetween, stagesIn } from './stages.ts';
import { kindAt } from './traffic.ts';

const message = (index: number): LoadMessage => ({
  messageId: String(index),
  kind: 'pushed',
  octets: Buffer.from(String(index)),
});

/** A server that answers nothing until it is let, then everything at once. */
const pausingServer = async () => {
  const waiting: ServerResponse[] = [];
  let paused = true;
  const answer = (response: ServerResponse): void => {
    response.writeHead(202).end('{"readers":[{"deliveryId":"d"}]}');
  };
  const server = createServer((request, response) => {
    request.resume();
    if (paused) waiting.push(response);
    else answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const pool = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { connections: 100 });
  return {
    pool,
    goOn: () => {
      paused = false;
      for (const one of waiting) answer(one);
    },
    [Symbol.asyncDispose]: async () => {
      await pool.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

test('a pause of the broker counts for every message that was due within it', async () => {
  await using server = await pausingServer();
  const { pool, goOn } = server;
  const running = runOpenLoad(pool, { count: 100, perSecond: 500, next: message, patienceMs: 10_000 });
  setTimeout(goOn, 150);
  const { accepted } = await running;
  expect(accepted).toHaveLength(100);
  const waited = accepted.filter(({ sentAtMs, acceptedAtMs }) => acceptedAtMs - sentAtMs > 50);
  // 150 ms at 500 a second: some 75 were due, and those of the first 100 ms waited for more than 50
  expect(waited.length).toBeGreaterThan(35);
});

test('kinds of messages come in their shares, whatever the number', () => {
  const traffic = { refused: 0.05, failing: 0.1, mailbox: 0.2, readers: 1 };
  const kinds = Array.from({ length: 1_000 }, (_, index) => kindAt(traffic, index));
  const share = (kind: string): number => kinds.filter((one) => one === kind).length / 1_000;
  expect(share('refused')).toBeCloseTo(0.05, 2);
  expect(share('failing')).toBeCloseTo(0.1, 2);
  expect(share('mailbox')).toBeCloseTo(0.2, 2);
});

test('stages are told apart from what services add up', () => {
  const figures = (seconds: number, passages: number): string =>
    ['submit', 'examine', 'examine-parse', 'store']
      .map((stage, n) => {
        const of = (unit: string, value: number): string =>
          `dienstweg_gateway_stage_${unit}_total{stage="${stage}"} ${value}`;
        return `${of('seconds', seconds * (4 - n))}\n${of('passages', passages)}`;
      })
      .join('\n');
  expect(stagesBetween(stagesIn(figures(1, 100)), stagesIn(figures(2, 200)))).toEqual({
    'wait for a thread': 10,
    'examine: parse': 20,
    resolve: 0,
    'sign and store': 10,
  });
});

test('the plot tells its values in words and escapes its title', () => {
  const some = latencies();
  for (const ms of [1, 2, 30]) some.add(ms);
  const latency = some.summary();
  const pass = { offeredPerSecond: 100, messagesPerSecond: 99, acceptMs: latency, handOverMs: latency };
  const svg = plotOf('2 < 3 cores', [pass, { ...pass, offeredPerSecond: 200 }]);
  expect(svg).toContain('<title id="title">2 &lt; 3 cores</title>');
  expect(svg).toContain(`100 messages/s: accepted p50 ${latency.p50} ms`);
});
