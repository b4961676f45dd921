/**
 * Who is responsible for a region, areas that do not nest included. From the narrowest level to the widest (12, 9, 5,
 * 3, 2 digits of the ARS, the whole country) and at each level first the responsibilities that name the region itself,
 * then those that name an area of which it is a member at that level; the first that has any in force decides. So a
 * responsibility for a municipality goes before an area, an area that has the municipality as a member before a
 * responsibility for its county, and that before an area that has the county as a member.
 */
import type { RegionId, ServiceId } from '../../identifiers.ts';
import type { ResponsibilityEntry } from '../change/changes.ts';
import type { Directory } from '../directory.ts';
import type { When } from '../fold/version.ts';
import { areasAt, surroundingsOf } from '../keys/regions.ts';

/**
 * The entries of the narrowest level that has any in force; several only where recording let an overlap pass. `region`
 * as {@link regionMeant} gives it. Costs no more than the index where no responsibility of the role names an area.
 */
export const findResponsible = (
  dir: Directory,
  service: ServiceId,
  role: string,
  region: RegionId,
  when: When,
): readonly ResponsibilityEntry[] => {
  if (!dir.byOtherKeys.usesAreas(service, role)) return dir.responsibilities.find(service, role, region, when);
  const filed = dir.responsibilities.of(service, role);
  for (const surrounding of surroundingsOf(region)) {
    const named = filed.inForce(surrounding.key, when);
    if (named.length > 0) return named;
    const inAreas = areasAt(dir, surrounding, when).flatMap((area) => filed.inForce(area.region, when));
    if (inAreas.length > 0) return inAreas;
  }
  return [];
};
