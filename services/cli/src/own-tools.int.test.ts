/** Audit, alarms and open data from the terminal, on a real bus with its users. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { issueCertificate } from '@dienstweg/certs/pki/issue.ts';
import { revoke } from '@dienstweg/certs/pki/revoke.ts';
import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { serveRequests } from '@dienstweg/infra/bus/requests.ts';
import { homeLayout, seedFileOf } from '@dienstweg/infra/home.ts';
import { connectTestBus, startNats, type TestNats } from '@dienstweg/infra/testing/servers.ts';
import type { DayCount } from '@dienstweg/schemas/bus/requests.ts';
import { subjectOfEvents, subjectOfRegistryChange } from '@dienstweg/schemas/bus/streams.ts';
import { baseEntries, change } from '@dienstweg/schemas/directory/testing/directories.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runCli } from './run.ts';

let folder = '';
let nats: TestNats;
let delivery: Bus;
let tracking: Bus;
let registry: Bus;
let served: AsyncDisposable;
let counts: readonly DayCount[] = [];
let isComplete = true;

const call = async (...args: readonly string[]) => {
  let [stdout, stderr] = ['', ''];
  const code = await runCli(args, {
    env: {
      DIENSTWEG_HOME: join(folder, 'home'),
      DIENSTWEG_NATS_URL: nats.url,
      DIENSTWEG_NATS_DURABLE: 'yes',
      LC_ALL: 'C',
    },
    isTerminal: false,
    out: async (text) => {
      stdout += text;
    },
    err: async (text) => {
      stderr += text;
    },
    untilInterrupted: () => new Promise(() => undefined),
  });
  return { code, stdout, stderr };
};

const tell = async (reason: string): Promise<void> => {
  const event = {
    type: 'replayed',
    id: '5b0c0000-0000-4000-8000-000000000001',
    at: '2026-01-05T10:00:00.000Z',
    node: 'delivery',
    author: 'dvdv:a:1',
    messageId: 'm',
    reader: 'dvdv:b:1',
    deliveryId: 'd',
    by: 'operator',
    reason,
  };
  const stored = await publishDurably(delivery, {
    subject: subjectOfEvents('delivery'),
    data: JSON.stringify([event]),
  });
  if (!stored.ok) throw new Error(stored.reason);
};

const ALARM = {
  alarmId: 'a-1',
  rule: 'dead-letters',
  severity: 'warning',
  raisedAt: '2026-01-05T10:00:00.000Z',
  value: 2,
  limit: 1,
  unit: 'count',
  text: 'Dead letters: 2.',
  remedy: 'See why.',
} as const;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dienstweg-cli-'));
  nats = await startNats({ users: true });
  delivery = await connectTestBus(nats, { user: 'delivery', withUsers: true });
  tracking = await connectTestBus(nats, { user: 'tracking', withUsers: true });
  registry = await connectTestBus(nats, { user: 'registry', withUsers: true });
  const home = homeLayout(join(folder, 'home'));
  mkdirSync(home.bus, { recursive: true });
  writeFileSync(seedFileOf(home, 'operator'), nats.seedOf('operator'), { mode: 0o400 });
  served = await serveRequests(tracking, {
    alarmsList: async ({ cleared }) => ({
      alarms: cleared ? [{ ...ALARM, state: 'cleared' }] : [{ ...ALARM, state: 'raised' }],
    }),
    alarmsAcknowledge: async ({ alarmId, by, reason }) => {
      if (alarmId !== ALARM.alarmId) throw new ProblemError(problem('alarm-unknown'));
      return { alarm: { ...ALARM, state: 'acknowledged', acknowledged: { at: ALARM.raisedAt, by, reason } } };
    },
    trackingView: async () => ({
      database: 'sqlite',
      positions: { messages: 0, events: 0 },
      behind: 0,
      caughtUp: isComplete,
      sizeBytes: 0,
    }),
    trackingDays: async ({ after }) =>
      // a page for each count
      ({
        days: counts.slice(Number(after ?? 0), Number(after ?? 0) + 1),
        ...(Number(after ?? 0) + 1 < counts.length ? { next: String(Number(after ?? 0) + 1) } : {}),
      }),
  });
});
afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  for (const each of [registry, tracking, delivery]) await each?.[Symbol.asyncDispose]();
  await nats?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe('audit export', () => {
  test('gives every event as one line, to the terminal or into a file that is complete', async () => {
    await tell('is back\nforged');
    const jsonl = await call('audit', 'export');
    expect([jsonl.code, JSON.parse(jsonl.stdout)]).toMatchObject([
      0,
      { type: 'replayed', fields: { reason: 'is back\nforged' } },
    ]);
    const syslog = await call('audit', 'export', '--format', 'syslog');
    expect(syslog.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(syslog.stdout).toContain('reason="is back forged"');
    const file = join(folder, 'audit.cef');
    const cef = await call('audit', 'export', '--format', 'cef', '--out', file, '--json');
    expect(JSON.parse(cef.stdout)).toEqual({ format: 'cef', records: 1, file });
    expect(readFileSync(file, 'utf8')).toMatch(/^CEF:0\|Dienstweg\|Dienstweg\|1\|replayed\|[^\n]*\n$/);
  });

  test('begins and ends where it is told to, by the time of recording', async () => {
    const moment = new Date().toISOString();
    await tell('later');
    const after = await call('audit', 'export', '--since', moment);
    expect(
      after.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).fields.reason),
    ).toEqual(['later']);
    const before = await call('audit', 'export', '--until', moment);
    expect(before.stdout).not.toContain('later');
    expect((await call('audit', 'export', '--since', 'yesterday')).code).toBe(2);
  });

  test('also tells who changed the directory and who revoked a certificate, each in its turn', async () => {
    const ca = await createDevelopmentCa(homeLayout(join(folder, 'home')).ca);
    const fingerprint = fingerprintOf(
      (await issueCertificate(ca, { commonName: 'Moorland', purposes: 'signing' })).der,
    );
    await revoke(ca, fingerprint, new Date('2026-01-05T10:00:00Z'), { by: 'op', reason: 'stolen' });
    const moment = new Date().toISOString();
    const recorded = { ...change(baseEntries()), by: 'anna', reason: 'begins' };
    const stored = await publishDurably(registry, {
      subject: subjectOfRegistryChange,
      data: `e30.${Buffer.from(JSON.stringify(recorded)).toString('base64url')}.c2ln`,
    });
    if (!stored.ok) throw new Error(stored.reason);
    await tell('in between');
    const exported = async (...which: readonly string[]) =>
      (await call('audit', 'export', ...which)).stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    const revoked = { type: 'certificate-revoked', node: 'ca', fields: { by: 'op', reason: 'stolen' } };
    const changed = { type: 'directory-changed', node: 'registry', fields: { by: 'anna', edition: '1' } };
    expect(await exported('--until', '2026-02-01')).toMatchObject([{ ...revoked, id: fingerprint }]);
    expect(await exported('--since', moment)).toMatchObject([changed, { fields: { reason: 'in between' } }]);
    const all = await exported();
    expect(all[0]).toMatchObject(revoked);
    expect(all.at(-2)).toMatchObject(changed);
  });
});

describe('alarms', () => {
  test('are listed, and acknowledged with a reason only', async () => {
    const listed = await call('alarms', 'list');
    expect(listed.stdout).toMatch(/a-1 +warning +raised +dead-letters +2026-01-05T10:00:00.000Z +Dead letters: 2\./);
    expect((await call('alarms', 'acknowledge', 'a-1')).code).toBe(2);
    const seen = await call('alarms', 'acknowledge', 'a-1', '--by', 'op', '--reason', 'called them', '--json');
    expect(JSON.parse(seen.stdout)).toMatchObject({ acknowledged: { by: 'op', reason: 'called them' } });
    const unknown = await call('alarms', 'acknowledge', 'a-2', '--reason', 'x', '--json');
    expect([unknown.code, JSON.parse(unknown.stdout).code]).toEqual([1, 'alarm-unknown']);
  });
});

describe('statistics publish', () => {
  const publish = (...more: readonly string[]) =>
    call(
      'statistics',
      'publish',
      '--out',
      join(folder, 'open'),
      '--publisher',
      'Amt',
      '--base-url',
      'https://data.example',
      ...more,
    );
  const PERIOD = ['--from', '2026-01-01', '--to', '2026-01-31'] as const;

  test('writes the same octets for the same counts, however many pages they come in', async () => {
    const day = (region: string, messages: number) =>
      ({
        day: '2026-01-05',
        messageType: { code: 'rechnung', version: '1.0' },
        service: 'leika:1',
        region,
        messages,
      }) as DayCount;
    counts = [day('ars:1', 40), day('ars:2', 9), day('ars:3', 2)];
    expect((await publish(...PERIOD)).code).toBe(0);
    const read = (): readonly string[] =>
      readdirSync(join(folder, 'open')).map((name) => readFileSync(join(folder, 'open', name), 'utf8'));
    const first = read();
    expect(first).toHaveLength(3);
    counts = counts.toReversed();
    await publish(...PERIOD);
    expect(read()).toEqual(first);
    expect(first.join('')).not.toContain('ars:3');
    expect(first.join('')).toContain('https://data.example/messages.csv');
  });

  test('refuses what would give away what it keeps: another unit or threshold, days that go on, a part of the view', async () => {
    for (const more of [
      ['--threshold', '7'],
      ['--unit', 'month'],
    ]) {
      const refused = await publish(...PERIOD, ...more);
      expect([refused.code, refused.stderr]).toEqual([
        2,
        expect.stringContaining('small numbers follow from the differences'),
      ]);
    }
    expect((await publish('--to', '2999-01-01')).code).toBe(2);
    expect((await publish(...PERIOD, '--threshold', '2')).code).toBe(2);
    isComplete = false;
    expect((await publish(...PERIOD)).code).toBe(1);
    isComplete = true;
  });
});
