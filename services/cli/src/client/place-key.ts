/** Puts a key and its certificate where the home keeps those of an authority. */
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { writePrivateFile, writePublicFile } from '@dienstweg/certs/pki/files.ts';
import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import type { Home } from '@dienstweg/infra/home.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { trustAuthor } from '../up/provision.ts';
import { type KeyPurpose, keyFolderOf } from './keys.ts';

/** What is told of a placed certificate. */
export interface PlacedKey {
  readonly authority: AuthorityId;
  readonly purpose: KeyPurpose;
  readonly fingerprint: string;
  readonly validUntil: string;
  readonly certificateFile: string;
}

/** Writes both files (the key for its owner alone) and makes a signing certificate known for offline checks. */
export const placeKey = async (
  home: Home,
  of: { readonly authority: AuthorityId; readonly purpose: KeyPurpose },
  pair: { readonly privateKeyPem: string; readonly chainPem: string },
): Promise<PlacedKey> => {
  const folder = keyFolderOf(home, of.authority);
  const certificateFile = join(folder, `${of.purpose}.pem`);
  await writePrivateFile(join(folder, `${of.purpose}.key`), pair.privateKeyPem);
  await writePublicFile(certificateFile, pair.chainPem);
  if (of.purpose === 'signing') await trustAuthor(home, of.authority, pair.chainPem);
  const { raw, validToDate } = new X509Certificate(pair.chainPem);
  return { ...of, fingerprint: fingerprintOf(raw), validUntil: validToDate.toISOString(), certificateFile };
};

/** The same for people. */
export const placedText = (placed: PlacedKey): string =>
  [
    `${placed.purpose} certificate of ${placed.authority}, valid until ${placed.validUntil}`,
    `SHA-256 ${placed.fingerprint}`,
    placed.certificateFile,
    'Others accept it once the registry knows it: dienstweg registry import.',
  ].join('\n');
