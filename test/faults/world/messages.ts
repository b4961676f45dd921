/** Small signed messages of the test bench's type. */
import { createPrivateKey, hash, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { signMessage } from '@dienstweg/certs/signature/sign.ts';
import { writeMessage } from '@dienstweg/schemas/envelope/build.ts';
import { type AuthorityId, type MessageId, parseMessageId } from '@dienstweg/schemas/identifiers.ts';
import { MESSAGE_TYPE } from './directory.ts';
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
  readonly conversationId?: string;
  /** Stands in the process reference. */
  readonly word?: string;
  /** A message that its schema forbids. */
  readonly isWrong?: boolean;
}

const payloadOf = (author: AuthorityId, isWrong: boolean): Buffer =>
  Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Pruefnachricht xmlns="urn:dienstweg:pruefstand:1">
  <Kopf>
    <Nachrichtentyp>${MESSAGE_TYPE.code}</Nachrichtentyp>
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

/** Writes and signs messages of authors whose keys are there. */
export const messageWriter = (keys: Keys): ((draft: Draft) => Written) => {
  const signers = new Map<AuthorityId, { readonly key: KeyObject; readonly der: Uint8Array }>();
  for (const [authority, { signing }] of keys.of)
    signers.set(authority, { key: createPrivateKey(signing.privateKeyPem), der: signing.der });
  return ({ author, reader, conversationId, word = 'P', isWrong = false, ...draft }) => {
    const signer = signers.get(author);
    const messageId = draft.messageId ?? parseMessageId(randomUUID());
    if (signer === undefined || messageId === undefined) throw new Error(`no key of ${author}`);
    const now = new Date();
    const unsigned = writeMessage(
      {
        messageId,
        messageType: MESSAGE_TYPE,
        author,
        addressee: { by: 'reader', reader },
        distribution: [],
        processReference: { requester: `${word}-${messageId.slice(0, 8)}/26` },
        createdAt: now.toISOString(),
        testMessage: true,
        ...(conversationId === undefined ? {} : { conversationId }),
      },
      [
        {
          id: 'core',
          role: 'payload',
          mediaType: 'application/xml',
          octets: payloadOf(author, isWrong),
          nonce: randomBytes(16),
        },
      ],
    );
    const octets = Buffer.from(
      signMessage(unsigned, { privateKeyPem: signer.key, certificateDer: signer.der, signingTime: now }),
    );
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
