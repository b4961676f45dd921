/** What is wrong with certificates and revocation lists of a home. */
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { loadTrust } from '@dienstweg/certs/trust/trust.ts';
import type { Home } from '@dienstweg/infra/home.ts';
import type { Finding } from '@dienstweg/infra/ops-server.ts';
import { wantedKeys } from './wanted.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const SOON_MS = 30 * DAY_MS;

const NOT_PROVISIONED: Finding = {
  code: 'not-provisioned',
  severity: 'warning',
  text: 'This home has no keys and certificates yet.',
  remedy: 'They are made by "dienstweg up" and by "dienstweg message create".',
};

const ofCertificates = (home: Home, now: Date): readonly Finding[] =>
  wantedKeys(home).flatMap(({ folder, name }): readonly Finding[] => {
    const file = join(folder, `${name}.pem`);
    if (!existsSync(file)) return [];
    const left = new X509Certificate(readFileSync(file)).validToDate.getTime() - now.getTime();
    if (left > SOON_MS) return [];
    return [
      {
        code: left > 0 ? 'certificate-expires-soon' : 'certificate-expired',
        severity: left > 0 ? 'warning' : 'error',
        text: `The ${name} certificate of ${basename(folder)} ${left > 0 ? `expires in ${Math.ceil(left / DAY_MS)} days` : 'has expired'}.`,
        remedy: 'Start the system anew: "dienstweg down", then "dienstweg up" renews what expires soon.',
      },
    ];
  });

const ofLists = (home: Home, now: Date): readonly Finding[] => {
  const trust = loadTrust(home.trust.root);
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
export const certificateFindings = (home: Home, now: Date): readonly Finding[] =>
  existsSync(home.trust.anchors) ? [...ofCertificates(home, now), ...ofLists(home, now)] : [NOT_PROVISIONED];
