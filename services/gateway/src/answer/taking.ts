/** What a reader's fetch does to a delivery: pure. */
import { receiptDigest } from '@dienstweg/certs/receipt/digest.ts';
import type { AcceptedRecord, RoutedReader } from '@dienstweg/schemas/accepted.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import { advanceDelivery, beginDelivery } from '@dienstweg/schemas/delivery/life.ts';
import type { HandedOver } from '@dienstweg/schemas/events.ts';
import {
  issuerNode,
  RECEIPT_EVENTS,
  type ReceiptClaims,
  subjectOfReceipt,
  transactionOfReceipt,
} from '@dienstweg/schemas/receipt/claims.ts';
import type { StoredAcceptance } from '../accept/accept.ts';
import { partDigestsOf } from '../accept/record.ts';
import type { IndexedMessage } from '../index/message-index.ts';
import type { Refusal } from './refusal.ts';

/** What to do before the octets go out. */
export type Taking =
  /** Nobody is known to have handed it over: end it as handed over, and tell. */
  | { readonly is: 'take'; readonly entry: DeliveryEntry }
  /** It was taken, but that may not have been told. */
  | { readonly is: 'tell'; readonly entry: DeliveryEntry }
  /** Its hand-over is recorded. */
  | { readonly is: 'just-octets' }
  | { readonly is: 'refused'; readonly refusal: Refusal };

/** Whether the author does not want it known to its readers yet. */
export const isBeforeItsTime = ({ notBefore }: Pick<AcceptedRecord, 'notBefore'>, at: Date): boolean =>
  notBefore !== undefined && at < new Date(notBefore);

/** What is known of a delivery when its reader comes for it. */
export interface Standing {
  readonly message: IndexedMessage;
  readonly reader: RoutedReader;
  /** Its entry in `DELIVERIES`: absent before its first attempt has failed, and after a push at the first attempt. */
  readonly entry: DeliveryEntry | undefined;
  /** The hand-over by a fetch is known to be recorded. */
  readonly told: boolean;
}

/**
 * Judges so that no content leaves without a recorded hand-over. What was pushed at once has no entry and is not told
 * from what is still to be pushed: fetching it ends it once more, with an evidence of its own.
 */
export const judgeTaking = ({ message, reader, entry: there, told }: Standing, at: Date): Taking => {
  const now = at.toISOString();
  if (there === undefined && told) return { is: 'just-octets' };
  const entry = there ?? beginDelivery(message.record, reader, message.sequence, now);
  const { standing } = entry;
  switch (standing.state) {
    case 'waiting':
    case 'in-mailbox': {
      if (entry.obsoleteAfter !== undefined && at >= new Date(entry.obsoleteAfter)) return EXPIRED;
      const advance = advanceDelivery(entry, { step: 'fetched', at: now });
      if (!advance.ok) throw new Error(`a delivery that stands at ${advance.standing} cannot be fetched`);
      return { is: 'take', entry: advance.entry };
    }
    case 'in-clearing':
    case 'dead-letter':
      return GIVEN_UP;
    case 'ended': {
      if (standing.outcome === 'expired') return EXPIRED;
      if (standing.outcome === 'assigned' || standing.outcome === 'returned') return GIVEN_UP;
      const wasFetched = standing.via === 'mailbox' || entry.attempts === 0;
      return wasFetched && !told ? { is: 'tell', entry } : { is: 'just-octets' };
    }
    default:
      return standing satisfies never;
  }
};

const GIVEN_UP: Taking = {
  is: 'refused',
  refusal: { code: 'delivery-unknown', say: { text: 'delivery-given-up' } },
};

const EXPIRED: Taking = {
  is: 'refused',
  refusal: { code: 'message-obsolete', say: { text: 'delivery-expired' } },
};

/** The claims of the ContentHandover receipt. */
export const handOverClaims = (
  { record, receipt }: StoredAcceptance,
  { authority, deliveryId, parts }: RoutedReader,
  told: { readonly node: string; readonly at: Date; readonly jti: string },
): ReceiptClaims => ({
  iss: issuerNode(told.node),
  iat: Math.floor(told.at.getTime() / 1000),
  jti: told.jti,
  sub: subjectOfReceipt(record.author, record.messageId),
  txn: transactionOfReceipt(record.conversationId, record.messageId),
  events: {
    [RECEIPT_EVENTS.contentHandover]: {
      headerDigest: record.headerDigest,
      // nobody attests what he did not get
      partDigests: partDigestsOf({ parts: record.parts.filter(({ id }) => parts.includes(id)) }),
      reader: authority,
      deliveryId,
      previous: receiptDigest(receipt),
    },
  },
});

/** The event of a hand-over out of the mailbox. */
export const handedOverEvent = (
  entry: DeliveryEntry,
  receipt: string,
  told: { readonly id: string; readonly node: string; readonly at: Date; readonly traceparent: string },
): HandedOver => ({
  type: 'handed-over',
  id: told.id,
  at: told.at.toISOString(),
  node: told.node,
  traceparent: entry.traceparent ?? told.traceparent,
  author: entry.author,
  messageId: entry.messageId,
  reader: entry.reader,
  deliveryId: entry.deliveryId,
  via: 'mailbox',
  attempt: entry.attempts + 1,
  receipt,
});
