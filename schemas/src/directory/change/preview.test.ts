import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AuthorityId, RegionId, ServiceId } from '../../identifiers.ts';
import { Directory } from '../directory.ts';
import type { When } from '../fold/version.ts';
import { findResponsible } from '../route/responsible.ts';
import { standingFor } from '../route/successors.ts';
import {
  anAuthority,
  authority,
  baseEntries,
  change,
  directoryOf,
  responsible,
  SERVICE,
  TOWN,
} from '../testing/directories.ts';
import type { RegistryChange, RegistryEntry } from './changes.ts';
import { type Preview, previewChange, previewDays, readersConcerned } from './preview.ts';

const DAYS = ['2025-01-01', '2026-01-01', '2027-01-01', '2028-01-01'];
const TOWNS = ['990101000017', '990101000018', '990102000017', '980101000017'].map((key) => `ars:${key}` as RegionId);
const ROLES = ['responsible', 'tax-office'];
const [NOW, THEN] = ['2026-06-01', '2027-06-01'];

const period = fc.record({
  validFrom: fc.constantFrom(...DAYS),
  validUntil: fc.option(fc.constantFrom(...DAYS), { nil: undefined }),
});
const anEntry: fc.Arbitrary<RegistryEntry> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        period,
        fc.nat(9),
        fc.constantFrom(...TOWNS),
        fc.constantFrom(0, 2, 5, 12),
        fc.constantFrom(...ROLES),
        fc.constantFrom('a', 'b', 'c'),
      )
      .map(([{ validFrom, validUntil }, id, region, digits, role, holder]) =>
        responsible(role, holder, {
          id: `r${id}`,
          validFrom,
          ...(validUntil === undefined ? {} : { validUntil }),
          region: region.slice(0, 4 + digits).padEnd(16, '0') as RegionId,
          significantDigits: digits as 2,
        }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...DAYS), fc.nat(2), fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 2, maxLength: 2 }))
      .map(
        ([validFrom, id, [from = '', to = '']]): RegistryEntry => ({
          kind: 'succession',
          id: `s${id}`,
          validFrom,
          predecessor: authority(from),
          successor: authority(to),
        }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...DAYS), fc.subarray([...TOWNS])).map(
      ([validFrom, members]): RegistryEntry => ({
        kind: 'region',
        id: `area${validFrom}`,
        validFrom,
        region: 'area:district' as RegionId,
        names: { de: 'Bezirk' },
        level: 'area',
        members,
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...ROLES)
      .map((role) => responsible(role, 'c', { id: `in-area-${role}`, region: 'area:district' as RegionId })),
  },
);
const aChange: fc.Arbitrary<RegistryChange> = fc
  .tuple(
    fc.array(anEntry, { maxLength: 6 }),
    fc.array(fc.record({ id: fc.nat(9).map((n) => `r${n}`), validUntil: fc.constantFrom(...DAYS) }), { maxLength: 2 }),
  )
  .map(([puts, closes]) => change(puts, closes));

const folded = (changes: readonly RegistryChange[]): Directory => {
  const directory = new Directory();
  for (const [n, each] of changes.entries()) directory.apply(each, n + 1, new Date(n));
  return directory;
};
const readers = (dir: Directory, role: string, region: RegionId, when: When): readonly AuthorityId[] =>
  [
    ...new Set(
      findResponsible(dir, SERVICE, role, region, when).map(
        (entry) => standingFor(dir, entry.authority, when).authority,
      ),
    ),
  ].sort();

/** Every town and role routed differently is in an area that is listed, and what is listed of a town is so. */
const expectComplete = (
  { routes }: Preview,
  before: (role: string, town: RegionId) => readonly AuthorityId[],
  after: (role: string, town: RegionId) => readonly AuthorityId[],
) => {
  for (const role of ROLES)
    for (const town of TOWNS) {
      const [was, becomes] = [before(role, town), after(role, town)];
      const covering = routes.filter(
        (row) =>
          row.role === role &&
          (row.region === town ||
            town.slice(0, 4 + row.digits) === row.region.slice(0, 4 + row.digits) ||
            row.region === 'area:district'),
      );
      if (String(was) !== String(becomes)) expect(covering).not.toEqual([]);
      const exactly = covering.filter(({ region, digits }) => region === town && digits === 12);
      for (const row of exactly) expect([row.before, row.after]).toEqual([was, becomes]);
    }
};

describe('previewing', () => {
  test('misses no region that is routed differently on another day', () => {
    fc.assert(
      fc.property(fc.array(aChange, { minLength: 1, maxLength: 4 }), (changes) => {
        const dir = folded(changes);
        expectComplete(
          previewDays(dir, NOW, THEN),
          (role, town) => readers(dir, role, town, { day: NOW }),
          (role, town) => readers(dir, role, town, { day: THEN }),
        );
      }),
    );
  });

  test('misses no region that a change routes differently on a day', () => {
    fc.assert(
      fc.property(fc.array(aChange, { maxLength: 4 }), aChange, (changes, next) => {
        const [without, with_] = [folded(changes), folded([...changes, next])];
        expectComplete(
          previewChange(folded(changes), next, { today: NOW, on: THEN }),
          (role, town) => readers(without, role, town, { day: THEN }),
          (role, town) => readers(with_, role, town, { day: THEN }),
        );
      }),
    );
  });

  test('names the day from which on a change of the future makes a difference, once', () => {
    const dir = directoryOf(...baseEntries(), responsible('responsible', 'town'));
    const next = change(
      [responsible('responsible', 'county', { id: 'next', validFrom: '2027-01-01' })],
      [{ id: 'responsible-town', validUntil: '2027-01-01' }],
    );
    const preview = previewChange(dir, next, { today: NOW });
    expect(preview.routes).toEqual([
      {
        service: SERVICE,
        role: 'responsible',
        region: TOWN,
        digits: 12,
        on: '2027-01-01',
        before: [authority('town')],
        after: [authority('county')],
      },
    ]);
    expect(readersConcerned(preview)).toEqual([authority('town')]);
  });

  test('shows that only another way of reaching an authority changes nothing of who is responsible', () => {
    const dir = directoryOf(...baseEntries(), responsible('responsible', 'town'));
    const [, endpoint] = anAuthority('tax', 'tax-office');
    const preview = previewChange(dir, change([], [{ id: endpoint?.id ?? '', validUntil: NOW }]), { today: NOW });
    expect(preview.routes).toEqual([]);
    expect(
      preview.readers.map(({ authority: who, before, after }) => [who, before.endpoints, after.endpoints]),
    ).toEqual([[authority('tax'), ['mailbox'], []]]);
    expect(readersConcerned(preview)).toEqual([authority('tax')]);
  });

  test('shows a service that ends', () => {
    const dir = directoryOf(...baseEntries());
    const preview = previewChange(dir, change([], [{ id: 'service', validUntil: THEN }]), { today: NOW });
    expect(preview.services).toEqual([
      { service: SERVICE as ServiceId, on: THEN, before: ['responsible', 'tax-office', 'chamber'] },
    ]);
  });
});
