/** Random changes for the tests of what keeps them. */
import fc from 'fast-check';
import type { RegionId, ServiceId } from '../../identifiers.ts';
import type { RegistryEntry } from '../change/changes.ts';
import { authority, change } from './directories.ts';

export const SERVICES = ['leika:99000000000001', 'urn:x'] as ServiceId[];
export const ROLES = ['responsible', 'tax-office'];
export const DAYS = ['2025-01-01', '2025-07-01', '2026-01-01', '2027-01-01'];
const KEYS = ['990101000017', '990101000018', '990101001017', '990102000017', '000000000000', '000000000001'];
/** Whole keys, keys of every scheme, and texts that no border would let through: the storage must not mind. */
export const REGIONS = [
  ...KEYS.map((key) => `ars:${key}`),
  'nl-gemeente:0014',
  'area:Bezirk-Ö',
  'ars:99',
  'ars:9901x1000017',
];
/** Ids that are corrected again and again, of one octet a character and of two. */
export const IDS = ['a', 'b', 'c', 'ä-1', 'ß', 'Ωmega', 'Ω', 'x'.repeat(200)];

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

/** A few changes of few entries that are corrected and closed again and again. */
export const randomChanges = fc.array(
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
