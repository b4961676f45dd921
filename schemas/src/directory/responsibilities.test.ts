import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RegionId, ServiceId } from '../identifiers.ts';
import type { RegistryChange, RegistryEntry, ResponsibilityEntry } from './changes.ts';
import { holdsOn } from './day.ts';
import { Directory } from './directory.ts';
import { regionKeyOf, regionKeysToTry } from './responsibilities.ts';
import { authority, change } from './testing/directories.ts';

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

const SERVICES = ['leika:99000000000001', 'urn:x'] as ServiceId[];
const ROLES = ['responsible', 'tax-office'];
const DAYS = ['2025-01-01', '2025-07-01', '2026-01-01', '2027-01-01'];
const KEYS = ['990101000017', '990101000018', '990101001017', '990102000017', '000000000000', '000000000001'];
/** Whole keys, keys of every scheme, and texts that no border would let through: the storage must not mind. */
const REGIONS = [...KEYS.map((key) => `ars:${key}`), 'nl-gemeente:0014', 'area:Bezirk-Ö', 'ars:99', 'ars:9901x1000017'];
/** Ids that are corrected again and again, of one octet a character and of two. */
const IDS = ['a', 'b', 'c', 'ä-1', 'ß', 'Ωmega', 'Ω', 'x'.repeat(200)];

const responsibility: fc.Arbitrary<RegistryEntry> = fc
  .record({
    id: fc.constantFrom(...IDS),
    validFrom: fc.constantFrom(...DAYS),
    validUntil: fc.option(fc.constantFrom(...DAYS), { nil: undefined }),
    service: fc.constantFrom(...SERVICES),
    role: fc.constantFrom(...ROLES),
    region: fc.constantFrom(...REGIONS) as fc.Arbitrary<RegionId>,
    significantDigits: fc.constantFrom(undefined, 0, 2, 3, 5, 9, 12),
    authority: fc.constantFrom('a', 'b').map(authority),
    disclosure: fc.constantFrom(undefined, [], ['core'], ['core', 'tax']),
  })
  .map(({ validUntil, significantDigits, disclosure, ...rest }) => ({
    kind: 'responsibility',
    ...rest,
    ...(validUntil === undefined ? {} : { validUntil }),
    ...(significantDigits === undefined ? {} : { significantDigits: significantDigits as 2 }),
    ...(disclosure === undefined ? {} : { disclosure }),
  }));

/** An id may change what it is, although no check would let it. */
const service: fc.Arbitrary<RegistryEntry> = fc.constantFrom(...IDS).map((id) => ({
  kind: 'service',
  id,
  validFrom: '2025-01-01',
  service: SERVICES[0] as ServiceId,
  names: { de: 'Leistung' },
  roles: ROLES,
}));

const changes = fc.array(
  fc
    .tuple(
      fc.array(fc.oneof({ weight: 8, arbitrary: responsibility }, { weight: 1, arbitrary: service }), { maxLength: 8 }),
      fc.array(fc.record({ id: fc.constantFrom(...IDS, 'nobody'), validUntil: fc.constantFrom(...DAYS) }), {
        maxLength: 2,
      }),
    )
    .map(([puts, closes]) => change(puts, closes)),
  { minLength: 1, maxLength: 8 },
);

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
      fc.property(changes, asked, (all, { edition, day }) => {
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
      { numRuns: 150 },
    );
  });

  test('are the same entries, since the same editions, under the same keys', () => {
    fc.assert(
      fc.property(changes, asked, (all, { edition }) => {
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
      { numRuns: 300 },
    );
  });

  test('stay the same when there are more of them than a chunk holds', () => {
    const count = 40_000;
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
    directory.apply(change([], [{ id: id(30_001), validUntil: '2026-06-01' }]), 2, new Date(1));
    expect([...directory.entries(1)]).toEqual(puts);
    for (const n of [0, 16_383, 16_384, 30_001, count - 1]) {
      const closed = n === 30_001 ? { validUntil: '2026-06-01' } : {};
      expect(directory.entry(id(n))).toEqual({ ...puts[n], ...closed });
      expect(directory.editionOfEntry(id(n))).toBe(n === 30_001 ? 2 : 1);
      const { service: offered, role } = puts[n] as ResponsibilityEntry;
      const found = directory.responsibilities.find(offered, role, region(n), { day: '2026-03-01' });
      expect(found).toContainEqual({ ...puts[n], ...closed });
    }
  });
});
