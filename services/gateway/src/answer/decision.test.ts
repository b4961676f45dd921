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
const reader = { authority: READER, deliveryId: 'd' as DeliveryId, parts: ['core'] } as unknown as RoutedReader;
const record = {
  author: 'oin:00000099000000000002',
  messageId: '3f0e4f5a-93a1-4a60-9d0c-2f3a6c1d7e10',
  acceptedAt: '2026-01-05T10:00:00.500Z',
  headerDigest: 'h',
  parts: [{ id: 'core', digest: 'p' }],
} as unknown as AcceptedRecord;

const judged = (iat: string): boolean => {
  const claims: ReceiptClaims = {
    iss: 'urn:dienstweg:authority:oin:00000099000000000001',
    iat: Math.floor(Date.parse(iat) / 1000),
    jti: 'j',
    sub: subjectOfReceipt(record.author, record.messageId),
    txn: transactionOfReceipt(record.conversationId, record.messageId),
    events: {
      [RECEIPT_EVENTS.consignmentAcceptance]: { headerDigest: 'h', partDigests: {}, deliveryId: reader.deliveryId },
    },
  };
  return judgeDecision('accepted-by-reader', { ok: true, claims, issuer: claims.iss, signedBy: READER }, record, reader)
    .ok;
};

test('nobody decides on a message before there was one, clocks that differ apart', () => {
  expect(['2026-01-05T10:01:00Z', '2026-01-05T09:56:00Z', '2026-01-05T09:54:00Z'].map(judged)).toEqual([
    true,
    true,
    false,
  ]);
});
