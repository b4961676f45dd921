/** A made-up country for the measurement of the registry: state 99, none of it exists. */

import type { RegistryEntry, ResponsibilityEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { AuthorityId, RegionId, ServiceId } from '@dienstweg/schemas/identifiers.ts';

/** As many municipalities as Germany has. */
const MUNICIPALITIES = 11_000;
const VALID_FROM = '2026-01-01';
export const COUNTRY_ROLE = 'responsible';

/** Who is responsible is stated one by one: every service in every municipality, until there are enough. */
export interface Country {
  readonly municipalities: number;
  readonly services: number;
  readonly entries: number;
}

/** A country of so many explicit responsibilities. */
export const countryOf = (entries: number): Country => {
  const municipalities = Math.min(MUNICIPALITIES, entries);
  return { municipalities, services: Math.ceil(entries / municipalities), entries };
};

/** Numbers spread over the districts of the state; none of them is one of the sandbox. */
const keyOf = (n: number): string => `99${String((n * 7_919) % 10_000).padStart(4, '0')}${String(500_000 + n)}`;

/** The region of a municipality, by its number. */
export const regionOf = (n: number): RegionId => `ars:${keyOf(n)}` as RegionId;
/** A service, by its number. */
export const serviceOf = (n: number): ServiceId => `leika:${String(99_100_000_000_000 + n * 1_001)}` as ServiceId;
const authorityOf = (n: number): AuthorityId => `dvdv:xga:${keyOf(n)}` as AuthorityId;

/** Regions, authorities and services, to which responsibilities refer. */
export const groundOf = ({ municipalities, services }: Country): readonly RegistryEntry[] => [
  ...Array.from({ length: municipalities }, (_, n): readonly RegistryEntry[] => [
    {
      kind: 'region',
      id: `bench/region/${keyOf(n)}`,
      validFrom: VALID_FROM,
      region: regionOf(n),
      names: { de: `Gemeinde ${n}` },
      level: 'municipality',
    },
    {
      kind: 'authority',
      id: `bench/authority/${keyOf(n)}`,
      validFrom: VALID_FROM,
      authority: authorityOf(n),
      names: { de: `Gemeinde ${n}, Bürgeramt` },
      category: 'municipality',
      environment: 'test',
      region: regionOf(n),
    },
  ]).flat(),
  ...Array.from(
    { length: services },
    (_, n): RegistryEntry => ({
      kind: 'service',
      id: `bench/service/${n}`,
      validFrom: VALID_FROM,
      service: serviceOf(n),
      names: { de: `Leistung ${n}` },
      roles: [COUNTRY_ROLE],
    }),
  ),
];

/** One of the responsibilities, by its number. */
export const responsibilityOf = ({ municipalities }: Country, n: number): ResponsibilityEntry => {
  const municipality = n % municipalities;
  const service = serviceOf(Math.floor(n / municipalities));
  return {
    kind: 'responsibility',
    id: `${service.slice(service.indexOf(':') + 1)}/${COUNTRY_ROLE}/${keyOf(municipality)}`,
    validFrom: VALID_FROM,
    service,
    role: COUNTRY_ROLE,
    region: regionOf(municipality),
    authority: authorityOf(municipality),
  };
};
