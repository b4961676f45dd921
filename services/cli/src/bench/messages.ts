import { type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { canonicalHeaderOf, type SignHow, signatureOf, signMessage } from '@dienstweg/certs/signature/sign.ts';
import { buildMessage, type HeaderDraft } from '@dienstweg/schemas/envelope/build.ts';
import { digestOfPart } from '@dienstweg/schemas/envelope/read-parts.ts';
import { type AuthorityId, parseMessageId } from '@dienstweg/schemas/identifiers.ts';
import type { MessageTypeRef } from '@dienstweg/schemas/message.ts';
import type { LoadMessage } from './load.ts';
import { classAt, ENVELOPE_OCTETS, type MixClass } from './mix.ts';
import { BENCH_MESSAGE_TYPE, benchPayload } from './payload.ts';
import { FAILING_READER, rolesOf, serviceTo } from './readers.ts';
import { kindAt, type MessageKind, PLAIN, type Traffic } from './traffic.ts';

/** Who writes the load, to whom where nothing else is said, with which key. */
export interface LoadAuthor {
  readonly author: AuthorityId;
  readonly reader: AuthorityId;
  /** Another message type than that of the load, with the same content. */
  readonly messageType?: MessageTypeRef;
  readonly privateKey: KeyObject;
  readonly certificateDer: Uint8Array;
}

/** What differs from one message of a load to the next. */
interface Difference {
  readonly messageId: string;
  readonly requester: string;
  readonly createdAt: string;
  readonly nonce: Buffer;
}

const difference = (at: Date): Difference => {
  const messageId = randomUUID();
  return {
    messageId,
    requester: `P-${messageId.slice(0, 8)}/26`,
    createdAt: at.toISOString(),
    nonce: randomBytes(16),
  };
};

/** Addressed to one reader, or to whoever is responsible in each role. */
type Addressed = Pick<HeaderDraft, 'addressee' | 'distribution'>;

const PART = 'core';

const addressedTo = (by: LoadAuthor, { readers }: Traffic, kind: MessageKind): Addressed => {
  const only = (reader: AuthorityId): Addressed => ({ addressee: { by: 'reader', reader }, distribution: [] });
  // whoever hands in has a mailbox of its own
  if (kind === 'mailbox') return only(by.author);
  if (kind === 'failing') return only(FAILING_READER);
  return readers === 1
    ? only(by.reader)
    : {
        addressee: { by: 'responsibility', ...serviceTo(readers) },
        distribution: rolesOf(readers).map((role) => ({ to: { role }, parts: [PART] })),
      };
};

/** Header of a message of the load, in the simplest case with a new id to the one reader. */
export const draftOf = (
  by: LoadAuthor,
  addressed: Addressed = addressedTo(by, PLAIN, 'pushed'),
  { messageId, requester, createdAt }: Difference = difference(new Date()),
): HeaderDraft => {
  const id = parseMessageId(messageId);
  if (id === undefined) throw new Error('randomUUID gave no UUID');
  return {
    messageId: id,
    messageType: by.messageType ?? BENCH_MESSAGE_TYPE,
    author: by.author,
    ...addressed,
    processReference: { requester },
    createdAt,
    testMessage: true,
  };
};

/** Content for a message of so many octets. */
export const contentOf = (by: LoadAuthor, sizeBytes: number): Buffer =>
  benchPayload(by, Math.max(1, ((sizeBytes - ENVELOPE_OCTETS) * 3) / 4));

const unsignedOf = (by: LoadAuthor, addressed: Addressed, octets: Buffer, differs: Difference): string =>
  buildMessage(draftOf(by, addressed, differs), [
    { id: PART, role: 'payload', mediaType: 'application/xml', octets, nonce: differs.nonce },
  ]);

const howOf = (by: LoadAuthor, signingTime: Date): SignHow => ({
  privateKeyPem: by.privateKey,
  certificateDer: by.certificateDer,
  signingTime,
});

/**
 * One freshly signed message with a new id; `sizeBytes` is the whole document's, to some 200 octets (at least 4.2 kB).
 */
export const benchMessage = (by: LoadAuthor, sizeBytes: number): LoadMessage => {
  const now = new Date();
  const differs = difference(now);
  const unsigned = unsignedOf(by, addressedTo(by, PLAIN, 'pushed'), contentOf(by, sizeBytes), differs);
  return { messageId: differs.messageId, kind: 'pushed', octets: Buffer.from(signMessage(unsigned, howOf(by, now))) };
};

/**
 * Messages of one size. The first is built, checked and canonicalised as authors do it; its header then stands in its
 * canonical form, and all others are made from it by exchanging what differs, so that the load costs little beside what
 * is measured. Each is digested and signed by itself. Throws where the broker would refuse the first.
 */
const messagesLike = (
  by: LoadAuthor,
  sizeBytes: number,
  kind: MessageKind,
  addressed: Addressed,
): (() => LoadMessage) => {
  const octets = contentOf(by, sizeBytes);
  const first = difference(new Date());
  const unsigned = unsignedOf(by, addressed, octets, first);
  const header = canonicalHeaderOf(unsigned).toString();
  const before = unsigned.slice(0, unsigned.indexOf('<Header'));
  const after = unsigned.slice(unsigned.indexOf('</Header>') + '</Header>'.length);
  const nonceOf = ({ nonce }: Difference): string => `nonce="${nonce.toString('base64')}"`;
  const digestFor = ({ nonce }: Difference): string => `digest="${digestOfPart(nonce, octets)}"`;

  return () => {
    const now = new Date();
    const differs = difference(now);
    const ownHeader = header
      .replace(first.messageId, differs.messageId)
      .replace(first.requester, differs.requester)
      .replace(first.createdAt, differs.createdAt)
      .replace(digestFor(first), digestFor(differs));
    const rest = after.replace(nonceOf(first), nonceOf(differs));
    const signature = signatureOf(ownHeader, howOf(by, now));
    // what is refused was changed after it was signed
    const sent = kind === 'refused' ? ownHeader.replace(differs.requester, `X${differs.requester}`) : ownHeader;
    return { messageId: differs.messageId, kind, octets: Buffer.from(`${before}${sent}${signature}${rest}`) };
  };
};

/** The n-th message of a load, its size by the mix, its kind by the traffic. Throws where the first of a size would be refused. */
export const messagesOf = (
  by: LoadAuthor,
  mix: readonly MixClass[],
  traffic: Traffic = PLAIN,
): ((index: number) => LoadMessage) => {
  const makers = new Map<string, () => LoadMessage>();
  return (index) => {
    const kind = kindAt(traffic, index);
    const { sizeBytes } = classAt(mix, index);
    const key = `${kind} ${sizeBytes}`;
    const make = makers.get(key) ?? messagesLike(by, sizeBytes, kind, addressedTo(by, traffic, kind));
    makers.set(key, make);
    return make();
  };
};
