/** A tracking process on a real nats-server, and what the other services would tell it. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { request } from '@dienstweg/infra/bus/requests.ts';
import { connectTestBus, silentLog, startNats, until } from '@dienstweg/infra/testing/servers.ts';
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import type { RequestContract, RequestKey } from '@dienstweg/schemas/bus/requests.ts';
import { HEADERS, subjectOfEvents, subjectOfMessage } from '@dienstweg/schemas/bus/streams.ts';
import { deliveryIdOf } from '@dienstweg/schemas/delivery/delivery-id.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import type { AuthorityId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import type { TrackingConfig } from '../src/config.ts';
import { startTracking, type Tracking, type TrackingOptions } from '../src/service.ts';
import { throwAway } from '../src/store/sqlite.ts';
import { type Databases, databasesOf, type Kind, statementIn } from './views.ts';

export const AUTHOR = 'dvdv:xga:990100007007' as AuthorityId;
export const PROVIDER = 'oin:00000099000000000001' as AuthorityId;
export const READERS: readonly [AuthorityId, AuthorityId] = [
  'dvdv:fin:990100000000' as AuthorityId,
  'dvdv:hwk:990000000001' as AuthorityId,
];
const NOW = '2026-01-05T10:00:00.000Z';

export const newId = (): MessageId => randomUUID() as MessageId;

/** What the gateway records of a message to both readers. */
export const acceptedRecord = (messageId: MessageId, sender: AuthorityId = AUTHOR): AcceptedRecord => ({
  acceptedAt: NOW,
  author: AUTHOR,
  sender,
  messageId,
  messageType: { code: 'gewerbeanzeige', version: '1.0' },
  octetsDigest: '00',
  headerDigest: '00',
  sizeBytes: 9,
  parts: ['core', 'tax'].map((id) => ({
    id,
    role: 'payload',
    mediaType: 'application/xml',
    sizeBytes: 1,
    digest: '00',
    location: 'inline',
  })),
  route: {
    edition: 7,
    at: '2026-01-05',
    readers: READERS.map((authority, index) => ({
      deliveryId: deliveryIdOf(AUTHOR, messageId, authority),
      authority,
      role: index === 0 ? 'tax-office' : 'chamber-of-crafts',
      roles: [],
      parts: index === 0 ? ['core', 'tax'] : ['core'],
    })),
  },
  processReference: { requester: '32-17/26' },
  createdAt: NOW,
  testMessage: true,
});

/** Members that every event of a delivery has. */
export const told = (messageId: MessageId, reader: AuthorityId) => ({
  id: randomUUID(),
  at: '2026-01-05T10:00:01.000Z',
  node: 'delivery',
  author: AUTHOR,
  messageId,
  reader,
  deliveryId: deliveryIdOf(AUTHOR, messageId, reader),
});

/** The process under test and what surrounds it. */
export interface TrackingHouse extends AsyncDisposable {
  readonly bus: Bus;
  readonly databaseFile: string;
  readonly databaseUrl: string | undefined;
  accept(record: AcceptedRecord): Promise<void>;
  tell(...events: readonly DienstwegEvent[]): Promise<void>;
  start(more?: Partial<TrackingConfig>): Promise<Tracking>;
  stop(): Promise<void>;
  /** Throws the view away, whatever runs on it. */
  forget(): Promise<void>;
  /** Asks once everything told before is in the view. */
  ask<K extends RequestKey>(key: K, body: RequestContract[K]['request']): Promise<RequestContract[K]['reply']>;
}

/** Starts nats-server and the process. */
export const openTrackingHouse = async (
  options: TrackingOptions = {},
  kind: Kind | Databases = 'sqlite',
): Promise<TrackingHouse> => {
  const nats = await startNats();
  const databases = typeof kind === 'string' ? await databasesOf(kind) : kind;
  const bus = await connectTestBus(nats);
  const folder = mkdtempSync(join(tmpdir(), 'dienstweg-tracking-'));
  const place = await databases.another();
  const { databaseFile, databaseUrl } = place;
  let tracking: Tracking | undefined;
  let lastEvents = 0;
  let lastMessages = 0;
  const must = (published: Awaited<ReturnType<typeof publishDurably>>): number => {
    if (!published.ok) throw new Error(published.reason);
    return published.sequence;
  };
  const plain = async <K extends RequestKey>(key: K, body: RequestContract[K]['request']) => {
    const reply = await request(bus, key, body);
    if (!reply.ok) throw Object.assign(new Error(reply.problem.code), { code: reply.problem.code });
    return reply.value;
  };
  const stop = async (): Promise<void> => {
    await tracking?.[Symbol.asyncDispose]();
    tracking = undefined;
  };
  return {
    bus,
    databaseFile,
    databaseUrl,
    accept: async (record) => {
      const headers = { [HEADERS.accepted]: JSON.stringify(record), [HEADERS.receipt]: 'e30.e30.x' };
      lastMessages = must(
        await publishDurably(bus, { subject: subjectOfMessage(record.author), data: '<Message/>', headers }),
      );
    },
    tell: async (...events) => {
      lastEvents = must(
        await publishDurably(bus, { subject: subjectOfEvents('delivery'), data: JSON.stringify(events) }),
      );
    },
    start: async (more = {}) => {
      const config = { natsUrl: nats.url, seedFile: join(folder, 'none'), ...place, opsPort: 0, ...more };
      tracking = await startTracking(config, silentLog(), options);
      return tracking;
    },
    stop,
    forget: async () => {
      if (databaseUrl === undefined) throwAway(databaseFile);
      else await statementIn(databaseUrl, 'DROP SCHEMA dienstweg_tracking CASCADE');
    },
    ask: async (key, body) => {
      await until('the view is up to date', async () => {
        const reply = await request(bus, 'trackingSummary', {});
        if (!reply.ok) return false;
        const { positions } = reply.value;
        return positions.messages >= lastMessages && positions.events >= lastEvents;
      });
      return plain(key, body);
    },
    [Symbol.asyncDispose]: async () => {
      await stop();
      await bus[Symbol.asyncDispose]();
      await nats[Symbol.asyncDispose]();
      if (typeof kind === 'string') await databases[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
