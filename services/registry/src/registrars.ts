/** Who may change the registry: those whose certificates lie in the registrars' folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import { pemBlocks } from '@dienstweg/certs/trust/folder.ts';
import type { CertificateFingerprint } from '@dienstweg/schemas/identifiers.ts';

/**
 * Fingerprints of the registrars' certificates, as the folder is now: the first certificate of each `.pem` file, for
 * the ones behind it are its issuers. Throws where the folder cannot be read.
 */
export const readRegistrars = (folder: string): ReadonlySet<CertificateFingerprint> =>
  new Set(
    readdirSync(folder)
      .filter((name) => name.endsWith('.pem'))
      .flatMap((name) => pemBlocks(readFileSync(join(folder, name), 'latin1'), 'CERTIFICATE').slice(0, 1))
      .map(fingerprintOf),
  );
