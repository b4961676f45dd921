import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpsServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyDetached } from '@dienstweg/certs/jws/detached.ts';
import { createDevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { issueCertificate } from '@dienstweg/certs/pki/issue.ts';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { request, serveRequests } from '@dienstweg/infra/bus/requests.ts';
import { connectTestBus, silentLog, startNats, type TestNats, until } from '@dienstweg/infra/testing/servers.ts';
import type { DeliveryCondition, ToldAlarm } from '@dienstweg/schemas/alarms/alarm.ts';
import type { RequestContract, RequestKey } from '@dienstweg/schemas/bus/requests.ts';
import { ALARM_SIGNATURE_TYPE, type AlarmWebhookBody } from '@dienstweg/schemas/bus/webhooks.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { SMTPServer } from 'smtp-server';
import type { AlarmConfig } from './config.ts';
import { DEFAULT_ALARM_LIMITS } from './rules.ts';
import { type Alarms, startAlarms } from './start.ts';

const BERLIN = 'dvdv:xga:990100007007' as AuthorityId;
const WESTERDIEP = 'oin:00000099000000000001' as AuthorityId;
const NOBODY = 'dvdv:fin:990100000000' as AuthorityId;

interface Mail {
  readonly to: readonly string[];
  readonly text: string;
  readonly secure: boolean;
  readonly user: string | undefined;
}

let folder = '';
let nats: TestNats;
let bus: Bus;
let others: AsyncDisposable;
let smtp: SMTPServer;
let hook: Server;
let mails: Mail[] = [];
let posts: { readonly body: AlarmWebhookBody; readonly signedBy: string | undefined }[] = [];
let isMailDown = false;
let receiptFingerprint = '';
let condition: DeliveryCondition = { circuits: [], mailboxes: [], deadLetters: 0 };
const at = (name: string): string => join(folder, name);
const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;

/** Quoted-printable as people read it. */
const readable = (octets: Buffer): string =>
  Buffer.from(
    octets
      .toString('latin1')
      .replaceAll('\r\n', '\n')
      .replaceAll('=\n', '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dienstweg-alarms-'));
  nats = await startNats();
  bus = await connectTestBus(nats);
  others = await serveRequests(bus, {
    deliveryCondition: async () => condition,
    registryExpiring: async () => ({ certificates: [] }),
    registryContact: async ({ authority }) => {
      if (authority === NOBODY) return {};
      const email = authority === BERLIN ? 'amt@berlin.example' : 'post@westerdiep.example';
      return { names: { de: 'x' }, contact: { email } };
    },
  });
  const ca = await createDevelopmentCa(at('ca'));
  const tls = await issueCertificate(ca, { commonName: 'localhost', purposes: 'tls-server', dns: ['localhost'] });
  const receipt = await issueCertificate(ca, {
    commonName: 'tracking',
    purposes: 'receipt',
    uri: 'urn:x:node:tracking',
  });
  receiptFingerprint = receipt.fingerprint;
  writeFileSync(at('ca.pem'), ca.root.certificatePem + ca.issuing.certificatePem);
  writeFileSync(at('receipt.key'), receipt.privateKeyPem);
  writeFileSync(at('receipt.pem'), receipt.chainPem);
  writeFileSync(at('password'), 'letmein\n');
  smtp = new SMTPServer({
    key: tls.privateKeyPem,
    cert: tls.chainPem,
    onConnect: (_, done) => done(isMailDown ? new Error('gone fishing') : null),
    onAuth: ({ username, password }, _, done) =>
      password === 'letmein' ? done(null, { user: username ?? '' }) : done(new Error('who are you?')),
    onRcptTo: ({ address }, _, done) =>
      done(address.endsWith('nobody.example') ? Object.assign(new Error('unknown'), { responseCode: 550 }) : null),
    onData: (stream, session, done) => {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          text: readable(Buffer.concat(pieces)),
          secure: session.secure,
          user: typeof session.user === 'string' ? session.user : undefined,
        });
        done();
      });
    },
  });
  smtp.on('error', () => undefined);
  await new Promise<void>((listening) => void smtp.listen(0, '127.0.0.1', () => listening()));
  hook = createHttpsServer({ key: tls.privateKeyPem, cert: tls.chainPem }, (asked, answer) => {
    const pieces: Buffer[] = [];
    asked.on('data', (piece: Buffer) => pieces.push(piece));
    asked.on('end', () => {
      const octets = Buffer.concat(pieces);
      posts.push({
        body: JSON.parse(octets.toString('utf8')) as AlarmWebhookBody,
        signedBy: verifyDetached(String(asked.headers['dienstweg-signature']), octets, ALARM_SIGNATURE_TYPE),
      });
      answer.writeHead(204).end();
    });
  });
  await new Promise<void>((listening) => void hook.listen(0, '127.0.0.1', listening));
});
afterAll(async () => {
  hook.closeAllConnections();
  await new Promise((closed) => hook.close(closed));
  await new Promise<void>((closed) => smtp.close(() => closed()));
  await others[Symbol.asyncDispose]();
  await bus[Symbol.asyncDispose]();
  await nats[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

let alarms: (Alarms & { readonly metrics: Registry; stop(): Promise<void> }) | undefined;
const start = async (more: Partial<AlarmConfig> = {}) => {
  const config: AlarmConfig = {
    limits: {
      'dead-letters': { warning: 1, critical: 10, escalateAfterMinutes: 60 },
      'mailbox-waiting': { warning: 3_600, critical: 999_999_999, escalateAfterMinutes: 60 },
    },
    everyMs: 40,
    language: 'de',
    diskFolder: folder,
    processes: [],
    mail: {
      host: 'localhost',
      port: portOf(smtp.server),
      tls: 'starttls',
      user: 'dienstweg',
      passwordFile: at('password'),
      caFile: at('ca.pem'),
      from: 'dienstweg@broker.example',
      to: ['betrieb@broker.example'],
      escalateTo: ['leitung@broker.example'],
    },
    tellsAuthorities: true,
    webhook: {
      url: `https://localhost:${portOf(hook)}/alarms`,
      caFile: at('ca.pem'),
      keyFile: at('receipt.key'),
      chainFile: at('receipt.pem'),
    },
    ...more,
  };
  const metrics = new Registry();
  const running = await startAlarms({
    bus,
    log: silentLog(),
    config,
    metrics,
    view: async () => ({
      deadlines: { atRisk: 0, missed: 0, overdueAnswers: 0 },
      attempts: { failed: 0, succeeded: 0 },
    }),
    behind: () => 0,
    now: () => new Date(),
    pace: { gatherMs: 50, firstPauseMs: 50, longestPauseMs: 200 },
    calmMs: 100,
    takeOverMs: 1_000,
  });
  const serving = await serveRequests(bus, running.answers);
  const stop = async (): Promise<void> => {
    await serving[Symbol.asyncDispose]();
    await running[Symbol.asyncDispose]();
  };
  alarms = { ...running, metrics, stop };
  return alarms;
};
afterEach(async () => {
  condition = { circuits: [], mailboxes: [], deadLetters: 0 };
  if (alarms !== undefined) await until('all alarms are over', async () => (await list()).length === 0);
  await alarms?.stop();
  alarms = undefined;
  mails = [];
  posts = [];
  isMailDown = false;
});

const ask = async <K extends RequestKey>(key: K, body: RequestContract[K]['request']) => {
  const reply = await request(bus, key, body);
  if (!reply.ok) throw Object.assign(new Error(reply.problem.code), { code: reply.problem.code });
  return reply.value;
};
const list = async (cleared = false): Promise<readonly ToldAlarm[]> =>
  (await ask('alarmsList', { language: 'en', cleared })).alarms;
const deadLetters = (deadLetters: number): void => {
  condition = { ...condition, deadLetters };
};
const first = async (): Promise<ToldAlarm> => {
  await until('an alarm is raised', async () => (await list()).length > 0);
  const [alarm] = await list();
  if (alarm === undefined) throw new Error('no alarm');
  return alarm;
};

describe('alarms', () => {
  test('are raised, told by mail and by a signed post, acknowledged by somebody with a reason, and are over', async () => {
    await start();
    deadLetters(2);
    const alarm = await first();
    expect(alarm).toMatchObject({ rule: 'dead-letters', severity: 'warning', state: 'raised', value: 2, limit: 1 });
    expect(alarm.text).toBe('Deliveries that have become dead letters: 2.');
    await until('both were told', async () => mails.length > 0 && posts.length > 0);
    expect(mails[0]).toMatchObject({ to: ['betrieb@broker.example'], secure: true, user: 'dienstweg' });
    expect(mails[0]?.text).toContain('Subject: [Dienstweg] Warnung (neu): dead-letters');
    expect(mails[0]?.text).toContain(`dienstweg alarms acknowledge ${alarm.alarmId}`);
    expect(posts[0]?.signedBy).toBe(receiptFingerprint);
    expect(posts[0]?.body.alarms).toMatchObject([{ type: 'alarm-raised', alarm: { alarmId: alarm.alarmId } }]);

    const { alarm: seen } = await ask('alarmsAcknowledge', {
      alarmId: alarm.alarmId,
      by: 'op',
      reason: 'called the authority',
    });
    expect(seen).toMatchObject({ state: 'acknowledged', acknowledged: { by: 'op', reason: 'called the authority' } });
    await expect(ask('alarmsAcknowledge', { alarmId: alarm.alarmId, by: 'b', reason: 'me too' })).rejects.toThrow(
      'alarm-not-open',
    );
    deadLetters(0);
    await until('it is over', async () => (await list()).length === 0);
    await until(
      'the end was told',
      async () =>
        mails.length === 2 && posts.some(({ body }) => body.alarms.some(({ type }) => type === 'alarm-cleared')),
    );
    expect((await list(true))[0]).toMatchObject({ state: 'cleared', acknowledged: { by: 'op' } });
    expect(posts.flatMap(({ body }) => body.alarms.map(({ type }) => type))).toEqual([
      'alarm-raised',
      'alarm-acknowledged',
      'alarm-cleared',
    ]);
  });

  test('that become worse go to those above as well', async () => {
    await start();
    deadLetters(1);
    await first();
    deadLetters(10);
    await until('those above are told', async () => mails.some(({ to }) => to.includes('leitung@broker.example')));
    expect((await list())[0]).toMatchObject({ severity: 'critical', state: 'raised' });
  });

  test('survive a restart: who acknowledged stays, nobody is told twice', async () => {
    const before = await start();
    deadLetters(3);
    const { alarmId } = await first();
    await until('both were told', async () => mails.length > 0 && posts.length > 0);
    await ask('alarmsAcknowledge', { alarmId, by: 'op', reason: 'is at it' });
    await until('the acknowledgement was posted', async () => posts.length === 2);
    await before.stop();
    await start();
    expect((await list()).map((alarm) => [alarm.alarmId, alarm.acknowledged?.by])).toEqual([[alarmId, 'op']]);
    deadLetters(12);
    await until('it becomes worse', async () => (await list())[0]?.severity === 'critical');
    await until('that is told', async () => posts.length === 3);
    expect((await list())[0]?.alarmId).toBe(alarmId);
    expect(mails.filter(({ text }) => text.includes('(neu)'))).toHaveLength(1);
  });

  test('are raised and told once where two processes watch, and by the other one where the first went before it told', async () => {
    const first = await start();
    const second = await start();
    deadLetters(5);
    await until('it is told', async () => mails.length > 0 && posts.length > 0);
    for (let n = 0; n < 5; n += 1) await list();
    expect(await list()).toHaveLength(1);
    expect(mails).toHaveLength(1);
    isMailDown = true;
    deadLetters(50);
    await until('it is worse', async () => (await list())[0]?.severity === 'critical');
    await first.stop();
    isMailDown = false;
    await until('that is told', async () => mails.some(({ to }) => to.includes('leitung@broker.example')));
    expect(await list()).toHaveLength(1);
    alarms = second;
  });

  test('are told later, once and together, when the mail server was away', async () => {
    isMailDown = true;
    const { metrics } = await start();
    deadLetters(1);
    condition = { ...condition, mailboxes: [{ reader: NOBODY, waiting: 1, oldestAt: '2026-01-01T00:00:00.000Z' }] };
    await until('the server was tried', async () =>
      /channel_failures\{channel="email"\} [1-9]/.test(await metrics.metrics()),
    );
    expect(mails).toEqual([]);
    isMailDown = false;
    await until('it is told', async () => mails.length > 0);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toMatch(/und 1 weitere/);
  });

  test('of a mailbox go to the authority too, in its language; one without address holds up nobody', async () => {
    condition = {
      ...condition,
      mailboxes: [NOBODY, BERLIN, WESTERDIEP].map((reader) => ({
        reader,
        waiting: 4,
        oldestAt: new Date(Date.now() - 5 * 86_400_000 - 60_000).toISOString(),
      })),
    };
    await start();
    const to = (address: string): Mail | undefined => mails.find((mail) => mail.to.includes(address));
    await until(
      'both are told',
      async () => to('amt@berlin.example') !== undefined && to('post@westerdiep.example') !== undefined,
    );
    expect(to('amt@berlin.example')?.text).toContain('Die älteste liegt dort seit 5 Tagen');
    expect(to('post@westerdiep.example')?.text).toContain('De oudste ligt er al 5 dagen');
    expect(to('amt@berlin.example')?.text).not.toContain(NOBODY);
  });

  test('nothing is sent to a mail server whose certificate nobody vouches for', async () => {
    const { metrics } = await start({
      mail: {
        host: 'localhost',
        port: portOf(smtp.server),
        tls: 'starttls',
        from: 'dienstweg@broker.example',
        to: ['betrieb@broker.example'],
        escalateTo: [],
      },
    });
    deadLetters(1);
    await until('it was tried', async () => /channel_failures\{channel="email"\} [1-9]/.test(await metrics.metrics()));
    expect(mails).toEqual([]);
  });

  test.each([
    ['an unknown alarm', { alarmId: 'none', by: 'op', reason: 'why' }, 'alarm-unknown'],
    ['no reason', { alarmId: 'none', by: 'op', reason: ' ' }, 'request-invalid'],
    ['nobody', { alarmId: 'none', by: '', reason: 'why' }, 'request-invalid'],
  ])('acknowledging is refused: %s', async (_, order, code) => {
    await start({ limits: DEFAULT_ALARM_LIMITS });
    await expect(ask('alarmsAcknowledge', order)).rejects.toThrow(code);
  });
});
