/**
 * Files that only whoever holds the key can read, in the format of age (age-encryption.org/v1), so that they can be
 * opened without us. Key wrapping is the library's; the payload is enciphered here by OpenSSL, which is several times
 * faster than the library's JavaScript: ChaCha20-Poly1305 in chunks of 64 KiB, numbered and the last one marked, so that
 * nothing can be cut off, left out or put elsewhere unseen.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Decrypter, Encrypter, identityToRecipient, type Recipient } from 'age-encryption';

/** A sealed file is damaged, cut off, or for another key. The message is a sentence for the operator. */
export class SealError extends Error {}

const CHUNK = 64 * 1024;
const TAG = 16;
const NONCE = 16;
const CIPHER = 'chacha20-poly1305';

const payloadKey = (fileKey: Uint8Array, nonce: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', fileKey, nonce, 'payload', 32));

/** Eleven octets of counter, one that marks the last chunk. */
const chunkNonce = (counter: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(counter, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
};

const enciphered = (key: Uint8Array, counter: number, last: boolean, chunk: Uint8Array): Buffer => {
  const cipher = createCipheriv(CIPHER, key, chunkNonce(counter, last), { authTagLength: TAG });
  return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
};

const deciphered = (key: Uint8Array, counter: number, last: boolean, sealed: Buffer, what: string): Buffer => {
  if (sealed.length < TAG) throw new SealError(`${what} is cut off.`);
  const decipher = createDecipheriv(CIPHER, key, chunkNonce(counter, last), { authTagLength: TAG });
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  const plain = decipher.update(sealed.subarray(0, sealed.length - TAG));
  try {
    decipher.final();
  } catch {
    throw new SealError(`${what} is damaged or cut off.`);
  }
  return plain;
};

/** Cuts what comes into pieces of a size, the last one shorter; one empty piece where nothing comes. */
async function* pieces(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncIterable<{ readonly piece: Buffer; readonly last: boolean }> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const chunk of source) {
    held.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
    length += chunk.length;
    // what fills exactly one piece may be the last: it is kept until more comes
    if (length <= size) continue;
    const whole = Buffer.concat(held, length);
    let from = 0;
    for (; whole.length - from > size; from += size) yield { piece: whole.subarray(from, from + size), last: false };
    held = [whole.subarray(from)];
    length = whole.length - from;
  }
  yield { piece: Buffer.concat(held, length), last: true };
}

/** The header of a new sealed file, and the key of its payload. */
const begin = async (recipient: string): Promise<{ readonly head: Uint8Array; readonly key: Uint8Array }> => {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  let fileKey: Uint8Array | undefined;
  const listener: Recipient = {
    wrapFileKey: (key) => {
      fileKey = key.slice();
      return [];
    },
  };
  encrypter.addRecipient(listener);
  const empty = await encrypter.encrypt(new Uint8Array());
  if (fileKey === undefined) throw new Error('the library wraps no key');
  const head = empty.subarray(0, empty.length - TAG);
  return { head, key: payloadKey(fileKey, head.subarray(head.length - NONCE)) };
};

/** Seals for a recipient (`age1…`). */
export async function* seal(source: AsyncIterable<Uint8Array>, recipient: string): AsyncIterable<Uint8Array> {
  const { head, key } = await begin(recipient);
  yield head;
  let counter = 0;
  for await (const { piece, last } of pieces(source, CHUNK)) yield enciphered(key, counter++, last, piece);
}

const HEAD_LIMIT = 64 * 1024;

const headLength = (octets: Buffer): number => {
  const foot = octets.indexOf('\n--- ', 0, 'latin1');
  const end = foot < 0 ? -1 : octets.indexOf('\n', foot + 1, 'latin1');
  return end < 0 ? -1 : end + 1;
};

/** Opens a sealed file with an identity (`AGE-SECRET-KEY-…`); `onSealed` is told of every octet of it as it was read. Throws SealError. */
export async function* unseal(
  file: string,
  identity: string,
  what = file,
  onSealed: (octets: Uint8Array) => void = () => undefined,
): AsyncIterable<Uint8Array> {
  const handle = await open(file);
  let start: Buffer;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_LIMIT), 0, HEAD_LIMIT, 0);
    start = buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
  const length = headLength(start);
  if (length < 0 || start.length < length + NONCE) throw new SealError(`${what} is no sealed file, or is cut off.`);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const fileKey = await decrypter.decryptHeader(start.subarray(0, length)).catch(() => {
    throw new SealError(`${what} cannot be opened with this key.`);
  });
  const key = payloadKey(fileKey, start.subarray(length, length + NONCE));
  onSealed(start.subarray(0, length + NONCE));
  let counter = 0;
  const source = createReadStream(file, { start: length + NONCE, highWaterMark: 16 * CHUNK });
  for await (const { piece, last } of pieces(source, CHUNK + TAG)) {
    onSealed(piece);
    const plain = deciphered(key, counter, last, piece, what);
    if (last && counter > 0 && plain.length === 0) throw new SealError(`${what} is damaged.`);
    counter += 1;
    yield plain;
  }
}

/** The public half of an identity. */
export const recipientOf = (identity: string): Promise<string> => identityToRecipient(identity);

/** Work of trying one passphrase: 2^18, a second on a fast machine. */
const WORK_FACTOR = 18;

/** An identity sealed by a passphrase. */
export const sealIdentity = async (
  identity: string,
  passphrase: string,
  workFactor = WORK_FACTOR,
): Promise<Uint8Array> => {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  return encrypter.encrypt(`${identity}\n`);
};

/** And opened again. Throws SealError. */
export const unsealIdentity = async (sealed: Uint8Array, passphrase: string): Promise<string> => {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  const identity = await decrypter.decrypt(sealed, 'text').catch(() => {
    throw new SealError('The passphrase does not open this backup.');
  });
  return identity.trim();
};
