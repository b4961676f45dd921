/** Questions about days on which the answer is another. */
import type { RegionId, ServiceId } from '../identifiers.ts';
import type { ResponsibilityEntry } from './changes.ts';
import { isEmpty, type Period } from './day.ts';
import type { Directory } from './directory.ts';
import { regionKeysToTry } from './responsibilities.ts';
import type { When } from './version.ts';

/** The first day after `day` on which one of the periods begins; `undefined` if none does. */
export const firstDayAfter = (periods: readonly Period[], day: string): string | undefined =>
  periods
    .filter((period) => period.validFrom > day && !isEmpty(period))
    .map(({ validFrom }) => validFrom)
    .sort()[0];

/** Every entry that could ever answer for a region, narrowest area first, whatever its days. */
export const everResponsible = (
  dir: Directory,
  service: ServiceId,
  role: string,
  region: RegionId,
  when: When,
): readonly ResponsibilityEntry[] => {
  const areas = dir.responsibilities.of(service, role);
  return regionKeysToTry(region).flatMap((key) => areas.known(key, when.edition));
};
