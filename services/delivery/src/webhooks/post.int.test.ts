import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyDetached } from '@dienstweg/certs/jws/detached.ts';
import { createDevelopmentCa, type DevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { issueCertificate } from '@dienstweg/certs/pki/issue.ts';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { readLast } from '@dienstweg/infra/bus/read.ts';
import { serveRequests } from '@dienstweg/infra/bus/requests.ts';
import { connectTestBus, startNats, type TestNats, until } from '@dienstweg/infra/testing/servers.ts';
import type { FeedEvent } from '@dienstweg/schemas/bus/requests.ts';
import { STREAMS, subjectOfWebhook } from '@dienstweg/schemas/bus/streams.ts';
import { readStoredWebhook, WEBHOOK_SIGNATURE_TYPE, type WebhookBody } from '@dienstweg/schemas/bus/webhooks.ts';
import type { AuthorityId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { issuerNode } from '@dienstweg/schemas/receipt/claims.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DEFAULT_WEBHOOK_POLICY, type WebhookPolicy } from './advance.ts';
import { type Posting, postEvents } from './post.ts';

const AUTHOR = 'dvdv:xga:990100007007' as AuthorityId;
/** Takes its time with each page, and there is no end of what it is to be told. */
const SLOW = 'dvdv:ags:99010007' as AuthorityId;

let folder: string;
let nats: TestNats;
let bus: Bus;
let ca: DevelopmentCa;
let server: Server;
let feed: AsyncDisposable;
const told: FeedEvent[] = [];
const posted: { readonly body: WebhookBody<FeedEvent>; readonly signedBy: string | undefined }[] = [];
let answer = 200;
let slowPages = 0;
/** Posts to the other one. */
let asked = 0;
let posting: Posting | undefined;

const of = (author: AuthorityId) =>
  ({ type: 'handed-over', at: '2026-01-05T10:00:00Z', node: 'delivery', author }) as const;
const happens = (count: number): void => {
  for (let more = 0; more < count; more += 1) told.push({ ...of(AUTHOR), messageId: `m${told.length}` as MessageId });
};
const received = (): readonly string[] => posted.flatMap(({ body }) => body.items.map(({ messageId }) => messageId));
const entry = async () => {
  const stored = await readLast(bus, STREAMS.webhooks, subjectOfWebhook(AUTHOR));
  return stored === undefined ? undefined : readStoredWebhook(stored.data);
};
const addressFor = (path: string): string => `https://localhost:${(server.address() as AddressInfo).port}${path}`;
const register = async (): Promise<void> => {
  const data = JSON.stringify({
    ...(await entry()),
    authority: AUTHOR,
    url: addressFor('/events?for=us'),
    registeredAt: '2026-01-05T10:00:00Z',
    pausedAt: undefined,
    failingSince: undefined,
  });
  await publishDurably(bus, { subject: subjectOfWebhook(AUTHOR), data });
};
const begin = async (policy: Partial<WebhookPolicy> = {}): Promise<void> => {
  const [tls, receipt] = [
    await issueCertificate(ca, { commonName: 'delivery', purposes: 'tls-client' }),
    await issueCertificate(ca, { commonName: 'delivery', purposes: 'receipt', uri: issuerNode('delivery') }),
  ];
  posting = await postEvents({
    bus,
    policy: {
      ...DEFAULT_WEBHOOK_POLICY,
      allowedNetworks: '127.0.0.0/8, ::1/128',
      everyMs: 20,
      eventsPerPage: 3,
      pauseMs: { first: 20, longest: 40 },
      ...policy,
    },
    tls: { certPem: tls.chainPem, keyPem: tls.privateKeyPem, caPem: [ca.root.certificatePem] },
    receipt,
    now: () => new Date(),
  });
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dienstweg-webhooks-'));
  ca = await createDevelopmentCa(join(folder, 'ca'));
  nats = await startNats();
  bus = await connectTestBus(nats);
  // what the tracking process answers: the cursor counts what was told
  feed = await serveRequests(bus, {
    trackingEvents: async ({ authority, after = '0', limit }) => {
      if (authority === SLOW)
        return {
          items: Array.from({ length: limit }, () => ({ ...of(SLOW), messageId: 'slow' as MessageId })),
          next: String(Number(after) + limit),
        };
      const items = told.slice(Number(after), Number(after) + limit);
      return { items, next: String(Number(after) + items.length) };
    },
  });
  const leaf = await issueCertificate(ca, { commonName: 'authority', purposes: 'tls', dns: ['localhost'] });
  server = createServer({ cert: leaf.chainPem, key: leaf.privateKeyPem }, async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const octets = Buffer.concat(pieces);
    if (request.url === '/slow') {
      slowPages += 1;
      setTimeout(() => response.writeHead(200).end(), 50);
      return;
    }
    asked += 1;
    if (answer === 200)
      posted.push({
        body: JSON.parse(octets.toString('utf8')) as WebhookBody<FeedEvent>,
        signedBy: verifyDetached(String(request.headers['dienstweg-signature']), octets, WEBHOOK_SIGNATURE_TYPE),
      });
    response.writeHead(answer).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  await posting?.[Symbol.asyncDispose]();
  await feed[Symbol.asyncDispose]();
  server.close();
  await bus[Symbol.asyncDispose]();
  await nats[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

test('posts all events in order, signed, goes on where it stood after a restart, and repeats what was not taken over', async () => {
  happens(4);
  await register();
  await begin();
  await until('all are there', () => received().length === 4);
  expect(received()).toEqual(['m0', 'm1', 'm2', 'm3']);
  expect(posted.every(({ body, signedBy }) => body.to === AUTHOR && signedBy !== undefined)).toBe(true);
  await until('the cursor is recorded', async () => (await entry())?.cursor === '4');

  await posting?.[Symbol.asyncDispose]();
  happens(2);
  answer = 503;
  await begin();
  await until('the failure is recorded', async () => (await entry())?.lastFailure === 'status-503');
  answer = 200;
  await until('the rest is there', () => received().length === 6);
  expect(received()).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5']);
  await until('nothing fails any more', async () => (await entry())?.failingSince === undefined);
}, 30_000);

test('gives up after days of failure, says so, and loses nothing when it is registered again', async () => {
  await posting?.[Symbol.asyncDispose]();
  happens(1);
  answer = 500;
  await begin({ givesUpAfterMs: 0 });
  await until('it is paused', async () => (await entry())?.pausedAt !== undefined);
  expect(posting?.findings()).toMatchObject([{ code: 'webhook-paused' }]);
  answer = 200;
  await register();
  await until('the event is there', () => received().includes('m6'));
  expect(posting?.findings()).toEqual([]);
}, 30_000);

test('does not post to this machine unless it may', async () => {
  await posting?.[Symbol.asyncDispose]();
  happens(1);
  await begin({ allowedNetworks: '' });
  await until('it is refused', async () => (await entry())?.lastFailure !== undefined);
  expect(received()).not.toContain('m7');
}, 30_000);

test('whoever is slow and has no end of events holds up nobody else', async () => {
  await posting?.[Symbol.asyncDispose]();
  const slow = { authority: SLOW, url: addressFor('/slow'), registeredAt: '2026-01-05T10:00:00Z' };
  await publishDurably(bus, { subject: subjectOfWebhook(SLOW), data: JSON.stringify(slow) });
  await register();
  await begin();
  await until('pages come slowly', () => slowPages > 2);
  happens(1);
  const last = `m${told.length - 1}`;
  const before = slowPages;
  await until('the event of the other is there', () => received().includes(last));
  await until('pages go on', () => slowPages > before + 2);
}, 30_000);

test('a pause after a failure holds whoever notes a failure in the stream', async () => {
  await posting?.[Symbol.asyncDispose]();
  happens(1);
  answer = 503;
  const [before, pages] = [asked, slowPages];
  await begin({ pauseMs: { first: 60_000, longest: 60_000 } });
  await until('the failure is noted', async () => (await entry())?.lastFailure === 'status-503');
  const noted = { ...(await entry()), lastFailure: 'status-502' };
  await publishDurably(bus, { subject: subjectOfWebhook(AUTHOR), data: JSON.stringify(noted) });
  await until('rounds go by', () => slowPages > pages + 8);
  expect(asked - before).toBe(1);
  answer = 200;
}, 30_000);
