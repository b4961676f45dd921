/** Revokes certificates of the development CA and writes its revocation lists. */
import { webcrypto } from 'node:crypto';
import { join } from 'node:path';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { toPem } from '../trust/folder.ts';
import { X509CrlGenerator } from '../x509.ts';
import type { CaLevel, DevelopmentCa } from './ca.ts';
import { writePublicFile } from './files.ts';
import { SIGNING } from './keys.ts';
import { type IssuedCertificate, readSerials, writeSerials } from './serials.ts';

/** How long a list is announced to hold. */
export interface CrlOptions {
  /** Default: 30. */
  readonly days?: number;
  readonly now?: Date;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const DEFAULT_DAYS = 30;

const wholeSeconds = (moment: number): Date => new Date(Math.floor(moment / 1000) * 1000);

const createList = async (
  level: CaLevel,
  revoked: readonly IssuedCertificate[],
  { days = DEFAULT_DAYS, now = new Date() }: CrlOptions,
): Promise<string> => {
  const list = await X509CrlGenerator.create(
    {
      issuer: level.certificate.subjectName.toJSON(),
      thisUpdate: wholeSeconds(now.getTime()),
      nextUpdate: wholeSeconds(now.getTime() + days * DAY_MS),
      signingAlgorithm: SIGNING,
      signingKey: level.key,
      entries: revoked.map(({ serial, revokedAt }) => ({
        serialNumber: serial,
        revocationDate: new Date(revokedAt ?? now),
      })),
    },
    webcrypto,
  );
  return toPem(new Uint8Array(list.rawData), 'X509 CRL');
};

/**
 * Marks a certificate as revoked, by its fingerprint or serial number; the lists have to be written afterwards. One
 * that is revoked already stays so from its first moment. Throws ProblemError `not-found` for one this CA did not issue.
 */
export const revoke = (
  ca: DevelopmentCa,
  id: string,
  now = new Date(),
  { by, reason }: { readonly by?: string; readonly reason?: string } = {},
): Promise<IssuedCertificate> =>
  ca.exclusively(async () => {
    const wanted = id.replaceAll(':', '').toLowerCase();
    const entries = await readSerials(ca.dir);
    const found = entries.find(({ serial, fingerprint }) => serial === wanted || fingerprint === wanted);
    if (found === undefined)
      throw new ProblemError(problem('not-found', { detail: `this CA did not issue the certificate ${id}` }));
    if (found.revokedAt !== undefined) return found;
    const revoked = {
      ...found,
      revokedAt: wholeSeconds(now.getTime()).toISOString(),
      ...(by === undefined ? {} : { revokedBy: by }),
      ...(reason === undefined ? {} : { reason }),
    };
    await writeSerials(
      ca.dir,
      entries.map((entry) => (entry === found ? revoked : entry)),
    );
    return revoked;
  });

/** Writes the lists of root and issuing CA into a folder (`root.pem`, `issuing.pem`), each whole or not at all. */
export const writeCrl = async (ca: DevelopmentCa, dir: string, options: CrlOptions = {}): Promise<void> =>
  ca.exclusively(async () => {
    const revoked = (await readSerials(ca.dir)).filter(({ revokedAt }) => revokedAt !== undefined);
    await writePublicFile(join(dir, 'root.pem'), await createList(ca.root, [], options));
    await writePublicFile(join(dir, 'issuing.pem'), await createList(ca.issuing, revoked, options));
  });
