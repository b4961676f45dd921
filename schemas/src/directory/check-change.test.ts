import { describe, expect, test } from '@jest/globals';
import type { AuthorityId, RegionId, ServiceId } from '../identifiers.ts';
import type { CertificateEntry, EndpointEntry, RegistryChange, RegistryEntry } from './changes.ts';
import { checkChange } from './check-change.ts';
import { changeReader } from './read-change.ts';
import {
  anAuthority,
  authority,
  baseEntries,
  CERTIFICATE_DER,
  change,
  directoryOf,
  fingerprintOf,
  OTHER_TOWN,
  responsible,
} from './testing/directories.ts';

const dir = directoryOf(...baseEntries());
const textsOf = (checked: RegistryChange) => checkChange(dir, checked).map(({ text }) => text);
const DER = Buffer.from(CERTIFICATE_DER, 'base64');

const certificate = (rest: Partial<CertificateEntry> = {}): CertificateEntry => ({
  kind: 'certificate',
  id: 'certificate-tax',
  validFrom: '2026-01-01',
  authority: authority('tax'),
  purpose: 'tls',
  fingerprint: fingerprintOf(DER),
  der: CERTIFICATE_DER,
  ...rest,
});

const pushed = (rest: Partial<EndpointEntry> = {}): EndpointEntry => ({
  kind: 'endpoint',
  id: 'endpoint-tax',
  validFrom: '2026-01-01',
  authority: authority('tax'),
  environment: 'test',
  channel: { type: 'push', url: 'https://localhost/in', tlsFingerprint: fingerprintOf(DER) },
  takes: [],
  ...rest,
});

describe('checking a registry change against the directory', () => {
  test('finds nothing against a first change that is complete in itself', () => {
    expect(checkChange(directoryOf(), change([...baseEntries(), certificate(), pushed({ id: 'push-tax' })]))).toEqual(
      [],
    );
  });

  const refused: readonly [string, RegExp[], RegistryEntry[], RegistryChange['closes']][] = [
    [
      'an entry twice',
      [/occurs more than once/],
      anAuthority('x', 'c').flatMap((e) => (e.kind === 'authority' ? [e, e] : [])),
      [],
    ],
    [
      'another kind under a known id',
      [/is of kind service/, /role "tax-office"/, /role "chamber"/],
      [certificate({ id: 'service' })],
      [],
    ],
    ['closing what is not there', [/no entry nothing/], [], [{ id: 'nothing', validUntil: '2027-01-01' }]],
    ['an end before the beginning', [/before it begins/], [certificate({ validUntil: '2026-01-01' })], []],
    ['a close before the beginning', [/before it begins/], [], [{ id: 'permission', validUntil: '2019-12-31' }]],
    ['an unknown authority', [/authority dvdv:xga:nobody/], [responsible('responsible', 'nobody')], []],
    ['an authority that comes later', [/authority dvdv:xga:tax/], [certificate({ validFrom: '2019-01-01' })], []],
    [
      'an unknown service',
      [/service leika:99/],
      [responsible('responsible', 'tax', { service: 'leika:99000000000009' as ServiceId })],
      [],
    ],
    ['an undeclared role', [/role "archive"/], [responsible('archive', 'tax')], []],
    [
      'a region that is not in the table',
      [/table of regions/],
      [responsible('responsible', 'tax', { region: OTHER_TOWN })],
      [],
    ],
    ['digits that do not count', [/only 5 digits/], [responsible('responsible', 'tax', { significantDigits: 5 })], []],
    [
      'digits of another scheme',
      [/only for regions by ARS/],
      [responsible('responsible', 'tax', { region: 'nl-gemeente:0014' as RegionId, significantDigits: 5 })],
      [],
    ],
    [
      'two responsible on the same day, in the change or with what is there',
      [/responsible-town overlaps responsible-tax/, /chamber-town overlaps chamber-chamber/],
      [
        responsible('responsible', 'tax'),
        responsible('responsible', 'town', { validFrom: '2026-01-01' }),
        responsible('chamber', 'town', { significantDigits: 2, region: 'ars:990000000000' as RegionId }),
      ],
      [],
    ],
    [
      'a second entry of one authority',
      [/same thing on the same days as authority-tax/],
      [{ ...anAuthority('tax', 'tax-office')[0], id: 'again' } as RegistryEntry],
      [],
    ],
    [
      'a fingerprint of another certificate',
      [/fingerprint of entry/],
      [certificate({ fingerprint: fingerprintOf(Buffer.from('x')) })],
      [],
    ],
    [
      'no certificate',
      [/no readable X.509/],
      [certificate({ der: 'AAAA', fingerprint: fingerprintOf(Buffer.from('AAAA', 'base64')) })],
      [],
    ],
    [
      'a certificate with two holders',
      [/already belongs to dvdv:xga:town/, /already belongs to dvdv:xga:tax/],
      [certificate(), certificate({ id: 'certificate-town', authority: authority('town') })],
      [],
    ],
    ['a push endpoint without certificate', [/no TLS certificate/], [pushed()], []],
    [
      'closing an authority that others refer to',
      [/authority dvdv:xga:tax/, /authority dvdv:xga:tax/],
      [],
      [{ id: 'authority-tax', validUntil: '2026-07-01' }],
    ],
    [
      'taking a role from a service that somebody has',
      [/role "chamber"/],
      baseEntries().flatMap((each) =>
        each.kind === 'service' ? [{ ...each, roles: ['responsible', 'tax-office'] }] : [],
      ),
      [],
    ],
  ];
  test.each(refused)('refuses %s', (_, texts, puts, closes) => {
    expect(textsOf(change(puts, closes))).toEqual(texts.map((text) => expect.stringMatching(text)));
  });

  test('lets one authority follow another in the same area when the first is closed in the same change', () => {
    const succession = change(
      [
        responsible('chamber', 'town', {
          validFrom: '2027-01-01',
          significantDigits: 2,
          region: 'ars:990000000000' as RegionId,
        }),
      ],
      [{ id: 'chamber-chamber', validUntil: '2027-01-01' }],
    );
    expect(textsOf(succession)).toEqual([]);
  });

  test('lets an authority be closed together with all that refers to it', () => {
    const closes = ['authority-tax', 'endpoint-tax', 'tax-office-tax'].map((id) => ({ id, validUntil: '2026-07-01' }));
    expect(textsOf(change([], closes))).toEqual([]);
  });
});

describe('reading a registry change', () => {
  const read = changeReader();
  const octets = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

  test('takes one of every kind', () => {
    const complete = change([...baseEntries(), certificate(), pushed({ id: 'push-tax' })]);
    expect(read(octets(complete))).toEqual({ ok: true, change: complete });
  });

  test('reports every place that is wrong and what belongs there', () => {
    const wrong = {
      ...change([
        {
          ...responsible('responsible', 'tax', { region: 'ars:9901' as RegionId, validFrom: '2026-02-30' }),
          colour: 'red',
        },
        { ...certificate({ authority: 'oin:123' as AuthorityId }), fingerprint: undefined },
        { ...pushed(), channel: { type: 'push', url: 'http://localhost/', tlsFingerprint: fingerprintOf(DER) } },
        { kind: 'rumour' },
      ] as unknown as RegistryEntry[]),
      reason: '',
    };
    const result = read(octets(wrong));
    const found = result.ok ? [] : result.violations.map(({ text, expected }) => `${text} ${expected ?? ''}`);
    expect(found.toSorted()).toEqual([
      expect.stringMatching(/^\/puts\/0\/region: the value "ars:9901".*12 digits/),
      expect.stringMatching(/^\/puts\/0\/validFrom: the value "2026-02-30".*YYYY-MM-DD/),
      expect.stringMatching(/^\/puts\/0: "colour" has no place here/),
      expect.stringMatching(/^\/puts\/1\/authority: the value "oin:123".*oin: 20 digits/),
      expect.stringMatching(/^\/puts\/1: "fingerprint" is missing/),
      expect.stringMatching(/^\/puts\/2\/channel\/url: the value "http:\/\/localhost\/".*https/),
      expect.stringMatching(/^\/puts\/3: the value .*rumour/),
      expect.stringMatching(/^\/reason: the value ""/),
    ]);
  });

  test('refuses what is not JSON in UTF-8', () => {
    const latin1 = Buffer.from('{"id":"ü"}', 'latin1');
    expect(read(latin1)).toMatchObject({ ok: false, violations: [{ code: 'registry-change-invalid' }] });
  });
});
