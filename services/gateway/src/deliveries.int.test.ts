import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { revoke, writeCrl } from '@dienstweg/certs/pki/revoke.ts';
import { receiptSigner } from '@dienstweg/certs/receipt/sign.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { readLast, readMessage } from '@dienstweg/infra/bus/read.ts';
import { serveRequests } from '@dienstweg/infra/bus/requests.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';
import type { AcceptedRecord, RoutedReader } from '@dienstweg/schemas/accepted.ts';
import { HEADERS, STREAMS, subjectOfDelivery } from '@dienstweg/schemas/bus/streams.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import { advanceDelivery, beginDelivery, type DeliveryStep } from '@dienstweg/schemas/delivery/life.ts';
import type { HeaderDraft } from '@dienstweg/schemas/envelope/build.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import { pathOfAcceptance, pathOfMailboxDelivery, pathOfRejection } from '@dienstweg/schemas/http/paths.ts';
import type { DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import {
  issuerAuthority,
  RECEIPT_EVENTS,
  subjectOfReceipt,
  transactionOfReceipt,
} from '@dienstweg/schemas/receipt/claims.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Gateway } from './service.ts';
import { type Answered, buildHouse, type Client, type House } from './testing/house.ts';
import { countOf, eventsIn, messageOf, stepOf } from './testing/messages.ts';

const READER = 'wiekmoor.meldebehoerde';
const JOSE = { 'content-type': 'application/jose' };

let house: House;
let gateway: Gateway;
let author: Client;
let reader: Client;

beforeAll(async () => {
  house = await buildHouse();
  gateway = await house.start();
  author = house.client(gateway, 'quellhorn.meldebehoerde');
  reader = house.client(gateway, READER);
});

afterAll(async () => {
  await author?.[Symbol.asyncDispose]();
  await reader?.[Symbol.asyncDispose]();
  await gateway?.[Symbol.asyncDispose]();
  await house?.[Symbol.asyncDispose]();
});

interface Delivered {
  readonly delivery: DeliveryId;
  readonly record: AcceptedRecord;
  readonly message: string;
}

const recordOfLast = async (): Promise<{ readonly record: AcceptedRecord; readonly sequence: number }> => {
  const { last_seq: sequence } = (await house.bus.jsm.streams.info(STREAMS.messages)).state;
  const stored = await readMessage(house.bus, STREAMS.messages, sequence);
  return { record: JSON.parse(stored?.headers[HEADERS.accepted] ?? '') as AcceptedRecord, sequence };
};

/** Hands in a message to the reader. */
const handedIn = async (header: Partial<HeaderDraft> = {}): Promise<Delivered & { readonly sequence: number }> => {
  const message = messageOf(house, stepOf('wohnsitz.rueckmeldung'), { to: READER, header });
  const answer = await author.post('/v1/messages', message);
  if (answer.status !== 202) throw new Error(answer.text);
  const { record, sequence } = await recordOfLast();
  const [routed] = record.route.readers;
  if (routed === undefined) throw new Error('no reader');
  return { delivery: routed.deliveryId, record, message, sequence };
};

const subjectOf = ({ delivery }: Delivered): string => subjectOfDelivery(house.keysOf(READER).authority, delivery);

/** A message handed in, of which the delivery service records a first step. */
const deliveredWith = async (step: DeliveryStep, header?: Partial<HeaderDraft>): Promise<Delivered> => {
  const delivered = await handedIn(header);
  const [routed] = delivered.record.route.readers;
  if (routed === undefined) throw new Error('no reader');
  const begun = beginDelivery(delivered.record, routed, delivered.sequence, delivered.record.acceptedAt);
  const advance = advanceDelivery(begun, step);
  if (!advance.ok) throw new Error('impossible');
  await publishDurably(house.bus, {
    subject: subjectOf(delivered),
    data: JSON.stringify(advance.entry),
    expectedLastSubjectSequence: 0,
  });
  return delivered;
};

const laidIntoMailbox = (): Promise<Delivered> =>
  deliveredWith({ step: 'laid-into-mailbox', at: new Date().toISOString() });

const handOversOf = async ({ delivery }: Delivered): Promise<readonly DienstwegEvent[]> =>
  (await eventsIn(house.bus)).filter((event) => event.type === 'handed-over' && event.deliveryId === delivery);

const entryOf = async (delivered: Delivered): Promise<DeliveryEntry> => {
  const stored = await readLast(house.bus, STREAMS.deliveries, subjectOf(delivered));
  return JSON.parse(new TextDecoder().decode(stored?.data)) as DeliveryEntry;
};

const decision = (
  { delivery, record }: Delivered,
  event: 'consignmentAcceptance' | 'consignmentRejection',
  {
    as = READER,
    txn,
    parts = {},
    reason = 'S001',
    iat = Math.floor(Date.now() / 1000),
  }: { as?: string; txn?: string; parts?: Record<string, string>; reason?: string; iat?: number } = {},
): string => {
  const { authority, signing } = house.keysOf(as);
  const issuer = issuerAuthority(authority);
  return receiptSigner({ privateKeyPem: signing.privateKeyPem, chainPem: signing.chainPem, issuer })({
    iss: issuer,
    iat,
    jti: randomUUID(),
    sub: subjectOfReceipt(record.author, record.messageId),
    txn: txn ?? transactionOfReceipt(record.conversationId, record.messageId),
    events: {
      [RECEIPT_EVENTS[event]]: {
        headerDigest: record.headerDigest,
        partDigests: { ...Object.fromEntries(record.parts.map(({ id, digest }) => [id, digest])), ...parts },
        reader: authority,
        deliveryId: delivery,
        ...(event === 'consignmentRejection' ? { reason: { code: reason } } : {}),
      },
    },
  });
};

const fetched = (delivery: DeliveryId): Promise<Answered> => reader.get(pathOfMailboxDelivery(delivery));

describe('a delivery in the mailbox', () => {
  test('is handed over with a receipt when its reader fetches it, once, however often it is fetched', async () => {
    const delivered = await laidIntoMailbox();
    const { delivery, record, message } = delivered;
    const first = await fetched(delivery);
    const second = await fetched(delivery);
    expect([first.text, second.text]).toEqual([message, message]);
    expect(first.headers['dienstweg-delivery-id']).toBe(delivery);
    expect(await handOversOf(delivered)).toMatchObject([{ via: 'mailbox', author: record.author }]);
    expect(await entryOf(delivered)).toMatchObject({ standing: { state: 'ended', outcome: 'handed-over' } });
  });

  test('does not exist for anybody else', async () => {
    const { delivery } = await laidIntoMailbox();
    expect((await author.get(pathOfMailboxDelivery(delivery))).json.code).toBe('delivery-unknown');
    expect((await fetched(delivery)).status).toBe(200);
  });

  test('is decided on once: the same again is answered with the first receipt, another decision is refused', async () => {
    const delivered = await laidIntoMailbox();
    const path = pathOfAcceptance(delivered.delivery);
    const early = await reader.post(path, decision(delivered, 'consignmentAcceptance'), JOSE);
    expect(early.json.code).toBe('request-invalid');
    await fetched(delivered.delivery);
    const receipt = decision(delivered, 'consignmentAcceptance');
    const first = await reader.post(pathOfAcceptance(delivered.delivery), receipt, JOSE);
    expect(first.json).toEqual({ deliveryId: delivered.delivery, state: 'accepted-by-reader', receipt });
    const again = await reader.post(
      pathOfAcceptance(delivered.delivery),
      decision(delivered, 'consignmentAcceptance'),
      JOSE,
    );
    expect(again.json).toEqual({ ...first.json, repeated: true });
    const other = await reader.post(
      pathOfRejection(delivered.delivery),
      decision(delivered, 'consignmentRejection'),
      JOSE,
    );
    expect([other.status, other.json.code]).toEqual([409, 'already-decided']);
    const told = (await eventsIn(house.bus)).filter(({ type }) => type === 'accepted-by-reader');
    expect(told).toMatchObject([{ deliveryId: delivered.delivery, receipt }]);
  });

  test('is rejected for one reason: the same again is answered, another reason is told what was decided', async () => {
    const delivered = await laidIntoMailbox();
    await fetched(delivered.delivery);
    const reject = (reason: string): Promise<Answered> =>
      reader.post(pathOfRejection(delivered.delivery), decision(delivered, 'consignmentRejection', { reason }), JOSE);
    const first = await reject('S001');
    expect(first.json.state).toBe('rejected-by-reader');
    expect((await reject('S001')).json).toEqual({ ...first.json, repeated: true });
    const other = await reject('S002');
    expect([other.status, other.json.code]).toEqual([409, 'already-decided']);
    expect(other.json.detail).toMatch(/rejected-by-reader, .*S001/);
  });

  test('is not decided on by receipts that are not its reader’s, or of another delivery', async () => {
    const [delivered, another] = [await laidIntoMailbox(), await laidIntoMailbox()];
    await fetched(delivered.delivery);
    const path = pathOfAcceptance(delivered.delivery);
    const codes = async (client: Client, jws: string) => (await client.post(path, jws, JOSE)).json.code;
    expect(await codes(reader, decision(delivered, 'consignmentAcceptance', { as: 'altenfehr.meldebehoerde' }))).toBe(
      'receipt-invalid',
    );
    expect(await codes(reader, decision(another, 'consignmentAcceptance'))).toBe('receipt-invalid');
    expect(await codes(reader, decision(delivered, 'consignmentRejection'))).toBe('receipt-invalid');
    expect(await codes(reader, 'a.b.c')).toBe('receipt-invalid');
    expect(await codes(author, decision(delivered, 'consignmentAcceptance'))).toBe('delivery-unknown');
    const [part] = delivered.record.parts;
    for (const wrong of [
      { txn: 'conversation:another' },
      { parts: { [part?.id ?? '']: 'AAAA' } },
      { parts: { unknown: part?.digest ?? '' } },
    ])
      expect(await codes(reader, decision(delivered, 'consignmentAcceptance', wrong))).toBe('receipt-invalid');
  });
});

describe('content never leaves without evidence', () => {
  test('what waits for another attempt is handed over by the fetch, and ends', async () => {
    const at = new Date().toISOString();
    const delivered = await deliveredWith({ step: 'attempt-failed', at, code: 'recipient-busy', nextAttemptAt: at });
    expect((await fetched(delivered.delivery)).text).toBe(delivered.message);
    expect(await handOversOf(delivered)).toMatchObject([{ via: 'mailbox', receipt: expect.any(String) }]);
    expect(await entryOf(delivered)).toMatchObject({ attempts: 1, standing: { state: 'ended', via: 'mailbox' } });
  });

  test('what is fetched directly after its acceptance is known, cut for its reader, and recorded once', async () => {
    await using office = house.client(gateway, 'quellhorn.gewerbeamt');
    const answer = await office.post('/v1/messages', messageOf(house, stepOf('gewerbeanzeige')));
    const supervision = house.keysOf('emsmark.gewerbeaufsicht').authority;
    const routed = (answer.json.readers as readonly RoutedReader[]).find(({ authority }) => authority === supervision);
    if (routed === undefined) throw new Error('no such reader');
    await using client = house.client(gateway, 'emsmark.gewerbeaufsicht');
    const first = await client.get(pathOfMailboxDelivery(routed.deliveryId));
    expect([...first.text.matchAll(/<Part ref="(\w+)"/g)].map(([, ref]) => ref)).toEqual(['core']);
    const before = await countOf(house.bus, STREAMS.events);
    expect((await client.get(pathOfMailboxDelivery(routed.deliveryId))).text).toBe(first.text);
    expect(await countOf(house.bus, STREAMS.events)).toBe(before);
    const told = (await eventsIn(house.bus)).filter((event) => event.type === 'handed-over');
    expect(told.filter(({ deliveryId }) => deliveryId === routed.deliveryId)).toHaveLength(1);
  });
});

test('a delivery before its time can neither be fetched nor decided on by its reader', async () => {
  const notBefore = new Date(Date.now() + 86_400_000).toISOString();
  const delivered = await deliveredWith({ step: 'held', nextAttemptAt: notBefore }, { notBefore });
  expect((await fetched(delivered.delivery)).json.code).toBe('delivery-unknown');
  const receipt = decision(delivered, 'consignmentAcceptance');
  expect((await reader.post(pathOfAcceptance(delivered.delivery), receipt, JOSE)).json.code).toBe('delivery-unknown');
  expect(await entryOf(delivered)).toMatchObject({ standing: { state: 'waiting' } });
});

test('a message just accepted is known to its author before the tracking view knows it, and to nobody else', async () => {
  const { record } = await laidIntoMailbox();
  // the tracking service, which has not read so far yet
  await using _tracking = await serveRequests(house.bus, {
    trackingMessage: async ({ messageId }) => {
      throw new ProblemError(problem('message-unknown', { messageId }));
    },
  });
  expect((await author.get(`/v1/messages/${record.messageId}`)).json).toMatchObject({ state: 'accepted' });
  const slip = await author.get(`/v1/messages/${record.messageId}/routing-slip`);
  expect(slip.text).toContain('<Status>0</Status>');
  expect((await reader.get(`/v1/messages/${record.messageId}`)).json.code).toBe('message-unknown');
});

// Last: the reader has no signing key any more afterwards.
test('a key that was revoked decides on nothing, whatever moment it states', async () => {
  const delivered = await laidIntoMailbox();
  await fetched(delivered.delivery);
  const path = pathOfAcceptance(delivered.delivery);
  const before = decision(delivered, 'consignmentAcceptance', { iat: Math.floor(Date.now() / 1000) - 120 });
  await revoke(house.ca, house.keysOf(READER).signing.fingerprint);
  await writeCrl(house.ca, join(house.trustFolder, 'crls'));
  const detailOf = async (jws: string): Promise<unknown> => (await reader.post(path, jws, JOSE)).json.detail;
  await until('the revocation is known', async () =>
    String(await detailOf(decision(delivered, 'consignmentAcceptance', { txn: 'conversation:another' }))).includes(
      'revoked',
    ),
  );
  expect(await detailOf(before)).toContain('revoked');
}, 40_000);
