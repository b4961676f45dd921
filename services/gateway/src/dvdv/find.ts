/**
 * The questions of DVDV version 2, answered from the directory: pure. As there, only what is valid now counts; what
 * was or will be valid is said in a warning. A service is named by its specification's URI: that of a registered
 * service (`dvdv:<URI>` here), or `urn:dienstweg:message-type:<code>:<version>` for what an endpoint takes.
 */
import type { CertificateEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { holdsOn, isEmpty, type Period } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { authorityOn } from '@dienstweg/schemas/directory/parties.ts';
import { type AuthorityId, parseAuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { type CategoryNode, categoryName, isOfCategory, treeOf } from './categories.ts';
import { certificatesBySha1, certificatesNamed, holdersOf } from './certificates.ts';
import { baseOf, dutiesIn, offersOf } from './offers.ts';
import {
  certificateShape,
  type DvdvCertificate,
  type DvdvOrganization,
  type DvdvService,
  datesOf,
  elementsOf,
  numberOf,
  organizationKeysOf,
} from './shapes.ts';

/** What was found: a value, nothing valid now (with why), or no such thing at all. */
export type Found<T> =
  | { readonly found: 'value'; readonly value: T }
  | { readonly found: 'nothing'; readonly warning?: string }
  | { readonly found: 'unknown'; readonly detail: string };

const nothing = (warning?: string): Found<never> => ({
  found: 'nothing',
  ...(warning === undefined ? {} : { warning }),
});
const value = <T>(of: T): Found<T> => ({ found: 'value', value: of });

/** Answers from one directory; remembers fingerprints for one edition. */
export const dvdvQuestions = (dir: Directory) => {
  const bySha1 = onceAnEdition(dir, certificatesBySha1);
  const duties = onceAnEdition(dir, dutiesIn);

  const authorityOf = (key: string): AuthorityId | undefined => {
    const id = parseAuthorityId(`dvdv:${key}`);
    if (id === undefined) return undefined;
    if (dir.authorities.known(id).length > 0) return id;
    return dir.byOtherKeys.authorities.known(id).at(-1)?.authority;
  };
  const certificatesOf = (authority: AuthorityId, day: string): readonly CertificateEntry[] =>
    dir.certificatesOf.inForce(authority, { day });

  return {
    /** `findservicedescription` */
    service: (key: string, uri: string, day: string): Found<DvdvService> => {
      const authority = authorityOf(key);
      if (authority === undefined) return unknownKey(key);
      const offers = offersOf(dir, duties(), authority).filter((offer) => offer.uri === uri);
      if (offers.length === 0)
        return { found: 'unknown', detail: `5005: Kein Dienst zum Organisationsschlüssel ${key}: ${uri}` };
      const organization = authorityOn(dir, authority, { day });
      const now = offers.find((offer) => holdsOn(offer.period, day));
      if (organization === undefined || now === undefined)
        return nothing(
          warningOf(
            offers.map(({ period }) => period),
            day,
          ),
        );
      return value({
        ...baseOf(now),
        serviceSpecificationDocument: '',
        organizationNameDe: organization.names.de,
        ...(organization.names.en === undefined ? {} : { organizationNameEn: organization.names.en }),
        serviceElements: elementsOf(now.endpoint, certificatesOf(authority, day)),
      });
    },
    /** `findauthoritydescription(s)`; with a category only if it is the authority's. */
    authority: (key: string, category: string | undefined, day: string): Found<DvdvOrganization> => {
      const authority = authorityOf(key);
      if (authority === undefined) return unknownKey(key);
      const entry = authorityOn(dir, authority, { day });
      if (entry === undefined) return nothing(warningOf(dir.authorities.known(authority), day));
      if (category !== undefined && !isOfCategory(dir, entry, category, day)) return nothing();
      return value({
        id: numberOf(entry.id),
        ...datesOf(entry),
        nameDe: entry.names.de,
        ...(entry.names.en === undefined ? {} : { nameEn: entry.names.en }),
        category: categoryName(dir, entry.category, day),
        organizationKeys: organizationKeysOf(entry),
        clientCertificates: certificatesOf(authority, day).map(certificateShape),
        services: offersOf(dir, duties(), authority)
          .filter((offer) => holdsOn(offer.period, day))
          .map(baseOf),
      });
    },
    /** `verifycategory`: whether the certificate is in force for an authority of this category. */
    hasCategory: (fingerprint: string, category: string, day: string): boolean =>
      holdersOf(dir, bySha1(), fingerprint, day).some((entry) => isOfCategory(dir, entry, category, day)),
    /** `findcategories`: of the authority with this key, if the certificate is its. */
    categories: (fingerprint: string, key: string, day: string): readonly string[] =>
      holdersOf(dir, bySha1(), fingerprint, day)
        .filter((entry) => entry.authority === authorityOf(key))
        .map((entry) => categoryName(dir, entry.category, day)),
    /** `findCertificateByFingerprint` */
    certificate: (fingerprint: string): Found<DvdvCertificate> => {
      const [entry] = certificatesNamed(dir, bySha1(), fingerprint);
      return entry === undefined
        ? { found: 'unknown', detail: `Kein Zertifikat zum Fingerabdruck ${fingerprint}` }
        : value(certificateShape(entry));
    },
    /** Certificates in force behind a fingerprint (SHA-1 or SHA-256), whatever their purpose. */
    certificatesInForce: (fingerprint: string, day: string): readonly CertificateEntry[] =>
      certificatesNamed(dir, bySha1(), fingerprint).filter((entry) => holdsOn(entry, day)),
    /** `findServiceSpecificationUrisByCategory` */
    urisOfCategory: (category: string, day: string): readonly string[] => [
      ...new Set(
        [...dir.authorities.keys()]
          .flatMap((id) => dir.authorities.inForce(id, { day }))
          .filter((entry) => isOfCategory(dir, entry, category, day))
          .flatMap(({ authority }) => offersOf(dir, duties(), authority))
          .filter(({ period }) => holdsOn(period, day))
          .map(({ uri }) => uri),
      ),
    ],
    /** `categories`: the tree. */
    categoryTree: (day: string): readonly CategoryNode[] => treeOf(dir, day),
  };
};

/** Answers of {@link dvdvQuestions}. */
export type DvdvQuestions = ReturnType<typeof dvdvQuestions>;

const unknownKey = (key: string): Found<never> => ({
  found: 'unknown',
  detail: `Kein Eintrag zum Organisationsschlüssel ${key}`,
});

/** Why nothing is valid now. */
const warningOf = (periods: readonly Period[], day: string): string | undefined => {
  const real = periods.filter((period) => !isEmpty(period));
  const next = real
    .map(({ validFrom }) => validFrom)
    .filter((from) => from > day)
    .sort()[0];
  if (next !== undefined) return `Der Eintrag ist erst ab ${next} gültig.`;
  const last = real
    .flatMap(({ validUntil }) => (validUntil === undefined || validUntil > day ? [] : [validUntil]))
    .sort()
    .at(-1);
  return last === undefined ? undefined : `Der Eintrag ist seit ${last} nicht mehr gültig.`;
};

/** What is gone through the whole directory for, once an edition. */
const onceAnEdition = <T>(dir: Directory, make: (dir: Directory) => T): (() => T) => {
  let made: { readonly edition: number; readonly value: T } | undefined;
  return () => {
    if (made?.edition !== dir.edition) made = { edition: dir.edition, value: make(dir) };
    return made.value;
  };
};
