/** Under which keys the areas of responsibilities are filed. */
import type { RegionId } from '../../identifiers.ts';
import type { ResponsibilityEntry } from '../change/changes.ts';

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
