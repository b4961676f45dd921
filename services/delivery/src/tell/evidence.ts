/** What is told and attested of a delivery: its events, with the node's receipts in them. */
import { createHash, randomUUID } from 'node:crypto';
import type { AcceptedRecord, RoleInClearing, RoutedReader } from '@dienstweg/schemas/accepted.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { DienstwegEvent, HoldReason, Returned } from '@dienstweg/schemas/events.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import {
  type Attested,
  issuerNode,
  RECEIPT_EVENTS,
  type ReceiptClaims,
  type ReceiptEvent,
  subjectOfReceipt,
  transactionOfReceipt,
} from '@dienstweg/schemas/receipt/claims.ts';

/** Who tells, and how it signs. */
export interface EvidenceNeeds {
  /** Name of this node. */
  readonly node: string;
  readonly sign: (claims: ReceiptClaims) => string;
  readonly now: () => Date;
}

/** The delivery it is about, with what its receipts cite of the submission. */
export interface AttestedDelivery {
  readonly accepted: AcceptedRecord;
  /** Compact JWS of the submission's receipt. */
  readonly submissionReceipt: string;
  readonly entry: DeliveryEntry;
}

/** Makes events of deliveries. Receipts follow the submission's by its digest; they cover the reader's parts only. */
export const evidenceOf = ({ node, sign, now }: EvidenceNeeds) => {
  const told = ({ entry }: Pick<AttestedDelivery, 'entry'>) => ({
    id: randomUUID(),
    at: now().toISOString(),
    node,
    author: entry.author,
    messageId: entry.messageId,
    reader: entry.reader,
    deliveryId: entry.deliveryId,
    ...(entry.traceparent === undefined ? {} : { traceparent: entry.traceparent }),
  });

  const receipt = (event: ReceiptEvent, delivery: AttestedDelivery, more: Partial<Attested> = {}): string => {
    const { accepted, entry, submissionReceipt } = delivery;
    const attested: Attested = {
      headerDigest: accepted.headerDigest,
      partDigests: Object.fromEntries(
        accepted.parts.filter(({ id }) => entry.parts.includes(id)).map(({ id, digest }) => [id, digest]),
      ),
      reader: entry.reader,
      deliveryId: entry.deliveryId,
      registry: { edition: accepted.route.edition, at: accepted.route.at },
      ...more,
      previous: createHash('sha256').update(submissionReceipt).digest('base64url'),
    };
    return sign({
      iss: issuerNode(node),
      iat: Math.floor(now().getTime() / 1000),
      jti: randomUUID(),
      sub: subjectOfReceipt(accepted.author, accepted.messageId),
      txn: transactionOfReceipt(accepted.conversationId, accepted.messageId),
      events: { [RECEIPT_EVENTS[event]]: attested },
    });
  };

  return {
    handedOver: (delivery: AttestedDelivery, attempt: number): DienstwegEvent => ({
      ...told(delivery),
      type: 'handed-over',
      via: 'push',
      attempt,
      receipt: receipt('contentHandover', delivery, { attempt }),
    }),
    laidIntoMailbox: (delivery: AttestedDelivery): DienstwegEvent => ({
      ...told(delivery),
      type: 'laid-into-mailbox',
      receipt: receipt('contentConsignment', delivery),
    }),
    attemptFailed: (
      delivery: AttestedDelivery,
      attempt: number,
      code: ProblemCode,
      goesOn: { readonly nextAttemptAt?: string | undefined; readonly plannedAttempts?: number | undefined } = {},
    ): DienstwegEvent => ({
      ...told(delivery),
      type: 'attempt-failed',
      attempt,
      code,
      ...(goesOn.nextAttemptAt === undefined ? {} : { nextAttemptAt: goesOn.nextAttemptAt }),
      ...(goesOn.plannedAttempts === undefined ? {} : { plannedAttempts: goesOn.plannedAttempts }),
    }),
    held: (delivery: AttestedDelivery, reason: HoldReason, nextAttemptAt: string): DienstwegEvent => ({
      ...told(delivery),
      type: 'delivery-held',
      reason,
      nextAttemptAt,
    }),
    deadLettered: (delivery: AttestedDelivery, attempt: number, code: ProblemCode): DienstwegEvent => ({
      ...told(delivery),
      type: 'dead-lettered',
      attempt,
      code,
      receipt: receipt('contentHandoverFailure', delivery, { attempt, code }),
    }),
    expired: (delivery: AttestedDelivery): DienstwegEvent => ({
      ...told(delivery),
      type: 'expired',
      receipt: receipt('acceptanceRejectionExpiry', delivery),
    }),
    reminded: (
      delivery: Pick<AttestedDelivery, 'entry'>,
      type: 'mailbox-reminder' | 'mailbox-escalated',
      since: string,
    ): DienstwegEvent => ({ ...told(delivery), type, since }),
    laidIntoClearing: (
      delivery: Pick<AttestedDelivery, 'entry'>,
      { role, reason }: RoleInClearing,
    ): DienstwegEvent => ({
      ...told(delivery),
      type: 'laid-into-clearing',
      role,
      reason,
    }),
    assigned: (
      delivery: Pick<AttestedDelivery, 'entry'>,
      to: RoutedReader,
      by: string,
      reason: string,
    ): DienstwegEvent => ({ ...told(delivery), type: 'assigned', to, by, reason }),
    returned: (
      delivery: Pick<AttestedDelivery, 'entry'>,
      by: string,
      reason: string,
      rejection: Returned['rejection'],
    ): DienstwegEvent => ({ ...told(delivery), type: 'returned', by, reason, rejection }),
    replayed: (delivery: Pick<AttestedDelivery, 'entry'>, by: string, reason: string): DienstwegEvent => ({
      ...told(delivery),
      type: 'replayed',
      by,
      reason,
    }),
  };
};

/** Makes the events of one node's deliveries. */
export type Evidence = ReturnType<typeof evidenceOf>;
