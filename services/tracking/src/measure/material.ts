/** Messages nobody wrote, and what happened to them: as unevenly spread over authors, readers, types and states as in life. */
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import { deliveryIdOf } from '@dienstweg/schemas/delivery/delivery-id.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import type { AuthorityId, MessageId, RegionId, ServiceId } from '@dienstweg/schemas/identifiers.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import type { SeenMessage } from '../project/project.ts';

/** How many there are of each. */
export const SIZES = { authors: 800, readers: 400, types: 25, services: 60, regions: 300, days: 30 } as const;

const HOUR_MS = 3_600_000;
const CODES: readonly ProblemCode[] = ['recipient-timeout', 'recipient-unreachable', 'recipient-refused'];

/** Numbers from 0 to 1 that are the same every time (mulberry32). */
const chance = (seed: number): number => {
  let t = (seed + 0x6d2b79f5) | 0;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};
/** Few are chosen often, most seldom. */
const skewed = (seed: number, of: number): number => Math.floor(of * chance(seed) ** 3);

const digits = (n: number, length: number): string => String(n).padStart(length, '0');

/** The author of a number. */
export const authorNo = (n: number): AuthorityId => `dvdv:ags:9901${digits(n, 4)}` as AuthorityId;
/** The reader of a number. */
export const readerNo = (n: number): AuthorityId => `dvdv:fin:9903${digits(n, 8)}` as AuthorityId;
/** The code of the message type of a number. */
export const typeNo = (n: number): string => `pruefstand.nachricht.${digits(n, 2)}`;
/** The id of the message of a number. */
export const messageNo = (n: number): MessageId => {
  const hex = (salt: number): string =>
    digits(0, 0) +
    Math.floor(chance(n * 4 + salt) * 0xffffffff)
      .toString(16)
      .padStart(8, '0');
  const [a, b, c, d] = [hex(0), hex(1), hex(2), hex(3)];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}` as MessageId;
};
/** The case reference of a message. */
export const referenceNo = (n: number): string => `32-${digits(n % 97, 2)}/${n}`;
/** The value of a business key of a message. */
export const keyNo = (n: number): string => `V-${(n * 7919) % 100_000_007}`;

/** Header with certificates, claims and signature: as long as those of a node. */
const HEAD = `eyJ0eXAiOiJzZWNldmVudCtqd3QifQ${'QUJD'.repeat(420)}`;
const claims = Buffer.from(
  JSON.stringify({ iss: 'urn:dienstweg:node:gateway', iat: 1, events: 'x'.repeat(560) }),
).toString('base64url');
/** In one piece, as it comes out of a message. */
const receipt = (n: number): string => Buffer.from(`${HEAD}.${claims}.${digits(n, 86)}`, 'latin1').toString('latin1');

/** A message and the events told of it, in their order. */
export interface Material {
  readonly message: SeenMessage;
  readonly events: readonly DienstwegEvent[];
}

/** The message of a number, of so many that end at `until`. */
export const materialNo = (n: number, of: number, until: number): Material => {
  const at = until - Math.floor(((of - n) / of) * SIZES.days * 24 * HOUR_MS);
  const author = authorNo(skewed(n * 11 + 1, SIZES.authors));
  const type = skewed(n * 11 + 2, SIZES.types);
  const messageId = messageNo(n);
  const moment = (ms: number): string => new Date(at + ms).toISOString();
  const readers = Array.from({ length: chance(n * 11 + 3) < 0.1 ? 3 : 1 }, (_, place) =>
    readerNo((skewed(n * 11 + 4, SIZES.readers) + place * 7) % SIZES.readers),
  );
  const accepted: AcceptedRecord = {
    acceptedAt: moment(0),
    author,
    sender: author,
    messageId,
    messageType: { code: typeNo(type), version: n % 5 === 0 ? '1.0' : '1.1' },
    octetsDigest: '',
    headerDigest: '',
    sizeBytes: 4_000 + (n % 3_000),
    parts: [
      { id: 'core', role: 'payload', mediaType: 'application/xml', sizeBytes: 1, digest: '', location: 'inline' },
    ],
    route: {
      edition: 7,
      at: moment(0).slice(0, 10),
      readers: readers.map((authority) => ({
        deliveryId: deliveryIdOf(author, messageId, authority),
        authority,
        role: 'responsible',
        roles: ['responsible'],
        parts: ['core'],
      })),
    },
    service: `leika:${digits(99_050_000_000_000 + skewed(n * 11 + 5, SIZES.services), 14)}` as ServiceId,
    region: `ars:${digits(990_100_000_000 + skewed(n * 11 + 6, SIZES.regions), 12)}` as RegionId,
    ...(n % 3 === 0 ? { conversationId: messageNo(Math.max(1, n - (n % 9))) } : {}),
    processReference: { requester: referenceNo(n) },
    ...(n % 2 === 0 ? { businessKeys: [{ name: 'vorgangsnummer', value: keyNo(n) }] } : {}),
    createdAt: moment(-50),
    testMessage: n % 100 === 0,
  };
  const events = readers.flatMap((reader, place): readonly DienstwegEvent[] => {
    const told = (what: number, ms: number) => ({
      id: `${digits(n, 12)}-${place}-${what}`,
      at: moment(ms),
      node: 'delivery',
      author,
      messageId,
      reader,
      deliveryId: deliveryIdOf(author, messageId, reader),
    });
    const luck = chance(n * 11 + 7 + place);
    const code = CODES[n % CODES.length] ?? 'recipient-timeout';
    const failed = { ...told(1, 5_000), type: 'attempt-failed', attempt: 1, code } as const;
    // of those that wait, most are new
    if (luck < 0.004 && n > of * 0.9) return [{ ...failed, nextAttemptAt: moment(HOUR_MS) }];
    if (luck < 0.008)
      return [failed, { ...told(2, HOUR_MS), type: 'dead-lettered', attempt: 2, code, receipt: receipt(n) }];
    if (luck < 0.01 && n > of * 0.8) return [{ ...told(1, 300), type: 'laid-into-mailbox', receipt: receipt(n) }];
    if (luck < 0.01) return [{ ...told(1, HOUR_MS), type: 'expired', receipt: receipt(n) }];
    const handedOver = { ...told(1, 200), type: 'handed-over', via: 'push', attempt: 1, receipt: receipt(n) } as const;
    return luck < 0.6
      ? [handedOver]
      : [handedOver, { ...told(2, 900), type: 'accepted-by-reader', receipt: receipt(n + 1) }];
  });
  return { message: { sequence: n, accepted, receipt: receipt(n) }, events };
};
