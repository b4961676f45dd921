/** Questions about authorities: whose certificate, who may act for whom, where and under which name. */
import type { RegisteredSigner } from '../examine/needs.ts';
import type { AuthorityId, CertificateFingerprint, RegionId, ServiceId } from '../identifiers.ts';
import type { MessageTypeRef } from '../message.ts';
import type { Language } from '../problems/texts.ts';
import type { AuthorityEntry, CertificateEntry, EndpointEntry, Environment, Names, PartyPattern } from './changes.ts';
import { dayOf } from './day.ts';
import type { Directory } from './directory.ts';
import type { When } from './version.ts';

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

/** The entry of an authority on a day; with overlapping ones the later recorded. */
export const authorityOn = (dir: Directory, authority: AuthorityId, when: When): AuthorityEntry | undefined =>
  dir.authorities.inForce(authority, when).at(-1);

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
  const entry = authorityOn(dir, authority, { day: dayOf(at) }) ?? dir.authorities.known(authority).at(-1);
  return entry && nameIn(entry.names, language);
};

/** Whether `sender` may hand in messages of `author`: the author itself, or a provider it mandated. */
export const mayHandIn = (dir: Directory, sender: AuthorityId, author: AuthorityId, at: Date): boolean =>
  sender === author ||
  dir.mandates.inForce(author, { day: dayOf(at) }).some((mandate) => mandate.provider === sender && mandate.handIn);

/** Whether `provider` may sign messages of a type for `author`: the author itself, or a provider it mandated for that. */
export const maySign = (
  dir: Directory,
  provider: AuthorityId,
  author: AuthorityId,
  messageTypeCode: string,
  at: Date,
): boolean =>
  provider === author ||
  dir.mandates
    .inForce(author, { day: dayOf(at) })
    .some((mandate) => mandate.provider === provider && mandate.signs.includes(messageTypeCode));

/** Whether an authority falls under a pattern: it is named, or its category is the named one or below it. */
export const matchesParty = (pattern: PartyPattern, entry: AuthorityEntry): boolean =>
  'authority' in pattern
    ? pattern.authority === entry.authority
    : entry.category === pattern.category || entry.category.startsWith(`${pattern.category}/`);

/** Whether `from` may send messages of a type to `to`; without a permission in force nobody may. */
export const maySend = (
  dir: Directory,
  messageTypeCode: string,
  from: AuthorityEntry,
  to: AuthorityEntry,
  when: When,
): boolean =>
  dir.permissions
    .inForce(messageTypeCode, when)
    .some((permission) => matchesParty(permission.from, from) && matchesParty(permission.to, to));

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

/** Whether a region is known; true of every region of a scheme of which no table is kept. */
export const isKnownRegion = (dir: Directory, region: RegionId, when: When): boolean =>
  !dir.keepsRegionsOf(region.slice(0, region.indexOf(':'))) || dir.regions.inForce(region, when).length > 0;

/** Areas for which an authority is responsible on a day, over all services. Looks at every entry. */
export const regionsOf = (dir: Directory, authority: AuthorityId, when: When): readonly RegionId[] => [
  ...new Set(
    [...dir.entries(when.edition)].flatMap((entry) =>
      entry.kind === 'responsibility' &&
      entry.authority === authority &&
      dir.responsibilities.find(entry.service, entry.role, entry.region, when).some(({ id }) => id === entry.id)
        ? [entry.region]
        : [],
    ),
  ),
];
