import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RegionId } from '../identifiers.ts';
import type { CertificateEntry, EndpointEntry, MandateEntry } from './change/changes.ts';
import { cover, holdsOn, type Period } from './day.ts';
import {
  authorityName,
  endpointFor,
  environmentOf,
  holderOfCertificate,
  mayHandIn,
  maySign,
  regionsOf,
  signerOf,
  signersOf,
} from './parties.ts';
import {
  anAuthority,
  authority,
  baseEntries,
  CERTIFICATE_DER,
  change,
  directoryOf,
  fingerprintOf,
} from './testing/directories.ts';

const AT = new Date('2026-03-02T10:00:00Z');
const DER = Buffer.from(CERTIFICATE_DER, 'base64');

const certificate = (rest: Partial<CertificateEntry>): CertificateEntry => ({
  kind: 'certificate',
  id: 'certificate',
  validFrom: '2026-01-01',
  validUntil: '2027-01-01',
  authority: authority('tax'),
  purpose: 'signing',
  fingerprint: fingerprintOf(DER),
  der: CERTIFICATE_DER,
  ...rest,
});

const mandate: MandateEntry = {
  kind: 'mandate',
  id: 'mandate',
  validFrom: '2026-01-01',
  provider: authority('provider'),
  author: authority('town'),
  handIn: true,
  signs: ['gewerbeanzeige'],
};

describe('certificates', () => {
  const dir = directoryOf(...baseEntries(), certificate({}));

  test('belong to their holder for their purpose, on their days', () => {
    const holder = (purpose: CertificateEntry['purpose'], at: Date) =>
      holderOfCertificate(dir, fingerprintOf(DER), purpose, at);
    expect(holder('signing', AT)).toBe(authority('tax'));
    expect(holder('tls', AT)).toBeUndefined();
    expect(holder('signing', new Date('2027-03-01T00:00:00Z'))).toBeUndefined();
  });

  test('of signers are known with their days, also when those are over, until they are put as something else', () => {
    const signer = { authority: authority('tax'), fingerprint: fingerprintOf(DER), validFrom: '2026-01-01' };
    expect(signersOf(dir)).toEqual([{ ...signer, der: DER, validUntil: '2027-01-01' }]);
    expect(signerOf(dir, fingerprintOf(DER), new Date('2030-01-01T00:00:00Z'))).toMatchObject(signer);
    const later = directoryOf(...baseEntries(), certificate({}));
    later.apply(change([certificate({ purpose: 'tls' })]), 2, AT);
    expect(signersOf(later)).toEqual([]);
    expect(signerOf(later, fingerprintOf(DER), AT)).toBeUndefined();
  });
});

describe('authorities', () => {
  const dir = directoryOf(...baseEntries(), ...anAuthority('provider', 'provider'), mandate);

  test('may act for another only by a mandate in force, and sign only the types it names', () => {
    const [town, provider, tax] = ['town', 'provider', 'tax'].map(authority);
    if (town === undefined || provider === undefined || tax === undefined) throw new Error('names');
    expect(mayHandIn(dir, town, town, AT)).toBe(true);
    expect(mayHandIn(dir, provider, town, AT)).toBe(true);
    expect(mayHandIn(dir, tax, town, AT)).toBe(false);
    expect(mayHandIn(dir, town, provider, AT)).toBe(false);
    expect(mayHandIn(dir, provider, town, new Date('2025-06-01T00:00:00Z'))).toBe(false);
    expect(maySign(dir, provider, town, 'gewerbeanzeige', AT)).toBe(true);
    expect(maySign(dir, provider, town, 'meldebescheinigung', AT)).toBe(false);
  });

  test('keep their name in every language after they ended, but no environment', () => {
    const ended = directoryOf(...baseEntries());
    ended.apply(change([], [{ id: 'authority-tax', validUntil: '2026-01-01' }]), 2, AT);
    expect(authorityName(ended, authority('tax'), 'en', AT)).toBe('Office tax');
    expect(authorityName(ended, authority('tax'), 'nl', AT)).toBe('Amt tax');
    expect(environmentOf(ended, authority('tax'), AT)).toBeUndefined();
    expect(environmentOf(ended, authority('town'), AT)).toBe('test');
  });

  test('are asked for the areas they are responsible for', () => {
    expect(regionsOf(dir, authority('tax'), { day: '2026-03-02' })).toEqual(['ars:990100000000' as RegionId]);
  });
});

describe('endpoints', () => {
  test('are chosen by environment, version and day; of several that fit, the one that began last', () => {
    const [endpoint] = anAuthority('tax', 'tax-office').filter(
      (entry): entry is EndpointEntry => entry.kind === 'endpoint',
    );
    if (endpoint === undefined) throw new Error('no endpoint');
    const dir = directoryOf(
      { ...endpoint, id: 'old' },
      { ...endpoint, id: 'new', validFrom: '2026-01-01' },
      { ...endpoint, id: 'coming', takes: [{ code: 'gewerbeanzeige', version: '2.0', from: '2026-05-01' }] },
      { ...endpoint, id: 'real', environment: 'production' },
    );
    const chosen = (version: string, testMessage: boolean, at = AT) =>
      endpointFor(dir, authority('tax'), { messageType: { code: 'gewerbeanzeige', version }, testMessage, at })?.id;
    expect(chosen('1.0', true)).toBe('new');
    expect(chosen('1.0', false)).toBe('real');
    expect(chosen('2.0', true)).toBeUndefined();
    expect(chosen('2.0', true, new Date('2026-05-01T10:00:00Z'))).toBe('coming');
  });
});

test('periods cover another exactly if one of them holds on each of its days', () => {
  const days = Array.from({ length: 9 }, (_, n) => `2026-01-0${n + 1}`);
  const period: fc.Arbitrary<Period> = fc
    .tuple(fc.constantFrom(...days.slice(0, -1)), fc.option(fc.constantFrom(...days)))
    .map(([validFrom, validUntil]) => ({ validFrom, ...(validUntil === null ? {} : { validUntil }) }));
  fc.assert(
    fc.property(fc.array(period, { maxLength: 5 }), period, (periods, wanted) => {
      const everyDay = [...days, '9999-12-31']
        .filter((day) => holdsOn(wanted, day))
        .every((day) => periods.some((each) => holdsOn(each, day)));
      expect(cover(periods, wanted)).toBe(everyDay);
    }),
    { numRuns: 500 },
  );
});
