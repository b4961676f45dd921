/** The answer of the directory against one found by looking at every entry, written without any of its indexes. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RegionId, ServiceId } from '../../identifiers.ts';
import type { RegionEntry, RegistryChange, RegistryEntry, ResponsibilityEntry } from '../change/changes.ts';
import { Directory } from '../directory.ts';
import { regionMeant } from '../keys/regions.ts';
import { authority, change, directoryOf } from '../testing/directories.ts';
import { answerRoute } from './answer-route.ts';
import { findResponsible } from './responsible.ts';

const SERVICE = 'leika:99000000000001' as ServiceId;
const ROLES = ['responsible', 'tax-office'];
const DAYS = ['2025-01-01', '2025-07-01', '2026-01-01', '2026-07-01', '2027-01-01'];
const TOWNS = ['990101000017', '990101000018', '990101001017', '990102000017', '991101000017'];
const LEVELS = [
  ['country', 0],
  ['state', 2],
  ['district-government', 3],
  ['county', 5],
  ['association', 9],
  ['municipality', 12],
] as const;
const DUTCH = ['nl-gemeente:9901', 'nl-gemeente:9902'] as RegionId[];
const AREAS = ['area:a', 'area:b', 'area:c'] as RegionId[];

const arsAt = (town: string, digits: number) => `ars:${town.slice(0, digits).padEnd(12, '0')}` as RegionId;
const days = fc.record({
  validFrom: fc.constantFrom(...DAYS),
  validUntil: fc.option(fc.constantFrom(...DAYS), { nil: undefined }),
});
const withDays = <T extends object>(
  { validFrom, validUntil }: { validFrom: string; validUntil: string | undefined },
  rest: T,
) => ({
  ...rest,
  validFrom,
  ...(validUntil === undefined ? {} : { validUntil }),
});

/** Any key, at any level: recording would not let all of these into one directory. */
const anyRegion = fc.oneof(
  fc.tuple(fc.constantFrom(...TOWNS), fc.constantFrom(...LEVELS)).map(([town, [, digits]]) => arsAt(town, digits)),
  fc.constantFrom(...DUTCH),
);

const tableRow: fc.Arbitrary<RegionEntry> = fc
  .record({ town: fc.constantFrom(...TOWNS), level: fc.constantFrom(...LEVELS), days, ags: fc.boolean() })
  .map(({ town, level: [level, digits], days: valid, ags }) =>
    withDays(valid, {
      kind: 'region' as const,
      id: `row-${arsAt(town, digits)}`,
      region: arsAt(town, digits),
      names: { de: town },
      level,
      ...(ags ? { ags: town.slice(0, 5) + town.slice(9) } : {}),
    }),
  );

const areaRow: fc.Arbitrary<RegionEntry> = fc
  .record({
    n: fc.integer({ min: 0, max: 4 }),
    region: fc.constantFrom(...AREAS),
    members: fc.uniqueArray(anyRegion, { maxLength: 4 }),
    days,
  })
  .map(({ n, region, members, days: valid }) =>
    withDays(valid, {
      kind: 'region' as const,
      id: `area-${n}`,
      region,
      names: { de: region },
      level: 'area' as const,
      members,
    }),
  );

const responsibility: fc.Arbitrary<ResponsibilityEntry> = fc
  .record({
    n: fc.integer({ min: 0, max: 15 }),
    role: fc.constantFrom(...ROLES),
    where: fc.oneof(
      fc.tuple(fc.constantFrom(...TOWNS), fc.constantFrom(...LEVELS)).map(([town, [, digits]]) => ({
        region: arsAt(town, digits),
        ...(digits === 12 ? {} : { significantDigits: digits }),
      })),
      fc.constantFrom(...DUTCH, ...AREAS, ...AREAS).map((region) => ({ region })),
    ),
    holder: fc.constantFrom('a', 'b', 'c'),
    days,
  })
  .map(({ n, role, where, holder, days: valid }) =>
    withDays(valid, {
      kind: 'responsibility' as const,
      id: `entry-${n}`,
      service: SERVICE,
      role,
      ...where,
      authority: authority(holder),
    }),
  );

const changes: fc.Arbitrary<readonly RegistryChange[]> = fc.array(
  fc
    .record({
      puts: fc.array(fc.oneof({ weight: 3, arbitrary: responsibility }, areaRow, tableRow), { maxLength: 10 }),
      closes: fc.array(
        fc.record({
          id: fc.constantFrom('entry-1', 'entry-2', 'area-1', 'area-2'),
          validUntil: fc.constantFrom(...DAYS),
        }),
        { maxLength: 2 },
      ),
    })
    .map(({ puts, closes }) => change(puts, closes)),
  { minLength: 1, maxLength: 6 },
);

interface Asked {
  readonly role: string;
  readonly region: RegionId;
  readonly day: string;
}
const question: fc.Arbitrary<Asked> = fc.record({
  role: fc.constantFrom(...ROLES),
  region: fc.oneof(
    fc.constantFrom(...TOWNS).map((town) => `ars:${town}` as RegionId),
    fc.constantFrom(...DUTCH, ...AREAS),
  ),
  day: fc.constantFrom(...DAYS, '2024-12-31', '2026-03-15'),
});

/** Everything known after some changes, in the order in which it was recorded. */
const knownAfter = (all: readonly RegistryChange[]): readonly RegistryEntry[] => {
  const known = new Map<string, RegistryEntry>();
  const put = (entry: RegistryEntry) => {
    known.delete(entry.id);
    known.set(entry.id, entry);
  };
  for (const { puts, closes } of all) {
    for (const entry of puts) put(entry);
    for (const { id, validUntil } of closes) {
      const entry = known.get(id);
      if (entry !== undefined) put({ ...entry, validUntil });
    }
  }
  return [...known.values()];
};

const holds = (entry: RegistryEntry, day: string) =>
  day >= entry.validFrom && (entry.validUntil === undefined || day < entry.validUntil);

/** How many digits a region counts by the table: of the row that holds, else of any that was ever known; else all. */
const widthIn = (entries: readonly RegistryEntry[], region: RegionId, day: string): number => {
  const rows = entries.filter((entry): entry is RegionEntry => entry.kind === 'region' && entry.region === region);
  const row = rows.findLast((entry) => holds(entry, day)) ?? rows.at(-1);
  return LEVELS.find(([level]) => level === row?.level)?.[1] ?? 12;
};

/** Rank of an entry for a region: its digits, and a half more where it names the region itself; `undefined`: not for it. */
const rankOf = (
  entries: readonly RegistryEntry[],
  entry: ResponsibilityEntry,
  { region, day }: Asked,
): number | undefined => {
  if (entry.region.startsWith('ars:')) {
    const digits = entry.significantDigits ?? 12;
    return region.startsWith(entry.region.slice(0, 4 + digits)) ? digits + 0.5 : undefined;
  }
  if (entry.region === region) return 12.5;
  const ranks = entries.flatMap((area) => {
    if (area.kind !== 'region' || area.region !== entry.region || !holds(area, day)) return [];
    return (area.members ?? []).flatMap((member) => {
      if (!member.startsWith('ars:')) return member === region ? [12] : [];
      const digits = widthIn(entries, member, day);
      return region === `${member.slice(0, 4 + digits)}${region.slice(4 + digits)}` && isPadded(member, digits)
        ? [digits]
        : [];
    });
  });
  return ranks.length === 0 ? undefined : Math.max(...ranks);
};

/** A member with digits behind those that count, which the check of a change does not let pass, is found by none. */
const isPadded = (member: string, digits: number) => /^0*$/.test(member.slice(4 + digits));

const searchAll = (entries: readonly RegistryEntry[], asked: Asked): readonly string[] => {
  const ranked = entries.flatMap((entry) => {
    if (entry.kind !== 'responsibility' || entry.role !== asked.role || !holds(entry, asked.day)) return [];
    const rank = rankOf(entries, entry, asked);
    return rank === undefined ? [] : [{ id: entry.id, rank }];
  });
  const best = Math.max(...ranked.map(({ rank }) => rank));
  return ranked
    .filter(({ rank }) => rank === best)
    .map(({ id }) => id)
    .sort();
};

const fold = (all: readonly RegistryChange[]): Directory => {
  const directory = new Directory();
  for (const [n, each] of all.entries()) directory.apply(each, n + 1, new Date(Date.UTC(2026, 0, n + 1)));
  return directory;
};

describe('who is responsible', () => {
  test('is what a search over all entries finds, areas included, for any region, day and edition', () => {
    fc.assert(
      fc.property(changes, fc.array(question, { minLength: 5, maxLength: 15 }), fc.nat(), (all, questions, pick) => {
        const directory = fold(all);
        const edition = 1 + (pick % all.length);
        for (const asked of questions) {
          const found = (when: { day: string; edition?: number }) =>
            [
              ...new Set(findResponsible(directory, SERVICE, asked.role, asked.region, when).map(({ id }) => id)),
            ].sort();
          expect(found({ day: asked.day })).toEqual(searchAll(knownAfter(all), asked));
          expect(found({ day: asked.day, edition })).toEqual(searchAll(knownAfter(all.slice(0, edition)), asked));
        }
      }),
      { numRuns: 100 },
    );
  });

  test('by AGS is who is responsible for the region that has it in the table', () => {
    fc.assert(
      fc.property(changes, fc.constantFrom(...TOWNS), fc.constantFrom(...DAYS), (all, town, day) => {
        const directory = fold(all);
        const ags = `ags:${town.slice(0, 5)}${town.slice(9)}` as RegionId;
        const rows = knownAfter(all).filter(
          (entry): entry is RegionEntry => entry.kind === 'region' && `ags:${entry.ags}` === ags && holds(entry, day),
        );
        expect(regionMeant(directory, ags, { day })).toBe(rows.at(-1)?.region);
      }),
      { numRuns: 100 },
    );
  });

  test('says from when somebody is, exactly as asking day by day would', () => {
    fc.assert(
      fc.property(changes, question, (all, { role, region, day }) => {
        const directory = fold(all);
        const ask = (at: string) => answerRoute(directory, { service: SERVICE, region, role, at }, new Date());
        const { answer, validFrom } = ask(day);
        const first = DAYS.find((each) => each > day && ask(each).readers.length > 0);
        expect([answer === 'later', validFrom]).toEqual(
          ask(day).readers.length > 0 || first === undefined ? [false, undefined] : [true, first],
        );
      }),
      { numRuns: 100 },
    );
  });
});

test('a town goes before an area it is in, an area with the town before its county, that before an area with the county', () => {
  const TOWN = 'ars:990101000017' as RegionId;
  const COUNTY = 'ars:990100000000' as RegionId;
  const row = (region: RegionId, level: RegionEntry['level'], members?: readonly RegionId[]): RegionEntry => ({
    kind: 'region',
    id: region,
    validFrom: '2020-01-01',
    region,
    names: { de: region },
    level,
    ...(members === undefined ? {} : { members }),
  });
  const [withTown, withCounty] = ['area:town' as RegionId, 'area:county' as RegionId];
  const held = (region: RegionId, holder: string, rest: Partial<ResponsibilityEntry> = {}): ResponsibilityEntry => ({
    kind: 'responsibility',
    id: holder,
    validFrom: '2020-01-01',
    service: SERVICE,
    role: 'responsible',
    region,
    authority: authority(holder),
    ...rest,
  });
  const inOrder = [
    held(TOWN, 'town'),
    held(withTown, 'area-of-town'),
    held(COUNTY, 'county', { significantDigits: 5 }),
    held(withCounty, 'area-of-county'),
    held('ars:990000000000' as RegionId, 'state', { significantDigits: 2 }),
  ];
  for (const [n, entry] of inOrder.entries()) {
    const directory = directoryOf(
      row(COUNTY, 'county'),
      row(withTown, 'area', [TOWN]),
      row(withCounty, 'area', [COUNTY]),
      ...inOrder.slice(n),
    );
    expect(findResponsible(directory, SERVICE, 'responsible', TOWN, { day: '2026-01-01' })).toEqual([entry]);
  }
});
