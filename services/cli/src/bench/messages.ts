import { type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { signMessage } from '@dienstweg/certs/signature/sign.ts';
import { buildMessage, writeMessage } from '@dienstweg/schemas/envelope/build.ts';
import { type AuthorityId, parseMessageId } from '@dienstweg/schemas/identifiers.ts';
import type { LoadMessage } from './load.ts';
import { classAt, type MixClass } from './mix.ts';
import { BENCH_MESSAGE_TYPE, benchPayload } from './payload.ts';

/** Who writes the load, to whom, with which key. */
export interface LoadAuthor {
  readonly author: AuthorityId;
  readonly reader: AuthorityId;
  readonly privateKey: KeyObject;
  readonly certificateDer: Uint8Array;
}

/** What an envelope and its signature weigh before any content, octets; content weighs 4/3 of itself in base64. */
const ENVELOPE_OCTETS = 3_360;

/**
 * One freshly signed message with a new id; `sizeBytes` is the whole document's, to some 200 octets (at least 4.2 kB). `write`
 * without a check only for what differs in ids and times from a message that was checked.
 */
export const benchMessage = (
  by: LoadAuthor,
  sizeBytes: number,
  write: typeof writeMessage = buildMessage,
): LoadMessage => {
  const messageId = parseMessageId(randomUUID());
  if (messageId === undefined) throw new Error('randomUUID gave no UUID');
  const now = new Date();
  const unsigned = write(
    {
      messageId,
      messageType: BENCH_MESSAGE_TYPE,
      author: by.author,
      addressee: { by: 'reader', reader: by.reader },
      distribution: [],
      processReference: { requester: `P-${messageId.slice(0, 8)}/26` },
      createdAt: now.toISOString(),
      testMessage: true,
    },
    [
      {
        id: 'core',
        role: 'payload',
        mediaType: 'application/xml',
        octets: benchPayload(by.author, Math.max(1, ((sizeBytes - ENVELOPE_OCTETS) * 3) / 4)),
        nonce: randomBytes(16),
      },
    ],
  );
  const signed = signMessage(unsigned, {
    privateKeyPem: by.privateKey,
    certificateDer: by.certificateDer,
    signingTime: now,
  });
  return { messageId, octets: Buffer.from(signed) };
};

/** The n-th message of a load, its size by the mix. Throws where a message of the mix would be refused. */
export const messagesOf = (by: LoadAuthor, mix: readonly MixClass[]): ((index: number) => LoadMessage) => {
  for (const { sizeBytes } of mix) benchMessage(by, sizeBytes);
  return (index) => benchMessage(by, classAt(mix, index).sizeBytes, writeMessage);
};
