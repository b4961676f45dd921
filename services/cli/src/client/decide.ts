/** A reader's acceptance or rejection of a delivery, signed with its own key. */
import { randomUUID } from 'node:crypto';
import { receiptDigest } from '@dienstweg/certs/receipt/digest.ts';
import { receiptSigner } from '@dienstweg/certs/receipt/sign.ts';
import type { Home } from '@dienstweg/infra/home.ts';
import type { DecisionAnswer } from '@dienstweg/schemas/http/shapes.ts';
import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import type { VerifiedMessage } from '@dienstweg/schemas/message.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import {
  type Attested,
  issuerAuthority,
  RECEIPT_EVENTS,
  type ReceiptClaims,
  subjectOfReceipt,
  transactionOfReceipt,
} from '@dienstweg/schemas/receipt/claims.ts';
import { openExaminer } from './examiner.ts';
import type { GatewayClient } from './gateway.ts';
import { keyOf } from './keys.ts';
import { publishedTo } from './published.ts';

/** What a reader decides. */
export interface ReaderDecision {
  readonly reader: AuthorityId;
  readonly deliveryId: DeliveryId;
  /** Its reason; without one the delivery is accepted. */
  readonly rejection?: { readonly code: string; readonly text?: string };
}

const claimsOf = (
  { reader, deliveryId, rejection }: ReaderDecision,
  { header, headerDigest, partsPresent }: VerifiedMessage,
  previous: string | undefined,
): ReceiptClaims => {
  const attested: Attested = {
    headerDigest,
    partDigests: Object.fromEntries(
      header.parts.filter(({ id }) => partsPresent.includes(id)).map(({ id, digest }) => [id, digest]),
    ),
    reader,
    deliveryId,
    ...(rejection === undefined ? {} : { reason: rejection }),
    ...(previous === undefined ? {} : { previous }),
  };
  const event = rejection === undefined ? RECEIPT_EVENTS.consignmentAcceptance : RECEIPT_EVENTS.consignmentRejection;
  return {
    iss: issuerAuthority(reader),
    iat: Math.floor(Date.now() / 1000),
    jti: randomUUID(),
    sub: subjectOfReceipt(header.author, header.messageId),
    txn: transactionOfReceipt(header.conversationId, header.messageId),
    events: { [event]: attested },
  };
};

/** The receipt of the submission, to which the decision refers; a reader may not be shown it. */
const submissionReceipt = async (gateway: GatewayClient, message: VerifiedMessage): Promise<string | undefined> => {
  try {
    const trace = await gateway.message(message.header.messageId);
    return trace.author === message.header.author
      ? trace.events.find(({ type }) => type === 'message-accepted')?.receipt
      : undefined;
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
};

/** Fetches the delivery, verifies the author's signature over what came, and only then signs the decision. */
export const decide = async (home: Home, gateway: GatewayClient, decision: ReaderDecision): Promise<DecisionAnswer> => {
  using examiner = openExaminer(home.trust.root, [], publishedTo(home));
  const examination = examiner.examine(await gateway.fetch(decision.deliveryId), 'en');
  if (!examination.ok) throw new ProblemError(problem(examination.code, { violations: examination.violations }));
  const receipt = await submissionReceipt(gateway, examination.message);
  const { privateKeyPem, chainPem } = keyOf(home, decision.reader, 'signing');
  const sign = receiptSigner({ privateKeyPem, chainPem, issuer: issuerAuthority(decision.reader) });
  const previous = receipt === undefined || receipt === '' ? undefined : receiptDigest(receipt);
  return gateway.decide(
    decision.deliveryId,
    decision.rejection === undefined ? 'acceptance' : 'rejection',
    sign(claimsOf(decision, examination.message, previous)),
  );
};
