import type { AcceptedRecord, RoutedReader } from '@dienstweg/schemas/accepted.ts';
import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import {
  RECEIPT_EVENTS,
  type ReceiptClaims,
  subjectOfReceipt,
  transactionOfReceipt,
} from '@dienstweg/schemas/receipt/claims.ts';
import { expect, test } from '@jest/globals';
import { judgeDecision } from './decision.ts';

const READER = 'oin:00000099000000000001' as AuthorityId;
const reader = { authority: READER, deliveryId: 'd' as DeliveryId, parts: ['core', 'tax'] } as unknown as RoutedReader;
const record = {
  author: 'oin:00000099000000000002',
  messageId: '3f0e4f5a-93a1-4a60-9d0c-2f3a6c1d7e10',
  acceptedAt: '2026-01-05T10:00:00.500Z',
  headerDigest: 'h',
  parts: ['core', 'craft', 'tax'].map((id) => ({ id, digest: `digest of ${id}` })),
} as unknown as AcceptedRecord;

const WHOLE = { core: 'digest of core', tax: 'digest of tax' };

const judged = (
  iat: string,
  partDigests: Readonly<Record<string, string>> = WHOLE,
  event: 'consignmentAcceptance' | 'consignmentRejection' = 'consignmentAcceptance',
): string => {
  const claims: ReceiptClaims = {
    iss: 'urn:dienstweg:authority:oin:00000099000000000001',
    iat: Math.floor(Date.parse(iat) / 1000),
    jti: 'j',
    sub: subjectOfReceipt(record.author, record.messageId),
    txn: transactionOfReceipt(record.conversationId, record.messageId),
    events: {
      [RECEIPT_EVENTS[event]]: { headerDigest: 'h', partDigests, deliveryId: reader.deliveryId },
    },
  };
  const state = event === 'consignmentAcceptance' ? 'accepted-by-reader' : 'rejected-by-reader';
  const verdict = judgeDecision(state, { ok: true, claims, issuer: claims.iss, signedBy: READER }, record, reader);
  return verdict.ok ? 'taken' : `${verdict.refusal.code}: ${verdict.refusal.say?.text}`;
};

test('nobody decides on a message before there was one, clocks that differ apart', () => {
  const [later, clockBehind, before] = ['2026-01-05T10:01:00Z', '2026-01-05T09:56:00Z', '2026-01-05T09:54:00Z'].map(
    (iat) => judged(iat),
  );
  expect([later, clockBehind, before]).toEqual(['taken', 'taken', 'receipt-invalid: receipt-mismatch']);
});

test('an acceptance attests every part its reader was given; a rejection may leave parts open, but contradicts none', () => {
  const at = '2026-01-05T10:01:00Z';
  const [core, wrong, withheld] = [
    { core: 'digest of core' },
    { ...WHOLE, tax: 'other' },
    { ...WHOLE, craft: 'digest of craft' },
  ];
  const mismatch = 'receipt-invalid: receipt-mismatch';
  const incomplete = 'receipt-invalid: receipt-incomplete';
  expect([WHOLE, {}, core, wrong, withheld].map((digests) => judged(at, digests))).toEqual([
    'taken',
    incomplete,
    incomplete,
    mismatch,
    mismatch,
  ]);
  expect([WHOLE, {}, core, wrong, withheld].map((digests) => judged(at, digests, 'consignmentRejection'))).toEqual([
    'taken',
    'taken',
    'taken',
    mismatch,
    mismatch,
  ]);
});
