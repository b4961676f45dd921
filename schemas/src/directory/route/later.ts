/** Questions about days on which the answer is another. */
import type { RegionId, ServiceId } from '../../identifiers.ts';
import type { ResponsibilityEntry } from '../change/changes.ts';
import { isEmpty, type Period, shared } from '../day.ts';
import type { Directory } from '../directory.ts';
import type { EntriesByKey, When } from '../fold/version.ts';
import { countsAt, type Surrounding, surroundingsOf } from '../keys/regions.ts';

/** The first day after `day` on which one of the periods begins; `undefined` if none does. */
export const firstDayAfter = (periods: readonly Period[], day: string): string | undefined =>
  periods
    .filter((period) => period.validFrom > day && !isEmpty(period))
    .map(({ validFrom }) => validFrom)
    .sort()[0];

/**
 * Every entry that could ever answer for a region, narrowest level first, whatever its days. One for an area has only
 * the days on which the region is a member of it.
 */
export const everResponsible = (
  dir: Directory,
  service: ServiceId,
  role: string,
  region: RegionId,
  when: When,
): readonly ResponsibilityEntry[] => {
  const filed = dir.responsibilities.of(service, role);
  return surroundingsOf(region).flatMap((surrounding) => [
    ...filed.known(surrounding.key, when.edition),
    ...(dir.byOtherKeys.usesAreas(service, role) ? everInAreas(dir, filed, surrounding, when) : []),
  ]);
};

const everInAreas = (
  dir: Directory,
  filed: EntriesByKey<ResponsibilityEntry>,
  surrounding: Surrounding,
  when: When,
): readonly ResponsibilityEntry[] => {
  const areas = dir.byOtherKeys.areas.known(surrounding.region, when.edition);
  if (areas.length === 0 || !countsAt(dir, surrounding, when)) return [];
  return areas.flatMap((area) =>
    filed.known(area.region, when.edition).flatMap((entry) => {
      const days = shared(entry, area);
      if (days === undefined) return [];
      const { validUntil: _, ...rest } = entry;
      return [{ ...rest, ...days }];
    }),
  );
};
