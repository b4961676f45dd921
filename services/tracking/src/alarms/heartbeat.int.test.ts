import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLog, until } from '@dienstweg/infra/testing/servers.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startHeartbeat } from './heartbeat.ts';
import type { Facts } from './measure.ts';

const ready: Facts = { services: [{ name: 'gateway' }, { name: 'delivery' }], streams: [] };
let monitor: Server;
let beats = 0;
let status = 200;
beforeAll(async () => {
  monitor = createServer((_, answer) => {
    beats += 1;
    answer.writeHead(status).end();
  });
  await new Promise<void>((listening) => void monitor.listen(0, '127.0.0.1', listening));
});
afterAll(async () => {
  monitor.closeAllConnections();
  await new Promise((closed) => monitor.close(closed));
});

test('the monitor hears nothing from the moment on in which messages wait and none is taken care of, until they are', async () => {
  let positions = { waiting: 0, takenCareOf: 5 };
  let looks = 0;
  await using heartbeat = startHeartbeat({
    url: `http://127.0.0.1:${(monitor.address() as AddressInfo).port}/ping`,
    everyMs: 20,
    facts: async () => ready,
    positions: async () => {
      looks += 1;
      return positions;
    },
    log: silentLog(),
  });
  await until('it beats', () => beats >= 2);
  expect(heartbeat.lastTakenAt()).toBeGreaterThan(0);
  positions = { waiting: 3, takenCareOf: 5 };
  const after = looks + 2;
  await until('it has looked', () => looks > after);
  const silent = beats;
  await until('it has looked again', () => looks > after + 5);
  expect(beats).toBe(silent);
  positions = { waiting: 3, takenCareOf: 6 };
  await until('it beats again', () => beats > silent);

  positions = { waiting: 0, takenCareOf: 9 };
  status = 500;
  const before = beats;
  await until('the monitor refuses', () => beats > before + 2);
  const taken = heartbeat.lastTakenAt();
  await until('it refuses again', () => beats > before + 5);
  expect(heartbeat.lastTakenAt()).toBe(taken);
});
