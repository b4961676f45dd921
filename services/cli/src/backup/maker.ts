/**
 * Who made a backup. A sealed file shows only that it is whole: anybody can seal something else for a public key. What
 * shows its maker is the manifest, which names the digest of every other file: a code over it that only whoever knows the
 * secret of the backup can make, or its fingerprint, printed when the backup was taken and kept elsewhere.
 */
import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { BackupLabel } from './manifest.ts';
import { SealError } from './seal.ts';

/** What shows who made it; `nothing` where anybody could have. */
export type ShownBy = 'passphrase' | 'key' | 'fingerprint' | 'nothing';

/** SHA-256 of the manifest as it is before it is sealed, hexadecimal: `age -d manifest.age | sha256sum`. */
export const fingerprintOf = (manifest: Uint8Array): string => createHash('sha256').update(manifest).digest('hex');

/** The code over a manifest by whoever knows the identity (`AGE-SECRET-KEY-…`): HMAC-SHA-256, hexadecimal. */
export const proofOf = (manifest: Uint8Array, identity: string): string => {
  const key = hkdfSync('sha256', identity, '', 'dienstweg backup: who made it', 32);
  return createHmac('sha256', new Uint8Array(key)).update(manifest).digest('hex');
};

const isSame = (given: string, expected: string): boolean => {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
};

/**
 * What shows who made a backup. The label is believed in nothing: without a right proof it counts for no more than one
 * sealed for a public key. Throws SealError where the maker is shown to be somebody else.
 */
export const shownBy = (
  { openedBy, proof }: Pick<BackupLabel, 'openedBy' | 'proof'>,
  manifest: Uint8Array,
  { identity, fingerprint }: { readonly identity: string; readonly fingerprint: string | undefined },
): ShownBy => {
  if (fingerprint !== undefined) {
    if (!isSame(fingerprint.toLowerCase(), fingerprintOf(manifest)))
      throw new SealError('It is not the backup with this fingerprint: it was replaced, or belongs to another day.');
    return 'fingerprint';
  }
  if (proof === undefined) return 'nothing';
  // it may be anything: nobody vouches for the label
  if (!isSame(String(proof), proofOf(manifest, identity)))
    throw new SealError(
      'It was put here by somebody who did not know what opens it: it is not the one that was taken.',
    );
  return openedBy === 'passphrase' ? 'passphrase' : 'key';
};
