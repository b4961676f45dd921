/** Questions about authorities: whose certificate, who may act for whom, where and under which name. */
import type { RegisteredSigner } from '../examine/needs.ts';
import type { AuthorityId, CertificateFingerprint, RegionId, ServiceId } from '../identifiers.ts';
import type { MessageTypeRef } from '../message.ts';
import type { Language } from '../problems/texts.ts';
import type { CertificateEntry, EndpointEntry, Environment, MandateEntry, Names } from './change/changes.ts';
import { dayOf } from './day.ts';
import type { Directory } from './directory.ts';
import type { When } from './fold/version.ts';
import { regionMeant } from './keys/regions.ts';
import { authorityMeant, authorityOn, isSameAuthority } from './keys/whose-id.ts';
import { findResponsible } from './route/responsible.ts';

export { authorityOn } from './keys/whose-id.ts';

/** A name in a language, else in German, which is always there. */
export const nameIn = (names: Names, language: Language): string => names[language] ?? names.de;

/** Whom a certificate belongs to for a purpose on the day of `at`; `undefined` if it is nobody's. */
export const holderOfCertificate = (
  dir: Directory,
  fingerprint: CertificateFingerprint,
  purpose: CertificateEntry['purpose'],
  at: Date,
): AuthorityId | undefined =>
  dir.certificates.inForce(fingerprint, { day: dayOf(at) }).find((entry) => entry.purpose === purpose)?.authority;

const asSigner = (entry: CertificateEntry): RegisteredSigner => ({
  authority: entry.authority,
  fingerprint: entry.fingerprint,
  der: Buffer.from(entry.der, 'base64'),
  validFrom: entry.validFrom,
  ...(entry.validUntil === undefined ? {} : { validUntil: entry.validUntil }),
});

/** Every signing certificate the directory knows, with the days on which it counts, also past and coming ones. */
export const signersOf = (dir: Directory): RegisteredSigner[] =>
  [...dir.certificates.keys()]
    .flatMap((fingerprint) => dir.certificates.known(fingerprint))
    .filter(({ purpose }) => purpose === 'signing')
    .map(asSigner);

/** The signer behind a fingerprint: as registered on the day of `at`, else (or without `at`) as registered last. */
export const signerOf = (
  dir: Directory,
  fingerprint: CertificateFingerprint,
  at?: Date,
): RegisteredSigner | undefined => {
  const signing = ({ purpose }: CertificateEntry) => purpose === 'signing';
  const entry =
    (at && dir.certificates.inForce(fingerprint, { day: dayOf(at) }).find(signing)) ??
    dir.certificates.known(fingerprint).findLast(signing);
  return entry && asSigner(entry);
};

/** Test or production; `undefined` for an authority not in force on that day. */
export const environmentOf = (dir: Directory, authority: AuthorityId, at: Date): Environment | undefined =>
  authorityOn(dir, authority, { day: dayOf(at) })?.environment;

/** Name of an authority, also of one that no longer is; `undefined` if it was never known. */
export const authorityName = (
  dir: Directory,
  authority: AuthorityId,
  language: Language,
  at: Date,
): string | undefined => {
  const when = { day: dayOf(at) };
  const entry = authorityOn(dir, authority, when) ?? dir.authorities.known(authorityMeant(dir, authority, when)).at(-1);
  return entry && nameIn(entry.names, language);
};

/** Mandates that `author` gave `provider`, in force on a day; each may be named by any of its identifiers. */
const mandatesOf = (dir: Directory, provider: AuthorityId, author: AuthorityId, when: When): readonly MandateEntry[] =>
  dir.mandates
    .inForce(authorityMeant(dir, author, when), when)
    .filter((mandate) => isSameAuthority(dir, mandate.provider, provider, when));

/** Whether `sender` may hand in messages of `author`: the author itself, or a provider it mandated. */
export const mayHandIn = (dir: Directory, sender: AuthorityId, author: AuthorityId, at: Date): boolean => {
  const when = { day: dayOf(at) };
  return (
    isSameAuthority(dir, sender, author, when) || mandatesOf(dir, sender, author, when).some(({ handIn }) => handIn)
  );
};

/** Whether `provider` may sign messages of a type for `author`: the author itself, or a provider it mandated for that. */
export const maySign = (
  dir: Directory,
  provider: AuthorityId,
  author: AuthorityId,
  messageTypeCode: string,
  at: Date,
): boolean => {
  const when = { day: dayOf(at) };
  return (
    isSameAuthority(dir, provider, author, when) ||
    mandatesOf(dir, provider, author, when).some(({ signs }) => signs.includes(messageTypeCode))
  );
};

/** Whether an endpoint takes a version of a message type on a day. */
export const takesOn = (endpoint: EndpointEntry, type: MessageTypeRef, day: string): boolean =>
  endpoint.takes.some(
    (taken) =>
      taken.code === type.code &&
      taken.version === type.version &&
      (taken.from === undefined || taken.from <= day) &&
      (taken.until === undefined || day < taken.until),
  );

/** Endpoints of an authority on a day, the one that began last first: the order in which they are chosen. */
export const endpointsOn = (dir: Directory, reader: AuthorityId, when: When): readonly EndpointEntry[] =>
  dir.endpoints
    .inForce(reader, when)
    .toSorted((a, b) => ((a.validFrom !== b.validFrom ? a.validFrom > b.validFrom : a.id < b.id) ? -1 : 1));

/** Where a reader takes messages of a type now; `undefined` where it takes none. */
export const endpointFor = (
  dir: Directory,
  reader: AuthorityId,
  what: {
    readonly messageType: MessageTypeRef;
    readonly testMessage: boolean;
    readonly at: Date;
  },
): EndpointEntry | undefined => {
  const day = dayOf(what.at);
  return endpointsOn(dir, reader, { day }).find(
    (endpoint) =>
      endpoint.environment === environmentOfMessage(what.testMessage) && takesOn(endpoint, what.messageType, day),
  );
};

/** The environment a message belongs to. */
export const environmentOfMessage = (testMessage: boolean): Environment => (testMessage ? 'test' : 'production');

/** Roles a service declares on a day, in its own order; `undefined` for a service not in force. */
export const rolesOf = (dir: Directory, service: ServiceId, when: When): readonly string[] | undefined =>
  dir.services.inForce(service, when).at(-1)?.roles;

/** Whether a region is known; true of every region of a scheme of which no table is kept. An AGS is known by its row. */
export const isKnownRegion = (dir: Directory, region: RegionId, when: When): boolean => {
  const meant = regionMeant(dir, region, when);
  if (meant === undefined) return false;
  return !dir.keepsRegionsOf(meant.slice(0, meant.indexOf(':'))) || dir.regions.inForce(meant, when).length > 0;
};

/** Areas for which an authority is responsible on a day, over all services. Looks at every entry. */
export const regionsOf = (dir: Directory, authority: AuthorityId, when: When): readonly RegionId[] => [
  ...new Set(
    [...dir.entries(when.edition)].flatMap((entry) =>
      entry.kind === 'responsibility' &&
      entry.authority === authority &&
      findResponsible(dir, entry.service, entry.role, entry.region, when).some(({ id }) => id === entry.id)
        ? [entry.region]
        : [],
    ),
  ),
];
