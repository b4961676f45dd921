/** Whether a reader's receipt is its decision on this very delivery: pure. */
import type { ReceiptVerdict } from '@dienstweg/certs/receipt/verify.ts';
import type { AcceptedRecord, RoutedReader } from '@dienstweg/schemas/accepted.ts';
import type { DecidedByReader } from '@dienstweg/schemas/events.ts';
import {
  RECEIPT_EVENTS,
  type ReceiptClaims,
  subjectOfReceipt,
  transactionOfReceipt,
} from '@dienstweg/schemas/receipt/claims.ts';
import type { Decision } from '../index/message-index.ts';
import type { Judged } from '../resolve/resolve.ts';
import type { Refusal } from './refusal.ts';

const EVENT_OF = {
  'accepted-by-reader': RECEIPT_EVENTS.consignmentAcceptance,
  'rejected-by-reader': RECEIPT_EVENTS.consignmentRejection,
} as const;

const mismatch = (member: string): { readonly ok: false; readonly refusal: Refusal } => ({
  ok: false,
  refusal: { code: 'receipt-invalid', say: { text: 'receipt-mismatch', values: { member } } },
});

/** What is not attested was perhaps never read: an acceptance that leaves it open would prove nothing to its author. */
const incomplete = (
  unattested: readonly string[],
  { parts }: RoutedReader,
): { readonly ok: false; readonly refusal: Refusal } => ({
  ok: false,
  refusal: {
    code: 'receipt-invalid',
    say: { text: 'receipt-incomplete', values: { unattested: unattested.join(', '), parts: parts.join(', ') } },
  },
});

/** A reader's clock may be so far behind. */
const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;

/**
 * Signed by the reader, not before there was a message; exactly the event of the path; this message, this delivery, this
 * header, its own parts: all of them where it accepts. Who rejects may be unable to make out what it was given.
 */
export const judgeDecision = (
  state: DecidedByReader['type'],
  verified: ReceiptVerdict,
  record: AcceptedRecord,
  reader: RoutedReader,
): Judged<{ readonly reasonCode?: string }> => {
  if (!verified.ok) return { ok: false, refusal: { code: 'receipt-invalid', detail: verified.text } };
  if (verified.signedBy !== reader.authority)
    return {
      ok: false,
      refusal: {
        code: 'receipt-invalid',
        say: { text: 'receipt-not-of-reader', values: { reader: reader.authority } },
      },
    };
  const { claims } = verified;
  const attested = claims.events[EVENT_OF[state]];
  if (attested === undefined || Object.keys(claims.events).length !== 1) return mismatch('events');
  if (claims.iat * 1000 < Date.parse(record.acceptedAt) - CLOCK_TOLERANCE_MS) return mismatch('iat');
  if (claims.sub !== subjectOfReceipt(record.author, record.messageId)) return mismatch('sub');
  if (claims.txn !== transactionOfReceipt(record.conversationId, record.messageId)) return mismatch('txn');
  if (attested.deliveryId !== reader.deliveryId) return mismatch('deliveryId');
  if (attested.headerDigest !== record.headerDigest) return mismatch('headerDigest');
  if (attested.reader !== undefined && attested.reader !== reader.authority) return mismatch('reader');
  if (!isOfParts(attested.partDigests, record, reader)) return mismatch('partDigests');
  const unattested = reader.parts.filter((id) => !Object.hasOwn(attested.partDigests, id));
  if (state === 'accepted-by-reader' && unattested.length > 0) return incomplete(unattested, reader);
  const reasonCode = attested.reason?.code;
  return { ok: true, ...(reasonCode === undefined ? {} : { reasonCode }) };
};

/** A reader attests parts that it was given, each with the digest the author signed. */
const isOfParts = (
  stated: Readonly<Record<string, string>>,
  { parts }: AcceptedRecord,
  { parts: given }: RoutedReader,
): boolean =>
  Object.entries(stated).every(
    ([id, digest]) => given.includes(id) && parts.some((part) => part.id === id && part.digest === digest),
  );

/** The reason stated in a receipt that was verified when it was recorded; `undefined` where it states none. */
export const reasonIn = (jws: string): string | undefined => {
  const claims = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')) as ReceiptClaims;
  return claims.events[RECEIPT_EVENTS.consignmentRejection]?.reason?.code;
};

/** The first decision counts: the same again is answered with it; another one, or for another reason, is refused. */
export const judgeRepeated = (
  there: Decision,
  { state, reasonCode }: { readonly state: DecidedByReader['type']; readonly reasonCode?: string | undefined },
): Judged<{ readonly decision: Decision }> => {
  if (there.state !== state)
    return {
      ok: false,
      refusal: { code: 'already-decided', say: { text: 'decided', values: { state: there.state } } },
    };
  const reason = reasonIn(there.receipt);
  return reason === reasonCode
    ? { ok: true, decision: there }
    : {
        ok: false,
        refusal: {
          code: 'already-decided',
          say: { text: 'decided-because', values: { state: there.state, reason: reason ?? '–' } },
        },
      };
};
