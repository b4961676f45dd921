import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { portsOf } from '../ports.ts';
import { startNats, startRedis } from '../testing/servers.ts';
import { clockFindings, judgeDisk, nodeFindings, portFindings } from './machine.ts';
import { judgeNats, natsFindings, redisFindings } from './servers.ts';

const codes = (findings: readonly { readonly code: string }[]): readonly string[] => findings.map(({ code }) => code);

describe('the doctor', () => {
  test('refuses a NATS server that acknowledges before it writes, and one it cannot look at', async () => {
    await using nats = await startNats();
    const given = { natsGiven: true, natsDurable: false, ports: portsOf(4700) };
    expect(codes(await natsFindings({ ...given, natsMonitorUrl: nats.monitorUrl }))).toEqual([]);
    expect(codes(await natsFindings(given))).toEqual(['nats-durability-unknown']);
    expect(codes(await natsFindings({ ...given, natsDurable: true }))).toEqual([]);
    const lax = `listen: 127.0.0.1:${nats.port}\nhttp: ${nats.monitorUrl.slice('http://'.length)}\njetstream { store_dir: ${JSON.stringify(join(nats.folder, 'store'))} }\n`;
    await nats.kill9();
    expect(codes(await natsFindings({ ...given, natsMonitorUrl: nats.monitorUrl }))).toEqual(['nats-unreachable']);
    await writeFile(join(nats.folder, 'nats.conf'), lax);
    await nats.restart();
    expect(codes(await natsFindings({ ...given, natsMonitorUrl: nats.monitorUrl }))).toEqual(['nats-not-durable']);
    expect(codes(judgeNats({ version: '2.9.10' }, true))).toEqual(['nats-too-old', 'nats-without-jetstream']);
  });

  test('asks our own NATS server without its monitoring pages, and tells a stranger on its port from it', async () => {
    await using nats = await startNats();
    const own = (port: number) => natsFindings({ natsGiven: false, natsDurable: false, ports: portsOf(port) });
    expect(codes(await own(nats.port))).toEqual([]);
    await nats.kill9();
    expect(codes(await own(nats.port))).toEqual(['nats-unreachable']);
    const stranger = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    expect(codes(await own((stranger.address() as AddressInfo).port))).toEqual(['nats-unreachable']);
    stranger.close();
  });

  test('refuses a Redis that throws keys away', async () => {
    await using redis = await startRedis();
    expect(await redisFindings(redis.timersUrl)).toEqual([]);
    const client = new Redis(redis.url);
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await client.config('SET', 'appendonly', 'no');
    await client.quit();
    expect(codes(await redisFindings(redis.url))).toEqual(['redis-evicts', 'redis-not-persistent']);
    expect(codes(await redisFindings(`redis://127.0.0.1:${redis.port}`))).toEqual(['redis-unreachable']);
    expect(codes(await portFindings({ ...portsOf(1), redis: redis.port }))).toContain('ports-in-use');
  });

  test('knows an old Node, a full disk and a clock that went back', () => {
    expect(codes(nodeFindings('v20.20.2'))).toEqual(['node-too-old']);
    expect(nodeFindings('24.21.0')).toEqual([]);
    expect(judgeDisk(50_000_000)).toMatchObject([{ code: 'disk-low', severity: 'error' }]);
    expect(judgeDisk(500_000_000)).toMatchObject([{ severity: 'warning' }]);
    const recorded = new Date('2026-11-22T12:00:00Z');
    expect(codes(clockFindings(new Date('2026-11-22T11:00:00Z'), recorded))).toEqual(['clock-wrong']);
    expect(clockFindings(new Date('2026-11-22T11:59:50Z'), recorded)).toEqual([]);
  });
});
