/** What is stored with an accepted message and what its receipt attests: pure. */
import { ACCEPTED_HEADERS_LIMIT_BYTES, type AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import {
  issuerNode,
  RECEIPT_EVENTS,
  type ReceiptClaims,
  subjectOfReceipt,
  transactionOfReceipt,
} from '@dienstweg/schemas/receipt/claims.ts';
import type { RoutedMessage } from '../resolve/resolve.ts';

/** What its type and its deadline promise of a message. */
export type Promised = Pick<AcceptedRecord, 'deadline' | 'terms'>;

/** The record of a message accepted at `at`. */
export const recordOf = (
  { header, sender, route, ...message }: RoutedMessage,
  at: Date,
  promised: Promised = {},
): AcceptedRecord => ({
  acceptedAt: at.toISOString(),
  author: header.author,
  sender,
  messageId: header.messageId,
  messageType: header.messageType,
  octetsDigest: message.octetsDigest,
  headerDigest: message.headerDigest,
  sizeBytes: message.sizeBytes,
  parts: header.parts,
  route,
  ...(header.addressee.service === undefined ? {} : { service: header.addressee.service }),
  ...(header.addressee.by === 'responsibility' ? { region: header.addressee.region } : {}),
  ...(header.conversationId === undefined ? {} : { conversationId: header.conversationId }),
  ...(header.inReplyTo === undefined ? {} : { inReplyTo: header.inReplyTo }),
  processReference: header.processReference,
  ...(message.businessKeys === undefined ? {} : { businessKeys: message.businessKeys }),
  createdAt: header.createdAt,
  ...(header.notBefore === undefined ? {} : { notBefore: header.notBefore }),
  ...(header.obsoleteAfter === undefined ? {} : { obsoleteAfter: header.obsoleteAfter }),
  testMessage: header.testMessage,
  ...promised,
});

/** Digests by part id, as every receipt of a message attests them. */
export const partDigestsOf = ({ parts }: Pick<AcceptedRecord, 'parts'>): Readonly<Record<string, string>> =>
  Object.fromEntries(parts.map(({ id, digest }) => [id, digest]));

/** The claims of the SubmissionAcceptance receipt: who gets it and why, citing the registry's edition. */
export const acceptanceClaims = (record: AcceptedRecord, node: string, jti: string): ReceiptClaims => ({
  iss: issuerNode(node),
  iat: Math.floor(Date.parse(record.acceptedAt) / 1000),
  jti,
  sub: subjectOfReceipt(record.author, record.messageId),
  txn: transactionOfReceipt(record.conversationId, record.messageId),
  events: {
    [RECEIPT_EVENTS.submissionAcceptance]: {
      headerDigest: record.headerDigest,
      partDigests: partDigestsOf(record),
      readers: record.route.readers.map(({ authority, deliveryId, role, parts, entry }) => ({
        authority,
        deliveryId,
        role,
        parts,
        ...(entry === undefined ? {} : { entry }),
      })),
      registry: { edition: record.route.edition, at: record.route.at },
    },
  },
});

/** JSON in ASCII: header values of NATS keep nothing else for certain. */
export const asHeaderValue = (record: AcceptedRecord): string =>
  JSON.stringify(record).replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Whether record and receipt together may stand in the headers of the stored message. */
export const fitsIntoHeaders = (record: string, receipt: string): boolean =>
  Buffer.byteLength(record) + Buffer.byteLength(receipt) <= ACCEPTED_HEADERS_LIMIT_BYTES;
