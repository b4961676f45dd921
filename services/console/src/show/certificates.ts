/** Certificates: anchors, intermediates, nodes, authorities; what stops when one ends, and how it is renewed. */
import { hash, X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from '@dienstweg/infra/home.ts';
import type { CertificateEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { dayOf, holdsOn } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { parseAuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { CertificateList, CertificateShown } from '../api/shapes/operations.ts';
import type { Examiner } from '../examine/examiner.ts';
import type { Handler } from '../receive/server.ts';
import { CERTIFICATE_TEXTS } from './certificate-texts.ts';
import type { ViewNeeds } from './needs.ts';
import { namesOf } from './words.ts';

/** What the page needs beside. */
export interface CertificateNeeds extends ViewNeeds {
  readonly home: Pick<Home, 'trust' | 'nodes'>;
  readonly examiner: Pick<Examiner, 'ask'>;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const SOON_DAYS = 30;

interface Found {
  readonly is: CertificateShown['is'];
  readonly owner: string;
  readonly purpose: string;
  readonly x509: X509Certificate;
  /** The entry ends earlier than the certificate. */
  readonly entryUntil?: string;
  readonly overlap: boolean;
}

const pemFilesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.pem'))
        .sort()
    : [];

const leafIn = (file: string): X509Certificate | undefined => {
  try {
    return new X509Certificate(readFileSync(file));
  } catch {
    return undefined;
  }
};

const commonNameOf = ({ subject }: X509Certificate): string => /^CN=(.*)$/m.exec(subject)?.[1] ?? subject;

const issuersIn = (folder: string, is: 'anchor' | 'intermediate'): readonly Found[] =>
  pemFilesIn(folder).flatMap((name) => {
    const x509 = leafIn(join(folder, name));
    return x509 === undefined ? [] : [{ is, owner: commonNameOf(x509), purpose: 'ca', x509, overlap: false }];
  });

const nodesIn = (folder: string): readonly Found[] =>
  (existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [])
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: node }) =>
      pemFilesIn(join(folder, node)).flatMap((name): readonly Found[] => {
        const x509 = leafIn(join(folder, node, name));
        const purpose = name.slice(0, -'.pem'.length);
        return x509 === undefined ? [] : [{ is: 'node', owner: node, purpose, x509, overlap: false }];
      }),
    );

const registered = (directory: Directory, now: Date): readonly Found[] => {
  const day = dayOf(now);
  const entries = [...directory.certificates.keys()]
    .flatMap((fingerprint) => directory.certificates.known(fingerprint))
    .filter((entry) => holdsOn(entry, day) || entry.validFrom > day);
  const isSuccessor = (one: CertificateEntry, other: CertificateEntry): boolean =>
    other !== one &&
    other.authority === one.authority &&
    other.purpose === one.purpose &&
    (other.validUntil ?? '9999') > (one.validUntil ?? day) &&
    other.fingerprint !== one.fingerprint;
  const byAuthority = Map.groupBy(entries, ({ authority }) => authority);
  return entries.flatMap((entry): readonly Found[] => {
    let x509: X509Certificate;
    try {
      x509 = new X509Certificate(Buffer.from(entry.der, 'base64'));
    } catch {
      return [];
    }
    const overlap = (byAuthority.get(entry.authority) ?? []).some((other) => isSuccessor(entry, other));
    const { authority: owner, purpose, validUntil } = entry;
    return [
      {
        is: 'authority',
        owner,
        purpose,
        x509,
        overlap,
        ...(validUntil === undefined ? {} : { entryUntil: validUntil }),
      },
    ];
  });
};

const stateOf = (found: Found, until: Date, isRevoked: boolean, now: Date): CertificateShown['state'] => {
  if (isRevoked) return 'revoked';
  if (found.x509.validFromDate > now) return 'not-yet';
  if (until <= now) return 'expired';
  return until.getTime() - now.getTime() < SOON_DAYS * DAY_MS ? 'expires-soon' : 'good';
};

const shown = (found: Found, revoked: ReadonlySet<string>, now: Date, language: Language): CertificateShown => {
  const { x509, is, owner, purpose, overlap, entryUntil } = found;
  const until = new Date(Math.min(x509.validToDate.getTime(), Date.parse(entryUntil ?? '9999-12-31')));
  const texts = CERTIFICATE_TEXTS[language];
  const serial = x509.serialNumber.toLowerCase();
  return {
    is,
    owner,
    purpose,
    fingerprint: hash('sha256', x509.raw, 'hex'),
    subject: commonNameOf(x509),
    issuer: /^CN=(.*)$/m.exec(x509.issuer)?.[1] ?? x509.issuer,
    serial,
    validFrom: x509.validFromDate.toISOString(),
    validUntil: until.toISOString(),
    daysLeft: Math.floor((until.getTime() - now.getTime()) / DAY_MS),
    state: stateOf(found, until, revoked.has(serial), now),
    overlap,
    stops: texts.stops(is, purpose),
    renewal: texts.renewal(is, owner, purpose),
  };
};

/** `GET /api/certificates`: those that end first come first. */
export const listCertificates =
  ({ home, examiner, directory, now }: CertificateNeeds): Handler =>
  async ({ language }): Promise<CertificateList> => {
    const at = now();
    const { lists, remarks } = await examiner.ask('lists', {});
    const revoked = new Set(lists.flatMap(({ serials }) => serials));
    const found = [
      ...issuersIn(home.trust.anchors, 'anchor'),
      ...issuersIn(home.trust.intermediates, 'intermediate'),
      ...nodesIn(home.nodes),
      ...registered(directory, at),
    ];
    const certificates = found
      .map((one) => shown(one, revoked, at, language))
      .sort((a, b) => (a.validUntil < b.validUntil ? -1 : 1));
    const ids = found.flatMap(({ is, owner }) => (is === 'authority' ? [parseAuthorityId(owner)] : []));
    return {
      at: at.toISOString(),
      certificates,
      revocationLists: lists.map(({ issuer, thisUpdate, nextUpdate, serials }) => ({
        issuer,
        thisUpdate,
        ...(nextUpdate === undefined ? {} : { nextUpdate }),
        ageSeconds: Math.round((at.getTime() - Date.parse(thisUpdate)) / 1000),
        overdue: nextUpdate !== undefined && Date.parse(nextUpdate) <= at.getTime(),
        revoked: serials.length,
      })),
      remarks,
      names: namesOf(directory, ids, language, at),
    };
  };
