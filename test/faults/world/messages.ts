/** Small signed messages of the test bench's type. */
import { createPrivateKey, hash, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { canonicalHeaderOf, signatureOf } from '@dienstweg/certs/signature/sign.ts';
import { buildMessage } from '@dienstweg/schemas/envelope/build.ts';
import { digestOfPart } from '@dienstweg/schemas/envelope/read-parts.ts';
import { type AuthorityId, type MessageId, parseMessageId } from '@dienstweg/schemas/identifiers.ts';
import { MESSAGE_TYPE, ORDERED_TYPE } from './directory.ts';
import type { Keys } from './keys.ts';

/** A message ready to be handed in. */
export interface Written {
  readonly author: AuthorityId;
  readonly reader: AuthorityId;
  readonly messageId: MessageId;
  readonly octets: Buffer;
  readonly octetsDigest: string;
  readonly conversationId?: string;
}

/** What to write. */
export interface Draft {
  readonly author: AuthorityId;
  readonly reader: AuthorityId;
  readonly messageId?: MessageId;
  /** With one, its type is that whose deliveries keep their order within a conversation. */
  readonly conversationId?: string;
  /** Stands in the process reference. */
  readonly word?: string;
  /** A message that its schema forbids. */
  readonly isWrong?: boolean;
}

const payloadOf = (author: AuthorityId, code: string, isWrong: boolean): Buffer =>
  Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Pruefnachricht xmlns="urn:dienstweg:pruefstand:1">
  <Kopf>
    <Nachrichtentyp>${code}</Nachrichtentyp>
    <Version>${MESSAGE_TYPE.version}</Version>
    <Autor>${author}</Autor>
  </Kopf>
  <Vorgang nummer="1">
    <Vorname>Łucja</Vorname>
    <Familienname>Weiß-Körner</Familienname>
    <Geburtsdatum>${isWrong ? '1951-13-32' : '1951-01-11'}</Geburtsdatum>
    <Anschrift strasse="Am Prüfstand" hausnummer="1" postleitzahl="99100"/>
    <Betrag waehrung="EUR">12.50</Betrag>
  </Vorgang>
</Pruefnachricht>
`);

/** What differs from one message of a pattern to the next. */
interface Difference {
  readonly messageId: MessageId;
  readonly conversationId: string | undefined;
  readonly word: string;
  readonly at: Date;
  readonly nonce: Buffer;
}

const requesterOf = ({ word, messageId }: Difference): string => `${word}-${messageId.slice(0, 8)}/26`;

/**
 * Messages of one author to one reader: the first is built, checked and canonicalised, all others exchange what differs
 * in its canonical header. The load runs on the cores of what is under test: each message costs a signature and little else.
 */
const patternOf = (
  draft: Draft,
  signer: { readonly privateKeyPem: KeyObject; readonly certificateDer: Uint8Array },
): ((difference: Difference) => Buffer) => {
  const { author, reader, isWrong = false } = draft;
  const messageType = draft.conversationId === undefined ? MESSAGE_TYPE : ORDERED_TYPE;
  const payload = payloadOf(author, messageType.code, isWrong);
  const first: Difference = {
    messageId: newId(),
    conversationId: draft.conversationId === undefined ? undefined : 'conversation-of-the-pattern',
    word: 'word-of-the-pattern',
    at: new Date(),
    nonce: randomBytes(16),
  };
  const unsigned = buildMessage(
    {
      messageId: first.messageId,
      messageType,
      author,
      addressee: { by: 'reader', reader },
      distribution: [],
      processReference: { requester: requesterOf(first) },
      createdAt: first.at.toISOString(),
      testMessage: true,
      ...(first.conversationId === undefined ? {} : { conversationId: first.conversationId }),
    },
    [{ id: 'core', role: 'payload', mediaType: 'application/xml', octets: payload, nonce: first.nonce }],
  );
  const header = canonicalHeaderOf(unsigned).toString();
  const before = unsigned.slice(0, unsigned.indexOf('<Header'));
  const after = unsigned.slice(unsigned.indexOf('</Header>') + '</Header>'.length);
  const nonceOf = ({ nonce }: Difference): string => `nonce="${nonce.toString('base64')}"`;
  const digestFor = ({ nonce }: Difference): string => `digest="${digestOfPart(nonce, payload)}"`;
  return (difference) => {
    const ownHeader = header
      .replace(requesterOf(first), requesterOf(difference))
      .replace(first.messageId, difference.messageId)
      .replace(first.conversationId ?? '', difference.conversationId ?? '')
      .replace(first.at.toISOString(), difference.at.toISOString())
      .replace(digestFor(first), digestFor(difference));
    const signature = signatureOf(ownHeader, { ...signer, signingTime: difference.at });
    return Buffer.from(`${before}${ownHeader}${signature}${after.replace(nonceOf(first), nonceOf(difference))}`);
  };
};

const newId = (): MessageId => {
  const messageId = parseMessageId(randomUUID());
  if (messageId === undefined) throw new Error('randomUUID gave no UUID');
  return messageId;
};

/** Writes and signs messages of authors whose keys are there. */
export const messageWriter = (keys: Keys): ((draft: Draft) => Written) => {
  const signers = new Map<AuthorityId, { readonly privateKeyPem: KeyObject; readonly certificateDer: Uint8Array }>();
  for (const [authority, { signing }] of keys.of)
    signers.set(authority, { privateKeyPem: createPrivateKey(signing.privateKeyPem), certificateDer: signing.der });
  const patterns = new Map<string, ReturnType<typeof patternOf>>();
  return (draft) => {
    const { author, reader, conversationId, word = 'P', isWrong = false, messageId = newId() } = draft;
    const signer = signers.get(author);
    if (signer === undefined) throw new Error(`no key of ${author}`);
    const name = `${author} ${reader} ${conversationId === undefined} ${isWrong}`;
    const write = patterns.get(name) ?? patternOf(draft, signer);
    patterns.set(name, write);
    const octets = write({ messageId, conversationId, word, at: new Date(), nonce: randomBytes(16) });
    return {
      author,
      reader,
      messageId,
      octets,
      octetsDigest: hash('sha256', octets),
      ...(conversationId === undefined ? {} : { conversationId }),
    };
  };
};
