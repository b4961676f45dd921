/** Effects of the rooms, bound to the bus and the index. */
import { setTimeout as delay } from 'node:timers/promises';
import { verifyReceipt } from '@dienstweg/certs/receipt/verify.ts';
import type { Trust } from '@dienstweg/certs/trust/trust.ts';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import type { EventWriter } from '@dienstweg/infra/bus/events.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { readAs, readLast, readMessage } from '@dienstweg/infra/bus/read.ts';
import type { Tracing } from '@dienstweg/infra/trace.ts';
import { readStoredEntry } from '@dienstweg/schemas/bus/stored.ts';
import { STREAMS, type StreamName, subjectOfDelivery } from '@dienstweg/schemas/bus/streams.ts';
import { isOpen } from '@dienstweg/schemas/delivery/life.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { endpointFor, signerOf } from '@dienstweg/schemas/directory/parties.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import type { ReceiptClaims } from '@dienstweg/schemas/receipt/claims.ts';
import { type AcceptNeeds, acceptMessage } from './accept/accept.ts';
import { tracedPublish } from './accept/trace-publish.ts';
import { orAway } from './answer/away.ts';
import { decideDelivery } from './answer/decide.ts';
import { type FetchNeeds, fetchDelivery } from './answer/fetch.ts';
import type { ExaminePool } from './examine/pool.ts';
import type { MessageIndex } from './index/message-index.ts';

/** What several rooms share. */
export interface Common {
  readonly node: string;
  readonly now: () => Date;
  readonly bus: Bus;
  readonly index: MessageIndex;
  /** A delivery, also one accepted this very moment. */
  readonly find: FetchNeeds['find'];
  readonly record: (events: readonly DienstwegEvent[]) => Promise<boolean>;
  readonly sign: (claims: ReceiptClaims) => string;
  readonly tracing: Tracing;
}

/**
 * The same question once more when the index holds everything that stood in the stream when it was asked first: what
 * was acknowledged to its author a moment ago is not unknown.
 */
export const askedPatiently =
  <A extends unknown[], R>(ask: (...about: A) => R | undefined, catchUp: () => Promise<void>) =>
  async (...about: A): Promise<R | undefined> => {
    const there = ask(...about);
    if (there !== undefined) return there;
    await catchUp();
    return ask(...about);
  };

/** The index for questions that are asked seldom and want to know everything that has arrived. */
export const upToDate = (index: MessageIndex, takeIn: () => void): MessageIndex => {
  const afterTakingIn =
    <A extends unknown[], R>(ask: (...about: A) => R) =>
    (...about: A): R => {
      takeIn();
      return ask(...about);
    };
  return {
    ...index,
    byDigest: afterTakingIn(index.byDigest),
    byIdentity: afterTakingIn(index.byIdentity),
    byDelivery: afterTakingIn(index.byDelivery),
    decisionOn: afterTakingIn(index.decisionOn),
    isTaken: afterTakingIn(index.isTaken),
  };
};

const RECORD_WITHIN_MS = 5_000;

/** Waits only so long for events to be durable: whoever asked must get an answer. They may still become durable later. */
export const recordWithin =
  (writer: EventWriter): Common['record'] =>
  async (events) => {
    const deadline = new AbortController();
    try {
      return await Promise.race([
        writer.record(events).then(
          () => true,
          () => false,
        ),
        delay(RECORD_WITHIN_MS, false, { signal: deadline.signal }),
      ]);
    } finally {
      deadline.abort();
    }
  };

/** When each stream was created. */
export const epochsOf = async (bus: Bus, streams: readonly StreamName[]): Promise<Record<string, string>> =>
  Object.fromEntries(
    await Promise.all(streams.map(async (name) => [name, (await bus.jsm.streams.info(name)).created] as const)),
  );

/** Accepting, on the stream `MESSAGES`. */
export const acceptOn = (
  { node, bus, sign, tracing }: Common,
  promisedOf: AcceptNeeds['promisedOf'],
  onStored: (sequence: number) => void,
) =>
  acceptMessage({
    node,
    sign,
    promisedOf,
    publish: tracedPublish(tracing, (publication) => publishDurably(bus, publication)),
    readStored: (sequence) => readMessage(bus, STREAMS.messages, sequence),
    onStored,
  });

const entryOf = (bus: Bus) => async (reader: AuthorityId, delivery: DeliveryId) => {
  const stored = await orAway(readLast(bus, STREAMS.deliveries, subjectOfDelivery(reader, delivery)));
  const entry = stored && readAs(stored, readStoredEntry);
  return stored === undefined || entry === undefined ? undefined : { entry, sequence: stored.sequence };
};

/** Fetching, on `MESSAGES` and `DELIVERIES`. */
export const fetchOn = ({ node, now, bus, index, find, record, sign }: Common, cut: ExaminePool['cut']) =>
  fetchDelivery({
    node,
    now,
    find,
    isTold: index.isTaken,
    noteTold: (delivery) => index.learn([{ kind: 'taken', delivery }]),
    readOctets: async (sequence) => (await orAway(readMessage(bus, STREAMS.messages, sequence)))?.data,
    cut,
    readEntry: entryOf(bus),
    writeEntry: (entry, predecessor) =>
      publishDurably(bus, {
        subject: subjectOfDelivery(entry.reader, entry.deliveryId),
        data: JSON.stringify(entry),
        // The same step of the same round: repeated after a lost connection it counts once.
        messageId: `${entry.deliveryId}.${entry.round}.fetched`,
        expectedLastSubjectSequence: predecessor,
      }),
    record,
    sign,
  });

/** Deciding, on `EVENTS`. */
export const decideOn = ({ node, now, bus, index, find, record }: Common, directory: Directory, trust: () => Trust) => {
  const readEntry = entryOf(bus);
  return decideDelivery({
    node,
    now,
    find,
    verify: (jws, at) =>
      verifyReceipt(jws, {
        trust: trust(),
        signerOf: (fingerprint) => signerOf(directory, fingerprint, at),
        at,
        goodAt: at,
      }),
    decisionOn: index.decisionOn,
    noteDecision: (delivery, decision) => index.learn([{ kind: 'decision', delivery, decision }]),
    isUnread: async ({ record: { messageType, testMessage } }, { authority, deliveryId }, at) => {
      // Only a mailbox holds back: a reader that is pushed to has the message before anything is recorded.
      const endpoint = endpointFor(directory, authority, { messageType, testMessage, at });
      if (endpoint?.channel.type !== 'mailbox') return false;
      const entry = (await readEntry(authority, deliveryId))?.entry;
      return entry !== undefined && isOpen(entry);
    },
    record,
  });
};
