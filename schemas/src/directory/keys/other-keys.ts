/** Entries found by keys other than their own: other identifiers, AGS, members of areas, prefixes of directory keys. */
import type { RegionId, ServiceId } from '../../identifiers.ts';
import type {
  AuthorityEntry,
  CategoryEntry,
  RegionEntry,
  RegistryEntry,
  ResponsibilityEntry,
} from '../change/changes.ts';
import { type EntriesByKey, type Version, VersionsByKey } from '../fold/version.ts';

/** A service and one of its roles. */
export interface ServiceRole {
  readonly service: ServiceId;
  readonly role: string;
}

/** Questions by other keys. */
export interface ByOtherKeys {
  /** Authorities by each of their `otherIds`. */
  readonly authorities: EntriesByKey<AuthorityEntry>;
  /** Regions by their AGS (eight digits, without scheme). */
  readonly regionsByAgs: EntriesByKey<RegionEntry>;
  /** Areas by each of their members. */
  readonly areas: EntriesByKey<RegionEntry>;
  /** Categories by the prefix of their authorities' keys. */
  readonly categories: EntriesByKey<CategoryEntry>;
  /** Whether any responsibility for an area was ever recorded of this role. */
  usesAreas(service: ServiceId, role: string): boolean;
  /** Services and roles for which anything was ever recorded of an area. */
  usesOf(area: RegionId): readonly ServiceRole[];
}

const AREA = 'area:';

export class OtherKeys implements ByOtherKeys {
  readonly #authorities = new VersionsByKey<AuthorityEntry>();
  readonly #regionsByAgs = new VersionsByKey<RegionEntry>();
  readonly #areas = new VersionsByKey<RegionEntry>();
  readonly #categories = new VersionsByKey<CategoryEntry>();
  readonly #rolesByService = new Map<ServiceId, Set<string>>();
  readonly #usesByArea = new Map<RegionId, ServiceRole[]>();

  get authorities(): EntriesByKey<AuthorityEntry> {
    return this.#authorities;
  }

  get regionsByAgs(): EntriesByKey<RegionEntry> {
    return this.#regionsByAgs;
  }

  get areas(): EntriesByKey<RegionEntry> {
    return this.#areas;
  }

  get categories(): EntriesByKey<CategoryEntry> {
    return this.#categories;
  }

  usesAreas(service: ServiceId, role: string): boolean {
    return this.#rolesByService.get(service)?.has(role) === true;
  }

  usesOf(area: RegionId): readonly ServiceRole[] {
    return this.#usesByArea.get(area) ?? [];
  }

  /** Files a version of an entry that may have other keys; all others cost nothing. */
  add(entry: RegistryEntry, version: Version): void {
    const of = <E extends RegistryEntry>(_: E): Version<E> => version as Version<E>;
    switch (entry.kind) {
      case 'authority':
        for (const id of new Set(entry.otherIds)) this.#authorities.add(id, of(entry));
        break;
      case 'region':
        if (entry.ags !== undefined) this.#regionsByAgs.add(entry.ags, of(entry));
        for (const member of new Set(entry.members)) this.#areas.add(member, of(entry));
        break;
      case 'category':
        if (entry.keyPrefix !== undefined) this.#categories.add(entry.keyPrefix, of(entry));
        break;
    }
  }

  /** Notes that a responsibility is for an area; those for other regions cost one comparison. */
  use({ region, service, role }: Pick<ResponsibilityEntry, 'region' | 'service' | 'role'>): void {
    if (!region.startsWith(AREA)) return;
    const uses = this.#usesByArea.get(region) ?? [];
    if (uses.some((use) => use.service === service && use.role === role)) return;
    this.#usesByArea.set(region, [...uses, { service, role }]);
    const roles = this.#rolesByService.get(service) ?? new Set<string>();
    this.#rolesByService.set(service, roles.add(role));
  }
}
