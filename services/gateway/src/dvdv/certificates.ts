/** Certificates by fingerprint, SHA-1 as DVDV asks or SHA-256, and whose they are. Pure. */
import type { AuthorityEntry, CertificateEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { holdsOn } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { authorityOn } from '@dienstweg/schemas/directory/parties.ts';
import { sha1Of } from './shapes.ts';

/** SHA-1 → SHA-256. */
export type BySha1 = ReadonlyMap<string, string>;

/** SHA-1 → SHA-256 of every certificate ever registered. */
export const certificatesBySha1 = (dir: Directory): BySha1 =>
  new Map(
    [...dir.certificates.keys()].flatMap((fingerprint) => {
      const der = dir.certificates.known(fingerprint).at(-1)?.der;
      return der === undefined ? [] : [[sha1Of(Buffer.from(der, 'base64')), fingerprint] as const];
    }),
  );

/** Every certificate behind a fingerprint, whatever its days. */
export const certificatesNamed = (dir: Directory, bySha1: BySha1, fingerprint: string): readonly CertificateEntry[] => {
  const hex = fingerprint.replaceAll(':', '').toLowerCase();
  return dir.certificates.known(bySha1.get(hex) ?? hex);
};

/** Authorities that hold a certificate on a day. */
export const holdersOf = (
  dir: Directory,
  bySha1: BySha1,
  fingerprint: string,
  day: string,
): readonly AuthorityEntry[] =>
  certificatesNamed(dir, bySha1, fingerprint)
    .filter((entry) => holdsOn(entry, day))
    .flatMap(({ authority }) => authorityOn(dir, authority, { day }) ?? []);
