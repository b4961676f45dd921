import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RegionId, ServiceId } from '../../identifiers.ts';
import type { RegistryChange, RegistryEntry, ResponsibilityEntry } from '../change/changes.ts';
import { holdsOn } from '../day.ts';
import { Directory } from '../directory.ts';
import { authority, change } from '../testing/directories.ts';
import { DAYS, IDS, REGIONS, ROLES, randomChanges, SERVICES } from '../testing/random-changes.ts';
import { regionKeyOf, regionKeysToTry } from './region-keys.ts';

/** The plainest way there is to keep versions: a list of all of them. */
class ListOfVersions {
  readonly versions: { readonly entry: RegistryEntry; readonly since: number; until: number }[] = [];

  apply({ puts, closes }: RegistryChange, edition: number): void {
    for (const put of puts) this.#put(put, edition);
    for (const { id, validUntil } of closes) {
      const open = this.latest(id);
      if (open !== undefined) this.#put({ ...open.entry, validUntil }, edition);
    }
  }

  latest = (id: string) => this.versions.find(({ entry, until }) => entry.id === id && until === Infinity);

  known = (edition = Number.MAX_SAFE_INTEGER): readonly RegistryEntry[] =>
    this.versions.filter(({ since, until }) => since <= edition && edition < until).map(({ entry }) => entry);

  #put(entry: RegistryEntry, edition: number): void {
    const before = this.latest(entry.id);
    if (before !== undefined) before.until = edition;
    this.versions.push({ entry, since: edition, until: Infinity });
  }
}

const editionOf = (n: number): number => 2 * n + 3;

const both = (all: readonly RegistryChange[]) => {
  const directory = new Directory();
  const list = new ListOfVersions();
  for (const [n, each] of all.entries()) {
    directory.apply(each, editionOf(n), new Date(n));
    list.apply(each, editionOf(n));
  }
  return { directory, list };
};

const isResponsibility = (entry: RegistryEntry): entry is ResponsibilityEntry => entry.kind === 'responsibility';
const byText = (entries: Iterable<RegistryEntry>) => [...entries].map((entry) => JSON.stringify(sorted(entry))).sort();
const sorted = (entry: RegistryEntry) => Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1));

const asked = fc.record({
  edition: fc.option(fc.nat({ max: 20 }), { nil: undefined }),
  day: fc.constantFrom(...DAYS, '2024-12-31', '2026-03-15'),
});

describe('responsibilities kept as rows', () => {
  test('answer every question as a list of all versions does', () => {
    fc.assert(
      fc.property(randomChanges, asked, (all, { edition, day }) => {
        const { directory, list } = both(all);
        const when = edition === undefined ? { day } : { day, edition };
        const known = list.known(edition).filter(isResponsibility);
        const answers: unknown[] = [];
        const expected: unknown[] = [];
        for (const offered of SERVICES)
          for (const role of [...ROLES, 'unheard-of']) {
            const areas = directory.responsibilities.of(offered, role);
            const theirs = known.filter((each) => each.service === offered && each.role === role);
            for (const region of REGIONS as RegionId[]) {
              const keys = regionKeysToTry(region);
              const inArea = (key: string) => theirs.filter((each) => regionKeyOf(each) === key);
              const onDay = (key: string) => inArea(key).filter((each) => holdsOn(each, day));
              answers.push(
                directory.responsibilities.find(offered, role, region, when),
                keys.map((key) => [areas.known(key, edition), areas.inForce(key, when)]),
              );
              expected.push(
                keys.map(onDay).find((entries) => entries.length > 0) ?? [],
                keys.map((key) => [inArea(key), onDay(key)]),
              );
            }
          }
        expect(answers).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test('are the same entries, since the same editions, under the same keys', () => {
    fc.assert(
      fc.property(randomChanges, asked, (all, { edition }) => {
        const { directory, list } = both(all);
        expect(byText(directory.entries(edition))).toEqual(byText(list.known(edition)));
        for (const id of [...IDS, 'nobody']) {
          expect(directory.entry(id)).toEqual(list.latest(id)?.entry);
          expect(directory.editionOfEntry(id)).toBe(list.latest(id)?.since);
        }
        const ever = list.versions.map(({ entry }) => entry).filter(isResponsibility);
        for (const offered of SERVICES) {
          const roles = ever.filter((each) => each.service === offered).map((each) => each.role);
          expect(directory.responsibilities.rolesOf(offered)).toEqual([...new Set(roles)]);
          for (const role of ROLES) {
            const keys = ever.filter((each) => each.service === offered && each.role === role).map(regionKeyOf);
            expect([...directory.responsibilities.of(offered, role).keys()]).toEqual([...new Set(keys)]);
          }
        }
      }),
      { numRuns: 120 },
    );
  });

  test('stay the same when there are more of them than a chunk holds', () => {
    const count = 20_000;
    const id = (n: number): string => `${'r'.repeat(n % 50)}-${n}`;
    const region = (n: number): RegionId => `ars:99${String(n % 9_973).padStart(10, '0')}` as RegionId;
    const puts = Array.from(
      { length: count },
      (_, n): ResponsibilityEntry => ({
        kind: 'responsibility',
        id: id(n),
        validFrom: '2026-01-01',
        service: `leika:${String(99_000_000_000_000 + (n % 7))}` as ServiceId,
        role: 'responsible',
        region: region(n),
        authority: authority(String(n % 100)),
      }),
    );
    const directory = new Directory();
    directory.apply(change(puts), 1, new Date(0));
    directory.apply(change([], [{ id: id(16_401), validUntil: '2026-06-01' }]), 2, new Date(1));
    expect(JSON.stringify(byText(directory.entries(1)))).toBe(JSON.stringify(byText(puts)));
    for (const n of [0, 16_383, 16_384, 16_401, count - 1]) {
      const closed = n === 16_401 ? { validUntil: '2026-06-01' } : {};
      expect(directory.entry(id(n))).toEqual({ ...puts[n], ...closed });
      expect(directory.editionOfEntry(id(n))).toBe(n === 16_401 ? 2 : 1);
      const { service: offered, role } = puts[n] as ResponsibilityEntry;
      const found = directory.responsibilities.find(offered, role, region(n), { day: '2026-03-01' });
      expect(found).toContainEqual({ ...puts[n], ...closed });
    }
  });
});
