/** What an authority offers: what its endpoints take, and services by the URI of their specification. Pure. */
import type { EndpointEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { Period } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { type AuthorityId, parseServiceId } from '@dienstweg/schemas/identifiers.ts';
import { type DvdvServiceBase, datesOf, numberOf } from './shapes.ts';

/** The URI under which a version of a message type is asked for. */
export const uriOfMessageType = (code: string, version: string): string =>
  `urn:dienstweg:message-type:${code}:${version}`;

/** A service an authority offers, and when. */
export interface Offer {
  readonly uri: string;
  readonly name: string;
  readonly period: Period;
  readonly entryId: string;
  readonly endpoint: EndpointEntry;
}

/** An offer in the form of a service without its elements. */
export const baseOf = ({ uri, name, period, entryId }: Offer): DvdvServiceBase => ({
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

/** Duties by authority. */
export type Duties = ReadonlyMap<AuthorityId, readonly Duty[]>;

/** Every authority's duties. Goes through all responsibilities for such services: once an edition. */
export const dutiesIn = (dir: Directory): Duties => {
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

/** All offers of an authority, whatever their days. */
export const offersOf = (dir: Directory, duties: Duties, authority: AuthorityId): readonly Offer[] => {
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
