/** What a region is part of: the levels of its ARS, and the areas that do not nest. */
import type { RegionId } from '../../identifiers.ts';
import type { RegionEntry } from '../change/changes.ts';
import type { Directory } from '../directory.ts';
import type { When } from '../fold/version.ts';
import { ARS_LEVELS } from './region-keys.ts';

const ARS = 'ars:';
const AGS = 'ags:';
const MUNICIPALITY = 12;

const DIGITS: Readonly<Record<RegionEntry['level'], number>> = {
  country: 0,
  state: 2,
  'district-government': 3,
  county: 5,
  association: 9,
  municipality: MUNICIPALITY,
  area: MUNICIPALITY,
};

/** Leading digits of an ARS that count at a level. */
export const digitsOfLevel = (level: RegionEntry['level']): number => DIGITS[level];

/**
 * The region under which entries file what is asked for. An AGS is converted by the table of regions: `undefined`
 * where no row in force has it. Every other region means itself.
 */
export const regionMeant = (dir: Directory, region: RegionId, when: When): RegionId | undefined =>
  region.startsWith(AGS) ? dir.byOtherKeys.regionsByAgs.inForce(region.slice(AGS.length), when).at(-1)?.region : region;

/**
 * How many leading digits of a region count: by the level its row in the table states (zeros at the end do not tell
 * it); all of them where there is no row.
 */
export const digitsOf = (dir: Directory, region: RegionId, when: When): number => {
  const row = dir.regions.inForce(region, when).at(-1) ?? dir.regions.known(region, when.edition).at(-1);
  return row === undefined ? MUNICIPALITY : digitsOfLevel(row.level);
};

/** One step outwards from a region. */
export interface Surrounding {
  /** As responsibilities are filed: leading digits of the ARS, or a whole identifier. */
  readonly key: string;
  /** The region such a responsibility names, and which is a member of areas. */
  readonly region: RegionId;
  /** Leading digits that count; 12 for other schemes. */
  readonly digits: number;
}

/** Everything a region is part of by its key, narrowest first and itself at the beginning. */
export const surroundingsOf = (region: RegionId): readonly Surrounding[] =>
  region.startsWith(ARS)
    ? ARS_LEVELS.map((digits) => {
        const key = region.slice(ARS.length, ARS.length + digits);
        return { key, region: `${ARS}${key.padEnd(MUNICIPALITY, '0')}` as RegionId, digits };
      })
    : [{ key: region, region, digits: MUNICIPALITY }];

/** Whether a region counts at this level: what is a member as a county is none as the state with the same digits. */
export const countsAt = (dir: Directory, { region, digits }: Surrounding, when: When): boolean =>
  !region.startsWith(ARS) || digitsOf(dir, region, when) === digits;

/** Areas of which a surrounding is a member on a day, at its own level. */
export const areasAt = (dir: Directory, surrounding: Surrounding, when: When): readonly RegionEntry[] => {
  const areas = dir.byOtherKeys.areas.inForce(surrounding.region, when);
  return areas.length > 0 && countsAt(dir, surrounding, when) ? areas : [];
};
