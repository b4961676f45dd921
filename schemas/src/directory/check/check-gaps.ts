/**
 * Where somebody was responsible and nobody would be any more. Only what the change takes away is looked at: days from
 * today on, on which an entry of it held and no longer does, or a region leaves an area. Nothing is a gap that another
 * entry covers: one as wide or wider, an area, or, of a wide region, entries for each of its municipalities.
 */
import type { RegionId, ServiceId } from '../../identifiers.ts';
import { type AfterChange, type ChangedEntry, inSteps } from '../change/after-change.ts';
import type { RegionEntry, ResponsibilityEntry } from '../change/changes.ts';
import { cover, firstGap, isEmpty, type Period, shared } from '../day.ts';
import { regionKeyOf } from '../keys/region-keys.ts';
import { digitsOfLevel, surroundingsOf } from '../keys/regions.ts';
import { responsibilitiesFor } from './check-areas.ts';
import type { ChangeFinding } from './check-texts.ts';

const ARS = 'ars:';
const AREA = 'area:';
const MUNICIPALITY = 12;
const MOST_TOLD = 20;

/** What loses its responsible authority, unless something else covers it. */
interface Lost {
  readonly at: string;
  readonly service: ServiceId;
  readonly role: string;
  readonly region: RegionId;
  readonly digits: number;
  readonly days: Period;
  readonly authority: string;
}

/** Gaps that were not there before; each is a warning that `confirms: ["gap"]` confirms. */
export function* checkGaps(after: AfterChange, today: string): Generator<void, readonly ChangeFinding[]> {
  const towns = townsUnder(after);
  const gaps: ChangeFinding[] = [];
  yield* inSteps(after.changed, (changed) => {
    // what was not there takes nothing away
    if (changed.before === undefined) return;
    for (const lost of lostBy(after, changed, today)) {
      const gap = gapOf(after, lost, towns);
      if (gap !== undefined) gaps.push(asFinding(lost, gap));
    }
  });
  if (gaps.length <= MOST_TOLD) return gaps;
  const more: ChangeFinding = { text: 'gaps-more', at: '', values: { count: gaps.length - MOST_TOLD }, confirm: 'gap' };
  return [...gaps.slice(0, MOST_TOLD), more];
}

const asFinding = ({ at, service, role, authority }: Lost, { region, days }: Gap): ChangeFinding => ({
  text: 'gap',
  at,
  values: { service, role, region, from: days.validFrom, authority },
  confirm: 'gap',
});

const lostBy = (after: AfterChange, { entry, before, at }: ChangedEntry, today: string): readonly Lost[] => {
  if (before?.kind === 'responsibility') {
    const stays =
      entry.kind === 'responsibility' &&
      entry.service === before.service &&
      entry.role === before.role &&
      regionKeyOf(entry) === regionKeyOf(before) &&
      cover([entry], before);
    return stays ? [] : lostOf(after, before, at, today);
  }
  if (before?.kind !== 'region' || before.members === undefined) return [];
  const still = entry.kind === 'region' && cover([entry], before) ? new Set(entry.members) : new Set<RegionId>();
  const members = before.members.filter((member) => !still.has(member));
  return responsibilitiesFor(after, before).flatMap((named) =>
    lostInArea(after, named, { ...before, members }, at, today),
  );
};

const lostOf = (after: AfterChange, before: ResponsibilityEntry, at: string, today: string): readonly Lost[] => {
  if (before.region.startsWith(AREA)) {
    return after
      .known((dir) => dir.regions, before.region)
      .flatMap((area) => lostInArea(after, before, area, at, today));
  }
  const days = shared(before, { validFrom: today });
  const digits = before.region.startsWith(ARS) ? (before.significantDigits ?? MUNICIPALITY) : MUNICIPALITY;
  return days === undefined ? [] : [{ at, ...before, digits, days }];
};

const lostInArea = (
  after: AfterChange,
  entry: ResponsibilityEntry,
  area: RegionEntry,
  at: string,
  today: string,
): readonly Lost[] => {
  const days = shared(entry, area);
  const coming = days && shared(days, { validFrom: today });
  if (coming === undefined) return [];
  return (area.members ?? []).map((region) => ({
    at,
    ...entry,
    region,
    digits: digitsAfter(after, region),
    days: coming,
  }));
};

interface Gap {
  readonly region: RegionId;
  readonly days: Period;
}

/** The first gap; also only on days on which the service has the role, and the region is in the table that is kept. */
const gapOf = (after: AfterChange, lost: Lost, towns: (key: string) => readonly RegionEntry[]): Gap | undefined => {
  const { service, role, region, digits } = lost;
  const served = after
    .known((dir) => dir.services, service)
    .filter(({ roles }) => roles.includes(role))
    .flatMap((each) => shared(each, lost.days) ?? []);
  const wanted = digits === MUNICIPALITY ? served.flatMap((days) => inTable(after, region, days)) : served;
  const covering = coverageOf(after, service, role, region, digits);
  for (const days of wanted) {
    const gap = firstGap(covering, days);
    if (gap === undefined) continue;
    const below = digits < MUNICIPALITY ? towns(region.slice(ARS.length, ARS.length + digits)) : [];
    if (below.length === 0) return { region, days: gap };
    for (const town of below) {
      const there = shared(town, days);
      const missing = there && firstGap(coverageOf(after, service, role, town.region, MUNICIPALITY), there);
      if (missing !== undefined) return { region: town.region, days: missing };
    }
  }
  return undefined;
};

const inTable = (after: AfterChange, region: RegionId, days: Period): readonly Period[] =>
  after.keepsRegionsOf(region.slice(0, region.indexOf(':')))
    ? after.known((dir) => dir.regions, region).flatMap((row) => shared(row, days) ?? [])
    : [days];

/** Days on which anybody is responsible for all of a region: by entries for it or around it, or by an area. */
const coverageOf = (
  after: AfterChange,
  service: ServiceId,
  role: string,
  region: RegionId,
  digits: number,
): readonly Period[] => {
  const known = (key: string) => after.known((dir) => dir.responsibilities.of(service, role), key);
  const usesAreas = after.both((dir) => dir.byOtherKeys.usesAreas(service, role)).includes(true);
  return surroundingsOf(region)
    .filter((surrounding) => surrounding.digits <= digits)
    .flatMap((surrounding) => [
      ...known(surrounding.key),
      ...(usesAreas && digitsAfter(after, surrounding.region) === surrounding.digits
        ? after
            .known((dir) => dir.byOtherKeys.areas, surrounding.region)
            .flatMap((area) => known(area.region).flatMap((entry) => shared(entry, area) ?? []))
        : []),
    ]);
};

const digitsAfter = (after: AfterChange, region: RegionId): number => {
  if (!region.startsWith(ARS)) return MUNICIPALITY;
  const row = after.known((dir) => dir.regions, region).at(-1);
  return row === undefined ? MUNICIPALITY : digitsOfLevel(row.level);
};

/** Municipalities of the table below a prefix of their ARS; the table is put in order once, when it is first asked for. */
const townsUnder = (after: AfterChange): ((key: string) => readonly RegionEntry[]) => {
  let towns: readonly RegionEntry[] | undefined;
  return (key) => {
    towns ??= [...after.leftAlone((dir) => dir.regions), ...after.changed.map(({ entry }) => entry)]
      .flatMap((row) =>
        row.kind === 'region' && row.level === 'municipality' && row.region.startsWith(ARS) && !isEmpty(row)
          ? [row]
          : [],
      )
      .sort((a, b) => (a.region < b.region ? -1 : 1));
    const prefix = ARS + key;
    const first = firstAtOrAfter(towns, prefix);
    const found: RegionEntry[] = [];
    for (let n = first; towns[n]?.region.startsWith(prefix) === true; n += 1) found.push(...towns.slice(n, n + 1));
    return found;
  };
};

const firstAtOrAfter = (towns: readonly RegionEntry[], prefix: string): number => {
  let [low, high] = [0, towns.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((towns[middle]?.region ?? '') < prefix) low = middle + 1;
    else high = middle;
  }
  return low;
};
