/** Files of a backup: written sealed with their digest, read back with every doubt. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withPath } from '@dienstweg/infra/errors.ts';
import type { SealedFile } from './manifest.ts';
import { SealError, seal, unseal } from './seal.ts';

/** Writes what comes, sealed, and makes sure that it is on disk. `onBytes` is told of each piece of it. */
export const writeSealed = async (
  folder: string,
  file: string,
  recipient: string,
  source: AsyncIterable<Uint8Array>,
  onBytes: (count: number) => void = () => undefined,
): Promise<SealedFile> => {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const digest = createHash('sha256');
  let plainBytes = 0;
  let sealedBytes = 0;
  const counted = async function* (): AsyncIterable<Uint8Array> {
    for await (const piece of source) {
      plainBytes += piece.length;
      onBytes(piece.length);
      yield piece;
    }
  };
  const handle = await open(path, 'wx', 0o600);
  try {
    for await (const piece of seal(counted(), recipient)) {
      digest.update(piece);
      sealedBytes += piece.length;
      await handle.write(piece);
    }
    await handle.sync();
  } catch (error) {
    throw withPath(error, path);
  } finally {
    await handle.close();
  }
  return { file, plainBytes, sealedBytes, sha256: digest.digest('hex') };
};

const changed = (file: string): SealError =>
  new SealError(`${file} is not as it was written: it was changed, cut off, or belongs to another backup.`);

/** What a sealed file of a backup holds. Throws SealError, at its end at the latest, where it is not the one that was written. */
export async function* contentOf(
  folder: string,
  { file, plainBytes, sha256 }: SealedFile,
  identity: string,
): AsyncIterable<Uint8Array> {
  const digest = createHash('sha256');
  let length = 0;
  for await (const piece of unseal(join(folder, file), identity, file, (sealed) => digest.update(sealed))) {
    length += piece.length;
    yield piece;
  }
  if (length !== plainBytes || digest.digest('hex') !== sha256) throw changed(file);
}

/** The octets of what comes. */
export const gathered = async (source: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
};

/** Octets in memory as something that comes. */
export async function* once(octets: Uint8Array): AsyncIterable<Uint8Array> {
  yield octets;
}

/** Looks through the sealed octets. Throws SealError where they are not those that were written. */
export const checkSealed = async (folder: string, { file, sealedBytes, sha256 }: SealedFile): Promise<void> => {
  const digest = createHash('sha256');
  let length = 0;
  try {
    for await (const piece of createReadStream(join(folder, file), { highWaterMark: 1 << 20 })) {
      digest.update(piece as Buffer);
      length += (piece as Buffer).length;
    }
  } catch (cause) {
    throw new SealError(`${file} is missing or cannot be read.`, { cause });
  }
  if (length !== sealedBytes || digest.digest('hex') !== sha256) throw changed(file);
};
