/** Registered certificates that end soon, and how people reach an authority: what alarms need to know. */
import { X509Certificate } from 'node:crypto';
import type { ExpiringCertificate } from '@dienstweg/schemas/alarms/alarm.ts';
import type { RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { CertificateEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { authorityOn } from '@dienstweg/schemas/directory/parties.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';

type Expiring = RequestContract['registryExpiring'];
type Reached = RequestContract['registryContact'];

/** What cannot be read cannot run out either: it never held. */
const endOfDer = (der: string): number => {
  try {
    return new X509Certificate(Buffer.from(der, 'base64')).validToDate.getTime();
  } catch {
    return Number.POSITIVE_INFINITY;
  }
};

/** Answers whose certificates end before a moment. The ends are read once for each certificate and kept: a number each. */
export const expiringAnswerer = (
  directory: Directory,
  now: () => Date,
): ((question: Expiring['request']) => Expiring['reply']) => {
  const ends = new Map<string, number>();
  const endOf = ({ fingerprint, der, validUntil }: CertificateEntry): number => {
    const known = ends.get(fingerprint) ?? endOfDer(der);
    ends.set(fingerprint, known);
    return Math.min(known, validUntil === undefined ? Number.POSITIVE_INFINITY : Date.parse(validUntil));
  };
  return ({ before }) => {
    const limit = Date.parse(String(before));
    if (Number.isNaN(limit)) throw new ProblemError(problem('request-invalid', { detail: 'before must be RFC 3339' }));
    const day = dayOf(now());
    const certificates: ExpiringCertificate[] = [];
    for (const authority of directory.certificatesOf.keys()) {
      const last = new Map<CertificateEntry['purpose'], { readonly entry: CertificateEntry; readonly end: number }>();
      // what was closed is over; what begins later than today is a successor all the same
      for (const entry of directory.certificatesOf.known(authority)) {
        if (entry.validUntil !== undefined && entry.validUntil <= day) continue;
        const end = endOf(entry);
        if (end > (last.get(entry.purpose)?.end ?? Number.NEGATIVE_INFINITY)) last.set(entry.purpose, { entry, end });
      }
      for (const { entry, end } of last.values())
        if (end < limit)
          certificates.push({
            authority: entry.authority,
            purpose: entry.purpose,
            fingerprint: entry.fingerprint,
            until: new Date(end).toISOString(),
          });
    }
    return { certificates: certificates.toSorted((a, b) => a.until.localeCompare(b.until)) };
  };
};

/** How people reach an authority today. */
export const contactOf = (directory: Directory, { authority }: Reached['request'], now: Date): Reached['reply'] => {
  const entry = authorityOn(directory, authority, { day: dayOf(now) });
  if (entry === undefined) return {};
  return { names: entry.names, ...(entry.contact === undefined ? {} : { contact: entry.contact }) };
};
