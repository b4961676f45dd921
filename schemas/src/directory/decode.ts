/** From a stored message of `REGISTRY` to the directory; shared by every service that follows the stream. */
import { UnreadableEntry } from '../bus/stored.ts';
import type { RegistryChange } from './changes.ts';
import type { Directory } from './directory.ts';

/** What a message of the stream must carry to be taken in. */
export interface StoredChange {
  readonly data: Uint8Array;
  readonly sequence: number;
  readonly recordedAt: Date;
}

/** The payload segment of a compact JWS, without any check of its signature; `undefined` if it is none. */
export const payloadSegment = (jws: string): string | undefined => /^[\w-]+\.([\w-]+)\.[\w-]+$/.exec(jws.trim())?.[1];

/**
 * The change inside a stored compact JWS. Only the registry process can publish there, and only what it verified and
 * checked: neither is repeated here. Throws UnreadableEntry where the data is no such thing.
 */
export const decodeStored = (data: Uint8Array): RegistryChange => {
  const segment = payloadSegment(new TextDecoder().decode(data));
  if (segment === undefined) throw new UnreadableEntry('a message of REGISTRY is not a compact JWS');
  const change = changeIn(segment);
  if (change === undefined) throw new UnreadableEntry('a message of REGISTRY holds no change');
  return change;
};

const changeIn = (segment: string): RegistryChange | undefined => {
  try {
    const change = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8')) as Partial<RegistryChange> | null;
    return typeof change?.id === 'string' && Array.isArray(change.puts) && Array.isArray(change.closes)
      ? (change as RegistryChange)
      : undefined;
  } catch {
    return undefined;
  }
};

/** Takes a stored change into the directory; one already taken in changes nothing. */
export const applyStored = (dir: Directory, stored: StoredChange): void =>
  dir.apply(decodeStored(stored.data), stored.sequence, stored.recordedAt);
