/** What is wrong with certificates and revocation lists of a home. */
import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { loadTrust, type Trust } from '@dienstweg/certs/trust/trust.ts';
import type { Home } from '@dienstweg/infra/home.ts';
import { isThere } from '@dienstweg/infra/is-there.ts';
import type { Finding } from '@dienstweg/infra/ops-server.ts';
import { type AuthorityId, fromToken } from '@dienstweg/schemas/identifiers.ts';
import type { KeyPurpose } from '../client/keys.ts';
import { isRevoked } from '../client/revoked.ts';
import { type KeyStanding, standingOf } from './provision.ts';
import { type WantedKey, wantedKeys } from './wanted.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const PURPOSES = ['signing', 'tls'] as const;

const NOT_PROVISIONED: Finding = {
  code: 'not-provisioned',
  severity: 'warning',
  text: 'This home has no keys and certificates yet.',
  remedy: 'They are made by "dienstweg up" and by "dienstweg message create".',
};

/** Every key of the home: those that each home has, and those of further authorities. */
const keysOf = (home: Home): readonly (Pick<WantedKey, 'folder' | 'name'> & { readonly of?: AuthorityId })[] => [
  ...wantedKeys(home).filter(({ folder }) => dirname(folder) !== home.authorities),
  ...(isThere(home.authorities) ? readdirSync(home.authorities) : []).flatMap((token) => {
    const of = fromToken(token) as AuthorityId | undefined;
    return of === undefined ? [] : PURPOSES.map((name) => ({ folder: join(home.authorities, token), name, of }));
  }),
];

const remedyOf = (standing: KeyStanding, name: string, of: AuthorityId | undefined): string => {
  const key = `--as ${of} --purpose ${name}`;
  if (standing === 'due')
    return of === undefined
      ? 'Start the system anew, which renews it: "dienstweg down", then "dienstweg up --detach".'
      : `dienstweg cert renew ${key}`;
  return of === undefined
    ? 'Have the CA that issued it issue a new one, and put both files in the place of these.'
    : `Have its CA issue a new one: dienstweg cert request ${key} --out FILE; then cert import, and cert use.`;
};

const ofRevoked = (
  { folder, purpose, of }: { readonly folder: string; readonly purpose: KeyPurpose; readonly of: AuthorityId },
  trust: Trust,
  issuer: X509Certificate | undefined,
  now: Date,
): readonly Finding[] => {
  const [pem, key] = [join(folder, `${purpose}.pem`), join(folder, `${purpose}.key`)];
  if (!isThere(pem) || !isThere(key)) return [];
  const certificate = new X509Certificate(readFileSync(pem));
  if (!isRevoked(trust, certificate.raw, purpose, now)) return [];
  const isOwn = issuer !== undefined && certificate.checkIssued(issuer);
  return [
    {
      code: 'certificate-revoked',
      severity: 'error',
      text: `The ${purpose} certificate of ${of} is revoked, and still in use here: nobody accepts it.`,
      remedy: remedyOf(isOwn ? 'due' : 'due-elsewhere', purpose, of),
    },
  ];
};

const ofCertificates = (home: Home, trust: Trust, now: Date): readonly Finding[] => {
  const ca = join(home.ca, 'issuing.pem');
  const issuer = isThere(ca) ? new X509Certificate(readFileSync(ca)) : undefined;
  return keysOf(home).flatMap(({ folder, name, of }): readonly Finding[] => {
    const standing = standingOf({ folder, name }, issuer, now);
    const owner = of ?? basename(folder);
    const revoked =
      of === undefined
        ? []
        : ofRevoked({ folder, purpose: name === 'tls' ? 'tls' : 'signing', of }, trust, issuer, now);
    const waits: readonly Finding[] =
      of === undefined || !isThere(join(folder, `${name}.next.pem`))
        ? []
        : [
            {
              code: 'key-waits',
              severity: 'warning',
              text: `A new ${name} key of ${owner} waits; the one before is in use.`,
              remedy: `dienstweg cert use --as ${of} --purpose ${name}`,
            },
          ];
    if (standing === 'missing' || standing === 'good') return [...waits, ...revoked];
    const left = new X509Certificate(readFileSync(join(folder, `${name}.pem`))).validToDate.getTime() - now.getTime();
    return [
      ...waits,
      ...revoked,
      {
        code: left > 0 ? 'certificate-expires-soon' : 'certificate-expired',
        severity: left > 0 ? 'warning' : 'error',
        text: `The ${name} certificate of ${owner} ${left > 0 ? `expires in ${Math.ceil(left / DAY_MS)} days` : 'has expired'}.`,
        remedy: remedyOf(standing, name, of),
      },
    ];
  });
};

const ofLists = (home: Home, trust: Trust, now: Date): readonly Finding[] => {
  const due = trust.crlsDueAt();
  return [
    ...trust.remarks().map(
      (remark): Finding => ({
        code: 'trust-unusable',
        severity: 'warning',
        text: `In the trust folder, ${remark}.`,
        remedy: `Look into ${home.trust.root}.`,
      }),
    ),
    ...(due !== undefined && due > now
      ? []
      : [
          {
            code: 'revocation-lists-stale',
            severity: 'error',
            text:
              due === undefined ? 'There is no revocation list.' : `A revocation list was due ${due.toISOString()}.`,
            remedy: 'dienstweg cert crl',
          } as const,
        ]),
  ];
};

/** Findings of everything this home has a key for, and of its trust folder. */
export const certificateFindings = (home: Home, now: Date): readonly Finding[] => {
  if (!isThere(home.trust.anchors)) return [NOT_PROVISIONED];
  const trust = loadTrust(home.trust.root);
  return [...ofCertificates(home, trust, now), ...ofLists(home, trust, now)];
};
