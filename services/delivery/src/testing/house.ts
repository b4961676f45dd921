/** The surroundings of the delivery service in tests: real servers, keys in a home folder, a directory, messages. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { writePrivateFile, writePublicFile } from '@dienstweg/certs/pki/files.ts';
import { type IssuedLeafWithKey, issueCertificate } from '@dienstweg/certs/pki/issue.ts';
import { writeTrustFolder } from '@dienstweg/certs/pki/trust-folder.ts';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { followStream } from '@dienstweg/infra/bus/follow.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { type Home, homeLayout } from '@dienstweg/infra/home.ts';
import { connectTestBus, silentLog, startNats, startRedis, until } from '@dienstweg/infra/testing/servers.ts';
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import { HEADERS, STREAMS, subjectOfMessage, subjectOfRegistryChange } from '@dienstweg/schemas/bus/streams.ts';
import { clearingIdOf, deliveryIdOf } from '@dienstweg/schemas/delivery/delivery-id.ts';
import type { Channel, EndpointEntry, RegistryChange } from '@dienstweg/schemas/directory/change/changes.ts';
import { buildMessage } from '@dienstweg/schemas/envelope/build.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { DEFAULT_LIMITS, type DeliveryConfig } from '../config.ts';
import { startDelivery } from '../service.ts';
import { startRecipient, type TestRecipient } from './recipient.ts';

/** The author of every message. */
export const AUTHOR = 'dvdv:xga:990101000000' as AuthorityId;
/** The type of every message. */
export const TYPE = { code: 'probe', version: '1.0' };

/** A message that was published as the gateway would. */
export interface Published {
  readonly messageId: MessageId;
  readonly sequence: number;
  readonly octets: string;
  readonly submissionReceipt: string;
  /** In the order of the readers. */
  readonly deliveries: readonly DeliveryId[];
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64');

const layKeys = async (home: Home): Promise<{ readonly ca: Awaited<ReturnType<typeof createDevelopmentCa>> }> => {
  const ca = await createDevelopmentCa(home.ca);
  const keep = async (name: string, leaf: IssuedLeafWithKey): Promise<void> => {
    await writePrivateFile(join(home.nodes, 'delivery', `${name}.key`), leaf.privateKeyPem);
    await writePublicFile(join(home.nodes, 'delivery', `${name}.pem`), leaf.chainPem);
  };
  const uri = 'urn:dienstweg:node:delivery';
  await keep('tls', await issueCertificate(ca, { commonName: 'delivery', purposes: 'tls', uri }));
  await keep('receipt', await issueCertificate(ca, { commonName: 'delivery', purposes: 'receipt', uri }));
  await writeTrustFolder(ca, home.trust.root);
  return { ca };
};

/** Starts everything but the delivery service. */
export const startHouse = async () => {
  await using started = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'dienstweg-delivery-'));
  started.defer(() => rm(folder, { recursive: true, force: true }));
  const home = homeLayout(folder);
  const { ca } = await layKeys(home);
  const nats = started.use(await startNats());
  const redis = started.use(await startRedis());
  const bus: Bus = started.use(await connectTestBus(nats));
  const events: DienstwegEvent[] = [];
  started.use(
    await followStream(bus, { stream: STREAMS.events }, ({ data }) => {
      events.push(...(JSON.parse(new TextDecoder().decode(data)) as DienstwegEvent[]));
    }),
  );

  const config: DeliveryConfig = {
    home,
    natsUrl: nats.url,
    natsGiven: true,
    redisUrl: redis.timersUrl,
    redisGiven: true,
    opsPort: 0,
    limits: {
      ...DEFAULT_LIMITS,
      ackWaitMs: 2_000,
      firstAttemptMs: 3_000,
      laterAttemptMs: 1_000,
      givesUpAfterFailures: 2,
      reconcileEveryMs: 300,
    },
    retry: {
      firstPausesMs: [100, 200],
      factor: 2,
      longestPauseMs: 400,
      giveUpAfterMs: 30_000,
      mostAttempts: 100,
      jitter: 0.1,
      longestRetryAfterMs: 10_000,
    },
    circuit: { opensAfterFailures: 5, firstOpeningMs: 300, longestOpeningMs: 600 },
  };

  let edition = 0;
  const change = async (puts: RegistryChange['puts']): Promise<void> => {
    const content: RegistryChange = { id: randomUUID(), by: 'test', reason: 'test', puts, closes: [] };
    const payload = Buffer.from(JSON.stringify(content)).toString('base64url');
    const stored = await publishDurably(bus, { subject: subjectOfRegistryChange, data: `e30.${payload}.c2ln` });
    if (!stored.ok) throw new Error(stored.reason);
    edition = stored.sequence;
  };

  let readers = 0;
  const register = async (channel: Channel, more: Partial<EndpointEntry> = {}): Promise<AuthorityId> => {
    readers += 1;
    const authority = `oin:00000099${String(readers).padStart(12, '0')}` as AuthorityId;
    const endpoint: EndpointEntry = {
      kind: 'endpoint',
      id: `endpoint.${readers}`,
      authority,
      environment: 'test',
      channel,
      takes: [TYPE],
      validFrom: '2020-01-01',
      ...more,
    };
    await change([endpoint]);
    return authority;
  };

  const publish = async (
    to: readonly AuthorityId[],
    more: Partial<Pick<AcceptedRecord, 'notBefore' | 'obsoleteAfter' | 'conversationId' | 'terms' | 'deadline'>> & {
      readonly entitled?: readonly string[];
      /** Stored in place of the message. */
      readonly damaged?: string;
      /** A role nobody holds. */
      readonly clearing?: string;
      readonly traceparent?: string;
    } = {},
  ): Promise<Published> => {
    const { entitled = ['core', 'tax'], damaged, clearing, traceparent, ...times } = more;
    const messageId = randomUUID() as MessageId;
    const createdAt = new Date().toISOString();
    const part = (id: string) =>
      ({ id, role: 'payload', mediaType: 'application/xml', octets: Buffer.from(`<${id}/>`) }) as const;
    const octets = buildMessage(
      {
        messageId,
        messageType: TYPE,
        author: AUTHOR,
        addressee: { by: 'reader', reader: AUTHOR },
        distribution: [],
        processReference: {},
        createdAt,
        testMessage: true,
      },
      [part('core'), part('tax')],
    );
    const deliveries = to.map((reader) => deliveryIdOf(AUTHOR, messageId, reader));
    const accepted: AcceptedRecord = {
      acceptedAt: createdAt,
      author: AUTHOR,
      sender: AUTHOR,
      messageId,
      messageType: TYPE,
      octetsDigest: createHash('sha256').update(octets).digest('hex'),
      headerDigest: digestOf('header'),
      sizeBytes: octets.length,
      parts: ['core', 'tax'].map((id) => ({
        id,
        role: 'payload',
        mediaType: 'application/xml',
        sizeBytes: 7,
        digest: digestOf(id),
        location: 'inline',
      })),
      route: {
        edition,
        at: createdAt.slice(0, 10),
        readers: to.map((authority, n) => ({
          deliveryId: deliveries[n] ?? ('' as DeliveryId),
          authority,
          role: 'reader',
          roles: ['reader'],
          parts: entitled,
        })),
        ...(clearing === undefined
          ? {}
          : {
              clearing: [
                {
                  deliveryId: clearingIdOf(AUTHOR, messageId, clearing),
                  role: clearing,
                  parts: entitled,
                  reason: 'nobody' as const,
                },
              ],
            }),
      },
      processReference: {},
      createdAt,
      testMessage: true,
      ...times,
    };
    const submissionReceipt = `e30.${Buffer.from(messageId).toString('base64url')}.c2ln`;
    const stored = await publishDurably(bus, {
      subject: subjectOfMessage(AUTHOR),
      data: damaged ?? octets,
      headers: {
        [HEADERS.accepted]: JSON.stringify(accepted),
        [HEADERS.receipt]: submissionReceipt,
        ...(traceparent === undefined ? {} : { [HEADERS.traceparent]: traceparent }),
      },
    });
    if (!stored.ok) throw new Error(stored.reason);
    return { messageId, sequence: stored.sequence, octets, submissionReceipt, deliveries };
  };

  const of = ({ messageId }: Published): readonly DienstwegEvent[] =>
    events.filter((event) => 'messageId' in event && event.messageId === messageId);
  const typesOf = (message: Published): readonly string[] => of(message).map(({ type }) => type);
  const running = started.move();
  return {
    nats,
    redis,
    bus,
    config,
    ca,
    publish,
    register,
    change,
    of,
    typesOf,
    /** Waits until an event of a type was told of a message. */
    told: (message: Published, type: DienstwegEvent['type']) =>
      until(`${type} is told`, () => typesOf(message).includes(type)),
    recipient: async (
      more: Partial<EndpointEntry> = {},
    ): Promise<TestRecipient & { readonly authority: AuthorityId }> => {
      const tls = await issueCertificate(ca, { commonName: 'recipient', purposes: 'tls', ips: ['127.0.0.1'] });
      const recipient = running.use(await startRecipient(tls, `${ca.issuing.certificatePem}${ca.root.certificatePem}`));
      const { url, tlsFingerprint } = recipient;
      return Object.assign(recipient, { authority: await register({ type: 'push', url, tlsFingerprint }, more) });
    },
    start: (changed: Partial<DeliveryConfig> = {}) => startDelivery({ ...config, ...changed }, silentLog()),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
};
export type House = Awaited<ReturnType<typeof startHouse>>;
