/** What a reader's fetch does to a delivery: pure. */
import { receiptDigest } from '@dienstweg/certs/receipt/digest.ts';
import type { RoutedReader } from '@dienstweg/schemas/accepted.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import { advanceDelivery } from '@dienstweg/schemas/delivery/life.ts';
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
import type { Refusal } from './refusal.ts';

/** What to do before the octets go out. */
export type Taking =
  /** It waits in the mailbox: end it as handed over, and tell. */
  | { readonly is: 'take'; readonly entry: DeliveryEntry }
  /** It was taken, but that may not have been told. */
  | { readonly is: 'tell'; readonly entry: DeliveryEntry }
  | { readonly is: 'just-octets' }
  | { readonly is: 'refused'; readonly refusal: Refusal };

/**
 * Judges by the delivery's entry; without one it was or will be pushed. `told`: the hand-over out of the mailbox is
 * known to be recorded. Only a mailbox delivery ends without an attempt.
 */
export const judgeTaking = (entry: DeliveryEntry | undefined, told: boolean, at: Date): Taking => {
  if (entry === undefined) return { is: 'just-octets' };
  const { standing } = entry;
  switch (standing.state) {
    case 'waiting':
      return { is: 'just-octets' };
    case 'dead-letter':
      return { is: 'refused', refusal: { code: 'delivery-unknown', say: { text: 'delivery-given-up' } } };
    case 'in-mailbox': {
      const advance = advanceDelivery(entry, { step: 'fetched', at: at.toISOString() });
      return advance.ok ? { is: 'take', entry: advance.entry } : { is: 'just-octets' };
    }
    case 'ended':
      if (standing.outcome === 'expired')
        return { is: 'refused', refusal: { code: 'message-obsolete', say: { text: 'delivery-expired' } } };
      return entry.attempts === 0 && !told ? { is: 'tell', entry } : { is: 'just-octets' };
    default:
      return standing satisfies never;
  }
};

/** The claims of the ContentHandover receipt. */
export const handOverClaims = (
  { record, receipt }: StoredAcceptance,
  { authority, deliveryId }: RoutedReader,
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
      partDigests: partDigestsOf(record),
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
