/**
 * The questions of DVDV version 2, answered from the directory: pure. As there, only what is valid now counts; what
 * was or will be valid is said in a warning. A service is named by its specification's URI: that of a registered
 * service (`dvdv:<URI>` here), or `urn:dienstweg:message-type:<code>:<version>` for what an endpoint takes.
 */
import type {
  AuthorityEntry,
  CategoryEntry,
  CertificateEntry,
  EndpointEntry,
} from '@dienstweg/schemas/directory/changes.ts';
import { holdsOn, isEmpty, type Period } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { authorityOn } from '@dienstweg/schemas/directory/parties.ts';
import { type AuthorityId, parseAuthorityId, parseServiceId } from '@dienstweg/schemas/identifiers.ts';
import {
  certificateShape,
  type DvdvCertificate,
  type DvdvOrganization,
  type DvdvService,
  type DvdvServiceBase,
  datesOf,
  elementsOf,
  numberOf,
  organizationKeysOf,
  sha1Of,
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

/** The URI under which a version of a message type is asked for. */
export const uriOfMessageType = (code: string, version: string): string =>
  `urn:dienstweg:message-type:${code}:${version}`;

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

/** A category and those below it. */
export interface CategoryNode {
  readonly name: string;
  readonly prefix?: string;
  readonly children?: readonly CategoryNode[];
}

const unknownKey = (key: string): Found<never> => ({
  found: 'unknown',
  detail: `Kein Eintrag zum Organisationsschlüssel ${key}`,
});

/** A service an authority offers, and when. */
interface Offer {
  readonly uri: string;
  readonly name: string;
  readonly period: Period;
  readonly entryId: string;
  readonly endpoint: EndpointEntry;
}

const baseOf = ({ uri, name, period, entryId }: Offer): DvdvServiceBase => ({
  id: numberOf(`${entryId} ${uri}`),
  ...datesOf(period),
  serviceDescriptionName: name,
  serviceSpecificationType: 'MANUAL',
  serviceSpecificationUri: uri,
});

const offersOfEndpoint = (endpoint: EndpointEntry): readonly Offer[] =>
  endpoint.takes.map(({ code, version, from, until }) => ({
    uri: uriOfMessageType(code, version),
    name: `${code} ${version}`,
    period: within(endpoint, from, until),
    entryId: endpoint.id,
    endpoint,
  }));

const within = ({ validFrom, validUntil }: Period, from = validFrom, until = validUntil): Period => {
  const end = until !== undefined && validUntil !== undefined && validUntil < until ? validUntil : until;
  return { validFrom: from > validFrom ? from : validFrom, ...(end === undefined ? {} : { validUntil: end }) };
};

const DVDV = 'dvdv:';

/** A responsibility for a service that is named by its specification's URI. */
interface Duty {
  readonly uri: string;
  readonly name: string;
  readonly period: Period;
  readonly entryId: string;
}

type Duties = ReadonlyMap<AuthorityId, readonly Duty[]>;

/** Every authority's duties. Goes through all responsibilities for such services: once an edition. */
const dutiesIn = (dir: Directory): Duties => {
  const all = [...dir.services.keys()].flatMap((key) => {
    const service = key.startsWith(DVDV) ? parseServiceId(key) : undefined;
    if (service === undefined) return [];
    const name = dir.services.known(key).at(-1)?.names.de ?? key;
    return dir.responsibilities.rolesOf(service).flatMap((role) => {
      const areas = dir.responsibilities.of(service, role);
      return [...areas.keys()]
        .flatMap((area) => areas.known(area))
        .map((entry) => ({
          authority: entry.authority,
          uri: key.slice(DVDV.length),
          name,
          period: entry,
          entryId: entry.id,
        }));
    });
  });
  return Map.groupBy(all, ({ authority }) => authority);
};

const offersOf = (dir: Directory, duties: Duties, authority: AuthorityId): readonly Offer[] => {
  const endpoints = dir.endpoints.known(authority);
  const reached = endpoints.at(-1);
  return [
    ...endpoints.flatMap(offersOfEndpoint),
    ...(reached === undefined
      ? []
      : (duties.get(authority) ?? []).map((duty) => ({
          ...duty,
          period: within(reached, duty.period.validFrom, duty.period.validUntil),
          endpoint: reached,
        }))),
  ];
};

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

const categoryEntry = (dir: Directory, path: string, day: string): CategoryEntry | undefined =>
  dir.categories.inForce(path, { day }).at(-1);

const categoryName = (dir: Directory, path: string, day: string): string =>
  categoryEntry(dir, path, day)?.names.de ?? path;

/** A category is named by its path, one of its names or its prefix; who is below it is of it too. */
const isOfCategory = (dir: Directory, { category: path }: AuthorityEntry, asked: string, day: string): boolean =>
  pathsUpwards(path).some((each) => {
    const entry = categoryEntry(dir, each, day);
    return each === asked || (entry !== undefined && [...Object.values(entry.names), entry.keyPrefix].includes(asked));
  });

const pathsUpwards = (path: string): readonly string[] => {
  const steps = path.split('/');
  return steps.map((_, n) => steps.slice(0, n + 1).join('/'));
};

const treeOf = (dir: Directory, day: string, above = ''): readonly CategoryNode[] =>
  [...dir.categories.keys()]
    .filter((path) => path.startsWith(above) && !path.slice(above.length).includes('/'))
    .flatMap((path) => dir.categories.inForce(path, { day }))
    .sort((a, b) => (a.category < b.category ? -1 : 1))
    .map(({ category, names, keyPrefix }) => {
      const children = treeOf(dir, day, `${category}/`);
      return {
        name: names.de,
        ...(keyPrefix === undefined ? {} : { prefix: keyPrefix }),
        ...(children.length === 0 ? {} : { children }),
      };
    });

type BySha1 = ReadonlyMap<string, string>;

/** SHA-1 → SHA-256 of every certificate ever registered. */
const certificatesBySha1 = (dir: Directory): BySha1 =>
  new Map(
    [...dir.certificates.keys()].flatMap((fingerprint) => {
      const der = dir.certificates.known(fingerprint).at(-1)?.der;
      return der === undefined ? [] : [[sha1Of(Buffer.from(der, 'base64')), fingerprint] as const];
    }),
  );

/** What is gone through the whole directory for, once an edition. */
const onceAnEdition = <T>(dir: Directory, make: (dir: Directory) => T): (() => T) => {
  let made: { readonly edition: number; readonly value: T } | undefined;
  return () => {
    if (made?.edition !== dir.edition) made = { edition: dir.edition, value: make(dir) };
    return made.value;
  };
};

const certificatesNamed = (dir: Directory, bySha1: BySha1, fingerprint: string): readonly CertificateEntry[] => {
  const hex = fingerprint.replaceAll(':', '').toLowerCase();
  return dir.certificates.known(bySha1.get(hex) ?? hex);
};

const holdersOf = (dir: Directory, bySha1: BySha1, fingerprint: string, day: string): readonly AuthorityEntry[] =>
  certificatesNamed(dir, bySha1, fingerprint)
    .filter((entry) => holdsOn(entry, day))
    .flatMap(({ authority }) => authorityOn(dir, authority, { day }) ?? []);
