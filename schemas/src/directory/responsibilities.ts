/**
 * Who is responsible: service × role → region → entries. German regions nest, and the longest prefix that has an entry
 * in force wins; every other scheme matches exactly. Behind these questions the storage can change without anyone
 * noticing (a million entries want columns instead of objects).
 */
import type { RegionId, ServiceId } from '../identifiers.ts';
import type { ResponsibilityEntry } from './changes.ts';
import { type EntriesByKey, type Version, VersionsByKey, type When } from './version.ts';

const ARS = 'ars:';

/** Leading digits of an ARS that can count, longest first: municipality, association, county, district, state, country. */
export const ARS_LEVELS = [12, 9, 5, 3, 2, 0] as const;

/** The region as entries are filed under it: the leading digits that count, or the whole identifier. */
export const regionKeyOf = (entry: Pick<ResponsibilityEntry, 'region' | 'significantDigits'>): string =>
  entry.region.startsWith(ARS)
    ? entry.region.slice(ARS.length, ARS.length + (entry.significantDigits ?? 12))
    : entry.region;

/** The keys under which a region's responsible authority may be filed, in the order they are tried. */
export const regionKeysToTry = (region: RegionId): readonly string[] =>
  region.startsWith(ARS) ? ARS_LEVELS.map((digits) => region.slice(ARS.length, ARS.length + digits)) : [region];

/** Questions about responsibilities. */
export interface Responsibilities {
  /** The entries of the narrowest area that has any in force; several only where recording let an overlap pass. */
  find(service: ServiceId, role: string, region: RegionId, when: When): readonly ResponsibilityEntry[];
  /** The entries of exactly one area, by {@link regionKeysToTry}. */
  of(service: ServiceId, role: string): EntriesByKey<ResponsibilityEntry>;
  /** Roles of a service for which anything was ever recorded, in the order they came. */
  rolesOf(service: ServiceId): readonly string[];
}

export class ResponsibilityIndex implements Responsibilities {
  readonly #services = new Map<string, Map<string, VersionsByKey<ResponsibilityEntry>>>();

  add(version: Version<ResponsibilityEntry>): void {
    const { service, role } = version.entry;
    const roles = this.#services.get(service) ?? new Map<string, VersionsByKey<ResponsibilityEntry>>();
    const regions = roles.get(role) ?? new VersionsByKey<ResponsibilityEntry>();
    this.#services.set(service, roles.set(role, regions));
    regions.add(regionKeyOf(version.entry), version);
  }

  find(service: ServiceId, role: string, region: RegionId, when: When): readonly ResponsibilityEntry[] {
    const regions = this.#services.get(service)?.get(role);
    if (regions === undefined) return [];
    if (!region.startsWith(ARS)) return regions.inForce(region, when);
    for (const digits of ARS_LEVELS) {
      const found = regions.inForce(region.slice(ARS.length, ARS.length + digits), when);
      if (found.length > 0) return found;
    }
    return [];
  }

  of(service: ServiceId, role: string): EntriesByKey<ResponsibilityEntry> {
    return this.#services.get(service)?.get(role) ?? new VersionsByKey();
  }

  rolesOf(service: ServiceId): readonly string[] {
    return [...(this.#services.get(service)?.keys() ?? [])];
  }
}
