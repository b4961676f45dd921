import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { certificateFigures } from '@dienstweg/infra/metrics.ts';
import { startOpsServer } from '@dienstweg/infra/ops-server.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';
import type { ToldAlarm } from '@dienstweg/schemas/alarms/alarm.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { acceptedRecord, newId, openTrackingHouse, READERS, type TrackingHouse, told } from '../../testing/house.ts';
import type { AlarmConfig } from './config.ts';
import { processWatcher } from './processes.ts';

const config: AlarmConfig = {
  limits: {
    'message-undelivered': { warning: 900, critical: 999_999_999, escalateAfterMinutes: 60 },
    'failure-rate': { warning: 20, critical: 60, escalateAfterMinutes: 60 },
  },
  everyMs: 100,
  language: 'de',
  diskFolder: tmpdir(),
  processes: [],
  tellsAuthorities: false,
};

let house: TrackingHouse;
beforeAll(async () => {
  house = await openTrackingHouse();
});
afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
});

const open = async (): Promise<readonly ToldAlarm[]> => (await house.ask('alarmsList', { language: 'de' })).alarms;

describe('alarms on the view of messages', () => {
  test('tell of the oldest message that did not reach its reader, and of attempts that fail, and show it in figures', async () => {
    const { opsPort } = await house.start({ alarms: config });
    const [TAX, CRAFTS] = READERS;
    const delivered = newId();
    await house.accept(acceptedRecord(delivered));
    for (const reader of READERS)
      await house.tell({ ...told(delivered, reader), type: 'handed-over', via: 'push', attempt: 1, receipt: 'r' });
    expect(await open()).toEqual([]);

    const waiting = newId();
    await house.accept(acceptedRecord(waiting));
    await house.tell({ ...told(waiting, CRAFTS), type: 'laid-into-mailbox', receipt: 'r' });
    for (let attempt = 1; attempt <= 25; attempt += 1)
      await house.tell({
        ...told(waiting, TAX),
        at: new Date().toISOString(),
        type: 'attempt-failed',
        attempt,
        code: 'recipient-timeout',
        nextAttemptAt: new Date(Date.now() + 60_000).toISOString(),
      });
    await until('both are raised', async () => (await open()).length === 2);
    expect((await open()).map(({ rule, severity }) => [rule, severity])).toEqual([
      ['failure-rate', 'critical'],
      ['message-undelivered', 'warning'],
    ]);
    expect((await open())[1]?.text).toMatch(/^Die älteste Nachricht, .* wurde vor \d+ Tagen angenommen/);
    const figures = async (): Promise<string> => (await fetch(`http://127.0.0.1:${opsPort}/metrics`)).text();
    await until('figures follow', async () => /^dienstweg_oldest_undelivered_seconds [1-9]/m.test(await figures()));
    expect(await figures()).toContain('dienstweg_alarms{severity="critical",state="raised"} 1');
  });
});

describe('a process that is watched', () => {
  test('is seen to be ready, with its certificates, and since when it is not', async () => {
    let now = Date.parse('2026-06-01T10:00:00Z');
    const metrics = new Registry();
    let ready = true;
    const ops = await startOpsServer({
      port: 0,
      name: 'gateway',
      metrics,
      readiness: () => (ready ? [] : [{ code: 'bus-lost', severity: 'error', text: '', remedy: '' }]),
    });
    const { certificatePem } = await selfSigned();
    certificateFigures(metrics, { tls: certificatePem });
    const look = processWatcher([{ name: 'gateway', origin: `http://127.0.0.1:${ops.port}` }], () => new Date(now));
    const [first] = await look();
    expect(first).toEqual({ name: 'gateway', certificates: [{ certificate: 'tls', until: expect.any(Date) }] });
    ready = false;
    expect((await look())[0]?.notReadySince).toBe(now);
    const since = now;
    now += 60_000;
    await ops[Symbol.asyncDispose]();
    // gone: not ready since before, and its certificates as it told them last
    expect(await look()).toEqual([{ ...first, notReadySince: since }]);
  });
});

const selfSigned = async (): Promise<{ readonly certificatePem: string }> => {
  const folder = mkdtempSync(join(tmpdir(), 'dienstweg-ca-'));
  try {
    const { root } = await createDevelopmentCa(folder);
    return { certificatePem: root.certificatePem };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
