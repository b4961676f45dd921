/** Makes what a home lacks: development CA, keys and certificates, trust folder, users of the bus. Changes nothing else. */
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDevelopmentCa, type DevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { writePrivateFile, writePublicFile } from '@dienstweg/certs/pki/files.ts';
import { isRenewalDue, issueCertificate } from '@dienstweg/certs/pki/issue.ts';
import { writeTrustFolder } from '@dienstweg/certs/pki/trust-folder.ts';
import { loadTrust } from '@dienstweg/certs/trust/trust.ts';
import type { Home } from '@dienstweg/infra/home.ts';
import { isThere } from '@dienstweg/infra/is-there.ts';
import { type AuthorityId, toToken } from '@dienstweg/schemas/identifiers.ts';
import { alone } from './alone.ts';
import { type WantedKey, wantedKeys } from './wanted.ts';

/** When and for whom. */
export interface ProvisionNeeds {
  readonly now: Date;
  /** Also renew what ends soon. For a start alone: it registers what it renewed. */
  readonly renew?: true;
  readonly tell: (line: string) => void;
}

/** What was made. */
export interface Provisioned {
  /** Keys made or renewed; 0 where everything was there. */
  readonly keys: number;
  readonly ca: DevelopmentCa;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Revocation lists hold for 30 days; they are issued anew when less than this is left. */
const CRL_MARGIN_MS = 10 * DAY_MS;

/** One that ends within so many days is renewed, however long it was made for. */
const SOON_MS = 30 * DAY_MS;

/** How it stands with a key: whether a start makes or renews it, or somebody else has to. */
export type KeyStanding = 'missing' | 'good' | 'due' | 'due-elsewhere';

/** `due-elsewhere`: it ends soon, and was not issued by this home's CA. */
export const standingOf = (
  { folder, name }: Pick<WantedKey, 'folder' | 'name'>,
  issuer: X509Certificate | undefined,
  now: Date,
): KeyStanding => {
  const certificate = join(folder, `${name}.pem`);
  if (!isThere(certificate) || !isThere(join(folder, `${name}.key`))) return 'missing';
  const found = new X509Certificate(readFileSync(certificate));
  const { validFromDate, validToDate } = found;
  const isDue =
    validToDate.getTime() - now.getTime() < SOON_MS ||
    isRenewalDue({ validFrom: validFromDate, validUntil: validToDate }, now);
  if (!isDue) return 'good';
  return issuer !== undefined && found.checkIssued(issuer) ? 'due' : 'due-elsewhere';
};

/** Puts a signing certificate where offline checks look for authors. An earlier one stays: what it signed still counts. */
export const trustAuthor = async (home: Home, author: AuthorityId, chainPem: string): Promise<void> => {
  const { serialNumber } = new X509Certificate(chainPem);
  await writePublicFile(join(home.trust.authors, toToken(author), `${serialNumber.toLowerCase()}.pem`), chainPem);
};

/** Issues one key and certificate of the development CA into its place. */
export const issueInto = async (
  home: Home,
  ca: DevelopmentCa,
  { folder, name, leaf, author }: WantedKey,
  now: Date,
  days?: number,
): Promise<void> => {
  const issued = await issueCertificate(ca, { ...leaf, now, ...(days === undefined ? {} : { days }) });
  // the key first: a certificate on disk means that its key is there too
  await writePrivateFile(join(folder, `${name}.key`), issued.privateKeyPem);
  await writePublicFile(join(folder, `${name}.pem`), issued.chainPem);
  if (author !== undefined) await trustAuthor(home, author, issued.chainPem);
};

const isTrustDue = (home: Home, now: Date): boolean => {
  if (!isThere(home.trust.anchors)) return true;
  const due = loadTrust(home.trust.root).crlsDueAt();
  return due === undefined || due.getTime() - now.getTime() < CRL_MARGIN_MS;
};

/** Idempotent. One process at a time for a home. */
export const provisionHome = async ({ home }: { readonly home: Home }, needs: ProvisionNeeds): Promise<Provisioned> => {
  const { now, tell } = needs;
  return alone(join(home.run, 'provision.lock'), async () => {
    const ca = await createDevelopmentCa(home.ca, { now });
    const issuer = new X509Certificate(ca.issuing.certificatePem);
    const due = wantedKeys(home).filter((wanted) => {
      const standing = standingOf(wanted, issuer, now);
      return standing === 'missing' || (standing === 'due' && needs.renew === true);
    });
    if (due.length > 0) tell(`making ${due.length} keys and certificates in ${home.root}`);
    await Promise.all(due.map((wanted) => issueInto(home, ca, wanted, now)));
    if (isTrustDue(home, now)) await writeTrustFolder(ca, home.trust.root, { now });
    for (const folder of [...Object.values(home.data), home.logs, home.run])
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    return { keys: due.length, ca };
  });
};
