/** Registered signing certificates from a trust folder, for verifying without a registry: `authors/<token>/*.pem`. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RegisteredSigner } from '@dienstweg/schemas/examine/needs.ts';
import { type CertificateFingerprint, fromToken, parseAuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { readCertificate } from './certificate.ts';
import { readDerFiles } from './folder.ts';

const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

const tokensOf = (dir: string): readonly string[] => {
  try {
    return readdirSync(dir).sort();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
};

/**
 * Every certificate below `<dir>/authors`, registered for the authority its folder is named after, for as long as the
 * certificate itself is valid. Certificates of issuers that lie in the same files are passed over.
 */
export const readFolderSigners = (dir: string): readonly RegisteredSigner[] =>
  tokensOf(join(dir, 'authors')).flatMap((token) => {
    const authority = parseAuthorityId(fromToken(token) ?? '');
    if (authority === undefined) return [];
    return readDerFiles(join(dir, 'authors', token), 'CERTIFICATE').flatMap((der) => {
      const { fingerprint, isCa, validFrom } = readCertificate(der);
      return isCa ? [] : [{ authority, fingerprint, der, validFrom: dayOf(validFrom) }];
    });
  });

/** Looks up signers of a trust folder as it is now. Throws where a certificate in it cannot be read. */
export const trustFolderSigners = (
  dir: string,
): ((fingerprint: CertificateFingerprint) => RegisteredSigner | undefined) => {
  const signers = new Map(readFolderSigners(dir).map((signer) => [signer.fingerprint, signer]));
  return (fingerprint) => signers.get(fingerprint);
};
