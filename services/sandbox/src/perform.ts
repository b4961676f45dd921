/** What a recipient does for a message it took over: signs its acceptance, sends its answer. */
import { randomUUID } from 'node:crypto';
import { receiptSigner } from '@dienstweg/certs/receipt/sign.ts';
import { signMessage } from '@dienstweg/certs/signature/sign.ts';
import { buildMessage } from '@dienstweg/schemas/envelope/build.ts';
import { MEDIA_TYPES, PATHS, pathOfAcceptance } from '@dienstweg/schemas/http/paths.ts';
import { type AuthorityId, type MessageId, parseMessageId } from '@dienstweg/schemas/identifiers.ts';
import {
  issuerAuthority,
  RECEIPT_EVENTS,
  subjectOfReceipt,
  transactionOfReceipt,
} from '@dienstweg/schemas/receipt/claims.ts';
import { answerFor } from '@dienstweg/schemas/sandbox/answers.ts';
import { fillSample } from '@dienstweg/schemas/sandbox/samples.ts';
import type { Gateway, HandedIn } from './gateway.ts';
import type { KeyPair } from './keys.ts';
import type { OwedDuty, TakenDelivery } from './memory.ts';
import { CONFIRMATION, isFiledApplication, writeConfirmation } from './postal-vote.ts';

/** What performing needs. */
export interface PerformNeeds {
  readonly gateway: Gateway;
  readonly signingKeyOf: (authority: AuthorityId) => KeyPair;
  readonly now: () => Date;
}

/** The document a duty sends; `undefined` where there is nothing to send (a type that is not answered). */
export const documentFor = (needs: PerformNeeds, owed: OwedDuty): string | undefined => {
  switch (owed.duty) {
    case 'acceptance':
      return acceptanceOf(owed, needs.signingKeyOf(owed.reader), needs.now());
    case 'answer':
      return answerOf(owed, needs.signingKeyOf(owed.reader), needs.now());
  }
};

/** Hands the document in at the gateway, as the reader. */
export const handIn = (needs: PerformNeeds, owed: OwedDuty, document: string): Promise<HandedIn> => {
  switch (owed.duty) {
    case 'acceptance':
      return needs.gateway.post(owed.reader, pathOfAcceptance(owed.delivery), MEDIA_TYPES.jose, document);
    case 'answer':
      return needs.gateway.post(owed.reader, PATHS.messages, MEDIA_TYPES.xml, document);
  }
};

/** ConsignmentAcceptance, signed with the reader's own key. */
const acceptanceOf = (taken: TakenDelivery, { keyPem, chainPem }: KeyPair, now: Date): string => {
  const { header, reader, delivery, partsPresent } = taken;
  const issuer = issuerAuthority(reader);
  return receiptSigner({ privateKeyPem: keyPem, chainPem, issuer })({
    iss: issuer,
    iat: Math.floor(now.getTime() / 1000),
    jti: randomUUID(),
    sub: subjectOfReceipt(header.author, header.messageId),
    txn: transactionOfReceipt(header.conversationId, header.messageId),
    events: {
      [RECEIPT_EVENTS.consignmentAcceptance]: {
        headerDigest: taken.headerDigest,
        partDigests: Object.fromEntries(
          header.parts.filter(({ id }) => partsPresent.includes(id)).map(({ id, digest }) => [id, digest]),
        ),
        reader,
        deliveryId: delivery,
      },
    },
  });
};

/** The reply as its author builds and signs it. */
const answerOf = ({ header, reader, filed }: TakenDelivery, { key, der }: KeyPair, now: Date): string | undefined => {
  const answer = answerFor(header, reader);
  if (answer === undefined) return undefined;
  const { author, messageType, addressee, inReplyTo, conversationId, processReference, testMessage } = answer;
  const unsigned = buildMessage(
    {
      messageId: newMessageId(),
      messageType,
      author,
      addressee,
      distribution: [],
      inReplyTo,
      conversationId,
      processReference,
      createdAt: now.toISOString(),
      testMessage,
    },
    answer.parts.map((part) => ({
      id: part.id,
      role: part.role,
      mediaType: part.mediaType,
      octets:
        messageType.code === CONFIRMATION && isFiledApplication(filed)
          ? writeConfirmation(answer.head, filed.application, now)
          : fillSample(part, answer.head),
      ...(part.fileName === undefined ? {} : { fileName: part.fileName }),
    })),
  );
  return signMessage(unsigned, { privateKeyPem: key, certificateDer: der, signingTime: now });
};

const newMessageId = (): MessageId => {
  const id = parseMessageId(randomUUID());
  if (id === undefined) throw new Error('a random UUID is no message id');
  return id;
};
