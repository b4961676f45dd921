import { randomUUID } from 'node:crypto';
import { receiptSigner } from '@dienstweg/certs/receipt/sign.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { readLast, readMessage } from '@dienstweg/infra/bus/read.ts';
import { serveRequests } from '@dienstweg/infra/bus/requests.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import { HEADERS, STREAMS, subjectOfDelivery } from '@dienstweg/schemas/bus/streams.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import { advanceDelivery, beginDelivery } from '@dienstweg/schemas/delivery/life.ts';
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

/** Hands in a message to the reader and, as the delivery service does, lays it into its mailbox. */
const laidIntoMailbox = async (): Promise<Delivered> => {
  const message = messageOf(house, stepOf('wohnsitz.rueckmeldung'), { to: READER });
  const answer = await author.post('/v1/messages', message);
  if (answer.status !== 202) throw new Error(answer.text);
  const { record, sequence } = await recordOfLast();
  const [routed] = record.route.readers;
  if (routed === undefined) throw new Error('no reader');
  const at = new Date().toISOString();
  const laid = advanceDelivery(beginDelivery(record, routed, sequence, at), { step: 'laid-into-mailbox', at });
  if (!laid.ok) throw new Error('not laid');
  await publishDurably(house.bus, {
    subject: subjectOfDelivery(routed.authority, routed.deliveryId),
    data: JSON.stringify(laid.entry),
    expectedLastSubjectSequence: 0,
  });
  return { delivery: routed.deliveryId, record, message };
};

const decision = (
  { delivery, record }: Delivered,
  event: 'consignmentAcceptance' | 'consignmentRejection',
  as = READER,
): string => {
  const { authority, signing } = house.keysOf(as);
  const issuer = issuerAuthority(authority);
  return receiptSigner({ privateKeyPem: signing.privateKeyPem, chainPem: signing.chainPem, issuer })({
    iss: issuer,
    iat: Math.floor(Date.now() / 1000),
    jti: randomUUID(),
    sub: subjectOfReceipt(record.author, record.messageId),
    txn: transactionOfReceipt(record.conversationId, record.messageId),
    events: {
      [RECEIPT_EVENTS[event]]: {
        headerDigest: record.headerDigest,
        partDigests: Object.fromEntries(record.parts.map(({ id, digest }) => [id, digest])),
        reader: authority,
        deliveryId: delivery,
        ...(event === 'consignmentRejection' ? { reason: { code: 'S001' } } : {}),
      },
    },
  });
};

const fetched = async (delivery: DeliveryId): Promise<Answered> => {
  await until('the index knows it', async () => (await reader.get(pathOfMailboxDelivery(delivery))).status !== 404);
  return reader.get(pathOfMailboxDelivery(delivery));
};

describe('a delivery in the mailbox', () => {
  test('is handed over with a receipt when its reader fetches it, once, however often it is fetched', async () => {
    const { delivery, record, message } = await laidIntoMailbox();
    const first = await fetched(delivery);
    const second = await reader.get(pathOfMailboxDelivery(delivery));
    expect([first.text, second.text]).toEqual([message, message]);
    expect(first.headers['dienstweg-delivery-id']).toBe(delivery);
    const told = (await eventsIn(house.bus)).filter((event) => event.type === 'handed-over');
    expect(told).toMatchObject([{ deliveryId: delivery, via: 'mailbox', author: record.author }]);
    const [routed] = record.route.readers;
    const entry = await readLast(
      house.bus,
      STREAMS.deliveries,
      subjectOfDelivery(routed?.authority ?? record.author, delivery),
    );
    expect(JSON.parse(new TextDecoder().decode(entry?.data)) as DeliveryEntry).toMatchObject({
      standing: { state: 'ended', outcome: 'handed-over' },
    });
  });

  test('does not exist for anybody else', async () => {
    const { delivery } = await laidIntoMailbox();
    expect((await author.get(pathOfMailboxDelivery(delivery))).json.code).toBe('delivery-unknown');
    expect((await fetched(delivery)).status).toBe(200);
  });

  test('is decided on once: the same again is answered with the first receipt, another decision is refused', async () => {
    const delivered = await laidIntoMailbox();
    await until('the index knows it', async () => {
      const early = await reader.post(
        pathOfAcceptance(delivered.delivery),
        decision(delivered, 'consignmentAcceptance'),
        JOSE,
      );
      return early.json.code === 'request-invalid';
    });
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

  test('is not decided on by receipts that are not its reader’s, or of another delivery', async () => {
    const [delivered, another] = [await laidIntoMailbox(), await laidIntoMailbox()];
    await fetched(delivered.delivery);
    const path = pathOfAcceptance(delivered.delivery);
    const codes = async (client: Client, jws: string) => (await client.post(path, jws, JOSE)).json.code;
    expect(await codes(reader, decision(delivered, 'consignmentAcceptance', 'altenfehr.meldebehoerde'))).toBe(
      'receipt-invalid',
    );
    expect(await codes(reader, decision(another, 'consignmentAcceptance'))).toBe('receipt-invalid');
    expect(await codes(reader, decision(delivered, 'consignmentRejection'))).toBe('receipt-invalid');
    expect(await codes(reader, 'a.b.c')).toBe('receipt-invalid');
    expect(await codes(author, decision(delivered, 'consignmentAcceptance'))).toBe('delivery-unknown');
  });
});

test('a pushed delivery can be read again by its reader, cut for it, and nothing is recorded', async () => {
  await using office = house.client(gateway, 'quellhorn.gewerbeamt');
  const answer = await office.post('/v1/messages', messageOf(house, stepOf('gewerbeanzeige')));
  expect(answer.status).toBe(202);
  const { record } = await recordOfLast();
  const supervision = house.keysOf('emsmark.gewerbeaufsicht');
  const routed = record.route.readers.find(({ authority }) => authority === supervision.authority);
  await using client = house.client(gateway, 'emsmark.gewerbeaufsicht');
  const before = await countOf(house.bus, STREAMS.events);
  const path = pathOfMailboxDelivery(routed?.deliveryId ?? ('' as DeliveryId));
  await until('the index knows it', async () => (await client.get(path)).status === 200);
  const { text } = await client.get(path);
  expect([...text.matchAll(/<Part ref="(\w+)"/g)].map(([, ref]) => ref)).toEqual(['core']);
  expect(await countOf(house.bus, STREAMS.events)).toBe(before);
});

test('a message just accepted is known to its author before the tracking view knows it, and to nobody else', async () => {
  const { record } = await laidIntoMailbox();
  // the tracking service, which has not read so far yet
  await using _tracking = await serveRequests(house.bus, {
    trackingMessage: async ({ messageId }) => {
      throw new ProblemError(problem('message-unknown', { messageId }));
    },
  });
  await until('the index knows it', async () => (await author.get(`/v1/messages/${record.messageId}`)).status === 200);
  expect((await author.get(`/v1/messages/${record.messageId}`)).json).toMatchObject({ state: 'accepted' });
  const slip = await author.get(`/v1/messages/${record.messageId}/routing-slip`);
  expect(slip.text).toContain('<Status>0</Status>');
  expect((await reader.get(`/v1/messages/${record.messageId}`)).json.code).toBe('message-unknown');
});
