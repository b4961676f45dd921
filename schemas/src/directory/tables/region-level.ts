/** The level of a region by its key, and by the keys around it: zeros at its end alone do not tell. */
import type { RegionEntry } from '../change/changes.ts';

/** Levels of the ARS. */
export type ArsLevel = Exclude<RegionEntry['level'], 'country' | 'area'>;

const LEVEL_OF_DIGITS: Readonly<Record<number, ArsLevel>> = {
  2: 'state',
  3: 'district-government',
  5: 'county',
  9: 'association',
  12: 'municipality',
};
const DIGITS = [2, 3, 5, 9, 12] as const;

/** Digits of a padded key that are not all zeros from there on. */
const digitsThatCount = (key: string): number => DIGITS.find((digits) => /^0*$/.test(key.slice(digits))) ?? 12;

/**
 * Levels of the regions in a list of ARS keys, by their twelve digits. A key of fewer digits tells its level by their
 * number. One of twelve whose last digits are zeros is a county, an association or a state where the list has keys
 * below it, and else a municipality: a town that is its own county, or its own state. A region that is both is what
 * is narrower.
 */
export const levelsOf = (keys: readonly string[]): ReadonlyMap<string, ArsLevel> => {
  const padded = keys.map((key) => key.padEnd(12, '0'));
  const parents = new Set(padded.flatMap((key) => above(key)));
  const levels = new Map<string, ArsLevel>();
  const isMixed = keys.some((key) => key.length < 12);
  for (const [n, key] of keys.entries()) {
    const region = padded[n] ?? key;
    const digits = key.length < 12 ? key.length : digitsThatCount(key);
    const isWhole = digits === 12 || (key.length === 12 && (isMixed || !parents.has(`${digits} ${region}`)));
    const level = isWhole ? 'municipality' : (LEVEL_OF_DIGITS[digits] ?? 'municipality');
    if (levels.get(region) !== 'municipality') levels.set(region, level);
  }
  return levels;
};

/** The regions above one, each with the number of its digits; not itself. */
const above = (region: string): readonly string[] =>
  DIGITS.filter((digits) => digits < digitsThatCount(region)).map(
    (digits) => `${digits} ${region.slice(0, digits).padEnd(12, '0')}`,
  );

/** The eight-digit AGS of a municipality: digits 1–5 and 10–12 of its ARS. */
export const agsOfArs = (ars: string): string => `${ars.slice(0, 5)}${ars.slice(9)}`;
