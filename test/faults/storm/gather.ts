/** Reads the streams after a run and makes the history of it. */
import { hash } from 'node:crypto';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { type FollowedMessage, followStream } from '@dienstweg/infra/bus/follow.ts';
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import { readStoredEntry, readStoredEvents } from '@dienstweg/schemas/bus/stored.ts';
import { HEADERS, STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import { decodeStored } from '@dienstweg/schemas/directory/fold/decode.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import type { AuthorityId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { subjectOfReceipt } from '@dienstweg/schemas/receipt/claims.ts';
import type { History, StoredAcceptance } from '../checker/history.ts';
import type { ExpectedReceipt, ReceiptChecker } from './receipts.ts';

/** What the streams hold. */
export type Gathered = Pick<History, 'messages' | 'events' | 'entries'> & {
  /** Ids of registry changes, in the order of the stream. */
  readonly changes: readonly string[];
};

const readAll = async (
  bus: Bus,
  options: Parameters<typeof followStream>[1],
  apply: (message: FollowedMessage) => void,
): Promise<void> => {
  const following = await followStream(bus, options, apply);
  await following.caughtUp;
  await following[Symbol.asyncDispose]();
};

/** A message of a stream as it can be compared later. */
export const digestOfStored = (subject: string, data: Uint8Array): string =>
  hash('sha256', `${subject} ${hash('sha256', data)}`);

/** Reads everything; receipts go to the checker as they come and are not kept. */
export const gather = async (bus: Bus, receipts: ReceiptChecker): Promise<Gathered> => {
  const messages: StoredAcceptance[] = [];
  const events: DienstwegEvent[] = [];
  const entries: DeliveryEntry[] = [];
  const changes: string[] = [];
  await readAll(bus, { stream: STREAMS.messages, headersOnly: true }, ({ sequence, headers }) => {
    const record = JSON.parse(headers[HEADERS.accepted] ?? '{}') as AcceptedRecord;
    const receipt = headers[HEADERS.receipt] ?? '';
    messages.push({
      sequence,
      author: record.author,
      messageId: record.messageId,
      octetsDigest: record.octetsDigest,
      readers: record.route.readers.map(({ authority, deliveryId }) => ({ authority, deliveryId })),
      receiptDigest: hash('sha256', receipt),
      ...(record.conversationId === undefined ? {} : { conversationId: record.conversationId }),
    });
    receipts.expect({ of: `acceptance of ${record.messageId}`, receipt, ...about(record) });
  });
  await readAll(bus, { stream: STREAMS.events }, ({ data }) => {
    for (const event of readStoredEvents(data)) {
      if (!('receipt' in event)) {
        events.push(event);
        continue;
      }
      receipts.expect({
        of: `${event.type} of ${event.deliveryId}`,
        receipt: event.receipt,
        ...about(event),
        deliveryId: event.deliveryId,
      });
      events.push({ ...event, receipt: '' });
    }
  });
  await readAll(
    bus,
    { stream: STREAMS.deliveries, lastPerSubject: true },
    ({ data }) => void entries.push(readStoredEntry(data)),
  );
  await readAll(bus, { stream: STREAMS.registry }, ({ data }) => void changes.push(decodeStored(data).record.id));
  return { messages, events, entries, changes };
};

const about = ({
  author,
  messageId,
}: {
  readonly author: AuthorityId;
  readonly messageId: MessageId;
}): Pick<ExpectedReceipt, 'subject'> => ({ subject: subjectOfReceipt(author, messageId) });
