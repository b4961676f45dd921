/** From a stored message of `REGISTRY` to the directory; shared by every service that follows the stream. */
import { createHash } from 'node:crypto';
import { UnreadableEntry } from '../../bus/stored.ts';
import type { CertificateFingerprint } from '../../identifiers.ts';
import { compactSegments, octetsOfSegment } from '../../jws/compact.ts';
import type { RegistryChange, RegistryDecision, RegistryRecord } from '../change/changes.ts';
import type { Effect, RegistryFold } from './fold.ts';

/** What a message of the stream must carry to be taken in. */
export interface StoredChange {
  readonly data: Uint8Array;
  readonly sequence: number;
  readonly recordedAt: Date;
}

/** A stored record, and whose certificate it carries. */
export interface DecodedRecord {
  readonly record: RegistryRecord;
  readonly registrar?: CertificateFingerprint;
}

/** The payload segment of a compact JWS, without any check of its signature; `undefined` if it is none. */
export const payloadSegment = (jws: string): string | undefined => compactSegments(jws)?.payload;

/**
 * The record inside a stored compact JWS. Only the registry process can publish there, and only what it verified and
 * checked: neither is repeated here. Throws UnreadableEntry where the data is no such thing.
 */
export const decodeStored = (data: Uint8Array | string): DecodedRecord => {
  const segments = compactSegments(typeof data === 'string' ? data : new TextDecoder().decode(data));
  if (segments === undefined) throw new UnreadableEntry('a message of REGISTRY is not a compact JWS');
  const record = recordIn(segments.payload);
  if (record === undefined) throw new UnreadableEntry('a message of REGISTRY holds neither change nor decision');
  const registrar = registrarIn(segments.header);
  return { record, ...(registrar === undefined ? {} : { registrar }) };
};

const parsed = (segment: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(octetsOfSegment(segment)?.toString('utf8') ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

const recordIn = (segment: string): RegistryRecord | undefined => {
  const value = parsed(segment);
  if (typeof value?.id !== 'string') return undefined;
  if (Array.isArray(value.puts) && Array.isArray(value.closes)) return value as unknown as RegistryChange;
  return typeof value.decides === 'string' && (value.decision === 'approve' || value.decision === 'withdraw')
    ? (value as unknown as RegistryDecision)
    : undefined;
};

const registrarIn = (segment: string): CertificateFingerprint | undefined => {
  const x5c = parsed(segment)?.x5c;
  const leaf: unknown = Array.isArray(x5c) ? x5c[0] : undefined;
  return typeof leaf === 'string'
    ? (createHash('sha256').update(Buffer.from(leaf, 'base64')).digest('hex') as CertificateFingerprint)
    : undefined;
};

/**
 * Takes a stored record into the fold and says what took effect with it; one already taken in changes nothing. Throws
 * UnreadableEntry where nothing can be read; the edition counts as known all the same, or nothing could be recorded
 * behind it.
 */
export const takeStored = (fold: RegistryFold, stored: StoredChange): Effect | undefined => {
  const steps = takeStoredInSteps(fold, stored);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
};

/** {@link takeStored} in steps, between which questions are answered as if it had not begun. */
export function* takeStoredInSteps(
  fold: RegistryFold,
  { data, sequence, recordedAt }: StoredChange,
): Generator<void, Effect | undefined> {
  try {
    const { record, registrar } = decodeStored(data);
    return yield* fold.takeInSteps(record, sequence, recordedAt, registrar);
  } catch (error) {
    if (error instanceof UnreadableEntry) fold.skip(sequence, recordedAt);
    throw error;
  }
}
