import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RegionId, ServiceId } from '../identifiers.ts';
import type { RegistryChange, RegistryEntry, ResponsibilityEntry } from './change/changes.ts';
import { holdsOn } from './day.ts';
import { Directory } from './directory.ts';
import { answerRoute } from './route/answer-route.ts';
import { authority, change } from './testing/directories.ts';

const SERVICES = ['leika:99000000000001', 'leika:99000000000002'] as ServiceId[];
const ROLES = ['responsible', 'tax-office'];
const DIGITS = [0, 2, 3, 5, 9, 12] as const;
const KEYS = ['990101000017', '990101000018', '990101001017', '990102000017', '991101000017', '980101000017'];
const DUTCH = ['nl-gemeente:0014', 'nl-gemeente:0015'] as RegionId[];
const DAYS = ['2025-01-01', '2025-07-01', '2026-01-01', '2026-07-01', '2027-01-01'];

const regionWithDigits = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom(...DIGITS)).map(([key, digits]) => ({
      region: `ars:${key.slice(0, digits).padEnd(12, '0')}` as RegionId,
      ...(digits === 12 ? {} : { significantDigits: digits }),
    })),
  },
  { weight: 1, arbitrary: fc.constantFrom(...DUTCH).map((region) => ({ region })) },
);

const entry: fc.Arbitrary<ResponsibilityEntry> = fc
  .record({
    n: fc.integer({ min: 0, max: 12 }),
    from: fc.constantFrom(...DAYS),
    until: fc.option(fc.constantFrom(...DAYS), { nil: undefined }),
    service: fc.constantFrom(...SERVICES),
    role: fc.constantFrom(...ROLES),
    area: regionWithDigits,
    holder: fc.constantFrom('a', 'b', 'c'),
  })
  .map(({ n, from, until, service, role, area, holder }) => ({
    kind: 'responsibility',
    id: `entry-${n}`,
    validFrom: from,
    ...(until === undefined ? {} : { validUntil: until }),
    service,
    role,
    ...area,
    authority: authority(holder),
  }));

const changes: fc.Arbitrary<readonly RegistryChange[]> = fc.array(
  fc
    .tuple(
      fc.array(entry, { maxLength: 6 }),
      fc.array(
        fc.record({
          id: fc.integer({ min: 0, max: 12 }).map((n) => `entry-${n}`),
          validUntil: fc.constantFrom(...DAYS),
        }),
        {
          maxLength: 2,
        },
      ),
    )
    .map(([puts, closes]) => change(puts, closes)),
  { minLength: 1, maxLength: 8 },
);

const editionOf = (n: number) => 2 * n + 3;
const recordedAt = (n: number) => new Date(Date.UTC(2026, 0, n + 1));

const fold = (all: readonly RegistryChange[]): Directory => {
  const directory = new Directory();
  for (const [n, each] of all.entries()) directory.apply(each, editionOf(n), recordedAt(n));
  return directory;
};

/** All entries as known after the first `count` changes, by the plainest way there is. */
const knownAfter = (all: readonly RegistryChange[], count: number): readonly RegistryEntry[] => {
  const known = new Map<string, RegistryEntry>();
  for (const { puts, closes } of all.slice(0, count)) {
    for (const put of puts) known.set(put.id, put);
    for (const { id, validUntil } of closes) {
      const open = known.get(id);
      if (open !== undefined) known.set(id, { ...open, validUntil });
    }
  }
  return [...known.values()];
};

/** Looks at every entry and keeps those of the narrowest area around the region. */
const searchAll = (
  entries: readonly RegistryEntry[],
  question: { service: ServiceId; role: string; region: RegionId; day: string },
): readonly string[] => {
  const matching = entries.flatMap((each) => {
    if (each.kind !== 'responsibility' || each.service !== question.service || each.role !== question.role) return [];
    if (!holdsOn(each, question.day)) return [];
    const digits = each.significantDigits ?? 12;
    const [scheme = '', value = ''] = each.region.split(':');
    const covers =
      scheme === 'ars' ? question.region.startsWith(`ars:${value.slice(0, digits)}`) : question.region === each.region;
    return covers ? [{ id: each.id, digits }] : [];
  });
  const narrowest = Math.max(...matching.map(({ digits }) => digits));
  return matching
    .filter(({ digits }) => digits === narrowest)
    .map(({ id }) => id)
    .sort();
};

const question = fc.record({
  service: fc.constantFrom(...SERVICES),
  role: fc.constantFrom(...ROLES),
  region: fc.constantFrom(...KEYS.map((key) => `ars:${key}` as RegionId), ...DUTCH),
  day: fc.constantFrom(...DAYS, '2024-12-31', '2026-03-15'),
});

describe('the directory', () => {
  test('answers as a search over all entries does, for any region and day', () => {
    fc.assert(
      fc.property(changes, fc.array(question, { minLength: 5, maxLength: 20 }), (all, questions) => {
        const directory = fold(all);
        const entries = knownAfter(all, all.length);
        for (const asked of questions) {
          const { service, role, region, day } = asked;
          const found = directory.responsibilities.find(service, role, region, { day }).map(({ id }) => id);
          expect(found.toSorted()).toEqual(searchAll(entries, asked));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('answers as it would have at any earlier moment', () => {
    fc.assert(
      fc.property(changes, question, fc.nat(), (all, asked, pick) => {
        const count = pick % (all.length + 1);
        const asKnownAt = count === 0 ? '2025-12-31T23:59:59Z' : recordedAt(count - 1).toISOString();
        const { day: at, ...rest } = asked;
        const answer = answerRoute(fold(all), { ...rest, at, asKnownAt }, new Date('2026-06-01T00:00:00Z'));
        const then = answerRoute(fold(all.slice(0, count)), { ...rest, at }, new Date('2026-06-01T00:00:00Z'));
        expect(answer.readers.map(({ entry: id }) => id).toSorted()).toEqual(searchAll(knownAfter(all, count), asked));
        expect({ ...answer, readers: [] }).toEqual({ ...then, readers: [] });
        expect([...fold(all).entries(answer.edition)].map(({ id }) => id).toSorted()).toEqual(
          knownAfter(all, count)
            .map(({ id }) => id)
            .toSorted(),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('takes an edition, and a change recorded twice, once', () => {
    fc.assert(
      fc.property(changes, question, (all, { day, ...asked }) => {
        const once = fold(all);
        const twice = fold(all);
        for (const [n, each] of all.entries()) twice.apply(each, editionOf(n), recordedAt(n));
        const [first] = all;
        if (first !== undefined) twice.apply(first, editionOf(0), recordedAt(0));
        expect(twice.edition).toBe(once.edition);
        if (first !== undefined) twice.apply(first, editionOf(all.length), recordedAt(all.length));
        expect([...twice.entries()]).toEqual([...once.entries()]);
        expect(twice.responsibilities.find(asked.service, asked.role, asked.region, { day })).toEqual(
          once.responsibilities.find(asked.service, asked.role, asked.region, { day }),
        );
        expect(twice.edition).toBe(editionOf(all.length));
      }),
      { numRuns: 100 },
    );
  });
});
