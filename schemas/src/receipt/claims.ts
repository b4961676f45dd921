/**
 * Receipts: each event attested by a compact JWS (RFC 7515; header `typ: secevent+jwt`, `alg`, `x5c`; claims of
 * RFC 8417). Event names follow ETSI EN 319 522-3.
 */
import type { AuthorityId, DeliveryId, MessageId } from '../identifiers.ts';

const ETSI = 'http://uri.etsi.org/19522/Event/';

/** What a receipt can attest. */
export const RECEIPT_EVENTS = {
  submissionAcceptance: `${ETSI}SubmissionAcceptance`,
  contentConsignment: `${ETSI}ContentConsignment`,
  contentHandover: `${ETSI}ContentHandover`,
  contentHandoverFailure: `${ETSI}ContentHandoverFailure`,
  consignmentAcceptance: `${ETSI}ConsignmentAcceptance`,
  consignmentRejection: `${ETSI}ConsignmentRejection`,
  acceptanceRejectionExpiry: `${ETSI}AcceptanceRejectionExpiry`,
} as const;
export type ReceiptEvent = keyof typeof RECEIPT_EVENTS;

/** What is attested; the same members for every event, those that apply. */
export interface Attested {
  /** Base64 SHA-256 of the canonical header. */
  readonly headerDigest: string;
  /** Part id → digest as in the signed header. */
  readonly partDigests: Readonly<Record<string, string>>;
  readonly reader?: AuthorityId;
  readonly deliveryId?: DeliveryId;
  /** SubmissionAcceptance: who gets it and why. */
  readonly readers?: readonly {
    readonly authority: AuthorityId;
    readonly deliveryId: DeliveryId;
    readonly role: string;
    readonly parts: readonly string[];
    readonly entry?: string;
  }[];
  readonly registry?: { readonly edition: number; readonly at: string };
  readonly attempt?: number;
  readonly code?: string;
  /** A reader's reason for its rejection. */
  readonly reason?: { readonly code: string; readonly text?: string };
  /** Base64url SHA-256 of the receipt this one follows: for deliveries, the submission's. */
  readonly previous?: string;
}

/** The claims of a receipt. */
export interface ReceiptClaims {
  /** `urn:dienstweg:node:<name>`, or `urn:dienstweg:authority:<id>` for a reader's own. */
  readonly iss: string;
  /** Seconds since 1970. */
  readonly iat: number;
  readonly jti: string;
  /** `message:<author>:<id>` */
  readonly sub: string;
  /** `conversation:<id>`; the message's own id where it states no conversation. */
  readonly txn: string;
  /** Exactly one member: the event's URI. */
  readonly events: Readonly<Record<string, Attested>>;
}

export const issuerNode = (node: string): string => `urn:dienstweg:node:${node}`;
export const issuerAuthority = (authority: AuthorityId): string => `urn:dienstweg:authority:${authority}`;
export const subjectOfReceipt = (author: AuthorityId, id: MessageId): string => `message:${author}:${id}`;
export const transactionOfReceipt = (conversation: string | undefined, id: MessageId): string =>
  `conversation:${conversation ?? id}`;
