import { describe, expect, test } from '@jest/globals';
import type { AuthorityId, RegionId, ServiceId } from '../../identifiers.ts';
import type {
  AuthorityEntry,
  CategoryEntry,
  CertificateEntry,
  EndpointEntry,
  RegionEntry,
  RegistryChange,
  RegistryEntry,
  ResponsibilityEntry,
  SuccessionEntry,
} from '../change/changes.ts';
import { changeReader } from '../change/read-change.ts';
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
  TOWN,
} from '../testing/directories.ts';
import { checkChange } from './check-change.ts';

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
    expect(textsOf(change([], closes, { confirms: ['gap'] }))).toEqual([]);
  });

  test('takes two certificates of one purpose at the same time, and keeps an endpoint from losing its last one', () => {
    const known = directoryOf(...baseEntries(), certificate(), pushed({ id: 'push-tax' }));
    const second = Buffer.concat([DER, Buffer.from([0])]);
    const renewal = certificate({ id: 'renewal', fingerprint: fingerprintOf(second), der: second.toString('base64') });
    const closing = [{ id: 'certificate-tax', validUntil: '2026-06-01' }];
    const against = (checked: RegistryChange) =>
      checkChange(known, checked)
        .map(({ text }) => text)
        .filter((text) => !text.includes('X.509'));
    expect(against(change([renewal]))).toEqual([]);
    expect(against(change([renewal], closing))).toEqual([]);
    expect(against(change([], closing))).toEqual([expect.stringMatching(/endpoint push-tax has no TLS certificate/)]);
  });
});

describe('keys, chains and categories of a registry change', () => {
  const authorityEntry = (name: string, rest: Partial<AuthorityEntry> = {}): AuthorityEntry => ({
    kind: 'authority',
    id: `authority-${name}`,
    validFrom: '2020-01-01',
    authority: authority(name),
    names: { de: name },
    category: 'chamber',
    environment: 'test',
    ...rest,
  });
  const succession = (predecessor: string, successor: string, validFrom = '2027-01-01'): SuccessionEntry => ({
    kind: 'succession',
    id: `${predecessor}-to-${successor}`,
    validFrom,
    predecessor: authority(predecessor),
    successor: authority(successor),
  });
  const category = (path: string, keyPrefix?: string): CategoryEntry => ({
    kind: 'category',
    id: `category-${path}`,
    validFrom: '2020-01-01',
    category: path,
    names: { de: path },
    ...(keyPrefix === undefined ? {} : { keyPrefix }),
  });
  const town = (region: RegionId, ags: string): RegistryEntry => ({
    kind: 'region',
    id: `region-${region}`,
    validFrom: '2020-01-01',
    region,
    names: { de: 'Ort' },
    level: 'municipality',
    ags,
  });
  const OIN = 'oin:00000099000000000001' as AuthorityId;

  const refused: readonly [string, RegExp[], RegistryEntry[]][] = [
    [
      'an identifier that two authorities would have',
      [/oin:00000099000000000001 of entry authority-b is already that of authority-a/],
      [authorityEntry('a', { otherIds: [OIN] }), authorityEntry('b', { otherIds: [OIN] })],
    ],
    [
      'the identifier of one authority as another one of a second',
      [/dvdv:xga:tax of entry authority-a is already that of authority-tax/],
      [authorityEntry('a', { otherIds: [authority('tax')] })],
    ],
    [
      'an AGS that two regions would have',
      [/AGS 99010018 of entry .*19 already stands with .*18/],
      [town(OTHER_TOWN, '99010018'), town('ars:990101000019' as RegionId, '99010018')],
    ],
    [
      'a circle of successors',
      [/circle: dvdv:xga:tax → dvdv:xga:town → dvdv:xga:tax/, /circle: dvdv:xga:town → dvdv:xga:tax → dvdv:xga:town/],
      [succession('tax', 'town'), succession('town', 'tax', '2028-01-01')],
    ],
    ['a successor that is not there', [/authority dvdv:xga:nobody/], [succession('tax', 'nobody')]],
    [
      'two successors of one authority at a time',
      [/by tax-to-town, dvdv:xga:tax already has a successor/],
      [succession('tax', 'town'), succession('tax', 'chamber')],
    ],
    [
      'a department of itself',
      [/department of itself: dvdv:xga:a → dvdv:xga:b → dvdv:xga:a/, /dvdv:xga:b → dvdv:xga:a → dvdv:xga:b/],
      [authorityEntry('a', { partOf: authority('b') }), authorityEntry('b', { partOf: authority('a') })],
    ],
    [
      'a category without the one above it',
      [/category county that/],
      [
        ...['chamber', 'municipality', 'municipality/trade-office', 'county/trade-office', 'tax-office'].map((path) =>
          category(path),
        ),
      ],
    ],
    [
      'the first categories while authorities and permissions have others',
      [
        /category municipality\/trade-office/,
        /category county\/trade-office/,
        /category tax-office that entry authority-tax/,
        /category municipality that/,
        /category tax-office that entry permission/,
        /category municipality that entry permission-chamber/,
      ],
      [category('chamber')],
    ],
    [
      'a maintenance window that ends before it begins',
      [/ends \(2026-01-01T10:00:00Z\) before/, /ends \(22:00\) before/],
      [
        {
          ...pushed({ id: 'x', channel: { type: 'mailbox' } }),
          maintenance: [
            { from: '2026-01-01T10:00:00+00:00', until: '2026-01-01T10:00:00Z' },
            { weekday: 1, fromTime: '22:00', untilTime: '22:00' },
            { weekday: 1, fromTime: '22:00', untilTime: '04:00' },
          ],
        },
      ],
    ],
  ];
  test.each(refused)('refuses %s', (_, texts, puts) => {
    expect(textsOf(change(puts))).toEqual(texts.map((text) => expect.stringMatching(text)));
  });

  test('lets one authority succeed another from the day on which that one was succeeded itself', () => {
    const there = { ...succession('tax', 'town'), validUntil: '2028-01-01' };
    expect(textsOf(change([there, succession('town', 'tax', '2028-01-01')]))).toEqual([]);
  });

  test('warns of a prefix that no category has, once any has one, until that is confirmed', () => {
    const tree = [
      'municipality',
      'municipality/trade-office',
      'county',
      'county/trade-office',
      'tax-office',
      'chamber',
    ];
    const known = directoryOf(...baseEntries(), ...tree.map((path) => category(path)));
    const chamber = authorityEntry('new', { authority: 'dvdv:hwk:1' as AuthorityId });
    expect(checkChange(known, change([chamber]))).toEqual([]);
    const withPrefix = [{ ...category('chamber'), keyPrefix: 'töj' }, chamber];
    expect(checkChange(known, change(withPrefix))).toMatchObject([{ expected: '"confirms": ["prefix"]' }]);
    expect(checkChange(known, change(withPrefix, [], { confirms: ['prefix'] }))).toEqual([]);
  });
});

describe('areas and gaps of a registry change', () => {
  const area = (name: string, members: readonly RegionId[], rest: Partial<RegionEntry> = {}): RegionEntry => ({
    kind: 'region',
    id: `area-${name}`,
    validFrom: '2020-01-01',
    region: `area:${name}` as RegionId,
    names: { de: name },
    level: 'area',
    members,
    ...rest,
  });
  const inArea = (name: string, holder: string, rest: Partial<ResponsibilityEntry> = {}) =>
    responsible('responsible', holder, { id: `${holder}-in-${name}`, region: `area:${name}` as RegionId, ...rest });
  const COUNTY = 'ars:990100000000' as RegionId;
  const county: RegionEntry = { ...area('x', []), id: 'county', region: COUNTY, level: 'county' };
  const districts = directoryOf(
    ...baseEntries(),
    county,
    area('north', [TOWN, 'nl-gemeente:9901' as RegionId]),
    area('south', [COUNTY]),
    inArea('north', 'town'),
  );
  const against = (puts: readonly RegistryEntry[], closes: RegistryChange['closes'] = [], today = '2026-03-02') =>
    checkChange(districts, change(puts, closes), { today }).map(({ text }) => text);

  test('two areas give no region to two authorities in one role on the same days, at the same level', () => {
    const overlap = [expect.stringMatching(/tax-in-east and town-in-north give nl-gemeente:9901/)];
    const east = area('east', ['nl-gemeente:9901' as RegionId]);
    expect(against([east, inArea('east', 'tax')])).toEqual(overlap);
    expect(against([east, inArea('east', 'tax', { validUntil: '2020-01-01' })])).not.toEqual(overlap);
    expect(against([east, inArea('east', 'town')])).toEqual([]);
    expect(against([inArea('south', 'tax')])).toEqual([]);
    expect(against([inArea('south', 'tax'), area('south', [COUNTY, TOWN])])).toEqual([
      expect.stringMatching(/tax-in-south and town-in-north give ars:990101000017/),
    ]);
  });

  test('members are regions of the table', () => {
    expect(against([area('west', [OTHER_TOWN, 'area:north' as RegionId])])).toEqual([
      expect.stringMatching(/members\/0: the region ars:990101000018 is not in the table/),
      expect.stringMatching(/members\/1: area:north is an area itself/),
    ]);
    expect(against([{ ...county, members: [TOWN] }])).toEqual([expect.stringMatching(/is no area/)]);
  });

  test('a gap is told with its region and first day, unless it lies in the past or is confirmed', () => {
    const closes = [{ id: 'tax-office-tax', validUntil: '2026-07-01' }];
    const gap = [expect.stringMatching(/from 2026-07-01 on nobody .* in ars:990101000017 in the role "tax-office"/)];
    expect(against([], closes)).toEqual(gap);
    expect(against([], [{ id: 'tax-office-tax', validUntil: '2026-01-01' }])).toEqual([
      expect.stringMatching(/from 2026-03-02 on/),
    ]);
    const ended = responsible('responsible', 'county', {
      region: COUNTY,
      significantDigits: 5,
      validUntil: '2025-01-01',
    });
    const known = directoryOf(...baseEntries(), ended);
    const shorter = change([], [{ id: ended.id, validUntil: '2024-01-01' }]);
    expect(checkChange(known, shorter, { today: '2026-03-02' })).toEqual([]);
    expect(checkChange(known, shorter)).toHaveLength(1);
    expect(checkChange(districts, change([], closes, { confirms: ['gap'] }))).toEqual([]);
    expect(checkChange(districts, change([], closes), { language: 'de' })).toMatchObject([
      { expected: '"confirms": ["gap"]', remedy: expect.stringContaining('bestätigen') },
    ]);
  });

  test('no gap is where a wider or narrower entry, an area or the end of the service or region covers the days', () => {
    const closes = [{ id: 'tax-office-tax', validUntil: '2026-07-01' }];
    const from = { validFrom: '2026-07-01' };
    const state = { region: 'ars:990000000000' as RegionId, significantDigits: 2 } as const;
    expect(against([responsible('tax-office', 'county', { ...from, ...state })], closes)).toEqual([]);
    expect(against([responsible('tax-office', 'county', from)], closes)).toEqual([]);
    expect(against([inArea('south', 'county', { role: 'tax-office' })], closes)).toEqual([]);
    expect(against([inArea('south', 'county', { role: 'tax-office', validFrom: '2026-08-01' })], closes)).toHaveLength(
      1,
    );
    expect(against([], [...closes, { id: 'region', validUntil: '2026-07-01' }])).toEqual([]);
  });

  test('a region does not end while somebody is responsible for it, unless that ends with it', () => {
    const row: RegionEntry = { ...area('x', []), id: 'row', region: OTHER_TOWN, level: 'municipality' };
    const kept = directoryOf(
      ...baseEntries(),
      row,
      responsible('responsible', 'tax', { id: 'there', region: OTHER_TOWN }),
    );
    const end = (id: string) => ({ id, validUntil: '2027-01-01' });
    const textsAgainst = (checked: RegistryChange) => checkChange(kept, checked).map(({ text }) => text);
    expect(textsAgainst(change([], [end('row')]))).toEqual([
      expect.stringMatching(/ars:990101000018, which ends, somebody is still responsible by entry there/),
    ]);
    expect(textsAgainst(change([], [end('row'), end('there')]))).toEqual([]);
    expect(
      textsAgainst(change([{ ...row, id: 'renamed', validFrom: '2027-01-01', names: { de: 'Neu' } }], [end('row')])),
    ).toEqual([]);
  });

  test('a region that leaves an area is a gap there', () => {
    expect(against([area('north', [TOWN])])).toEqual([expect.stringMatching(/in nl-gemeente:9901/)]);
    expect(against([], [{ id: 'area-north', validUntil: '2027-01-01' }])).toHaveLength(2);
    expect(against([area('north', [TOWN, 'nl-gemeente:9901' as RegionId], { names: { de: 'Neu' } })])).toEqual([]);
  });
});

describe('reading a registry change', () => {
  const read = changeReader();
  const octets = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

  test('takes one of every kind', () => {
    const complete = change([...baseEntries(), certificate(), pushed({ id: 'push-tax' })]);
    expect(read(octets(complete))).toEqual({ ok: true, change: complete });
  });

  test('takes no name with what steers terminals, and says which channels there are', () => {
    const [first, ...others] = baseEntries();
    const named = (de: string) => read(octets(change([{ ...first, names: { de } } as RegistryEntry, ...others])));
    expect(named('Nord – Süd').ok).toBe(true);
    for (const de of ['Nord\u001b[2J', 'Nord\u202eSüd', 'Nord\u009b2J'])
      expect(named(de)).toMatchObject({
        ok: false,
        violations: [
          { text: expect.stringContaining('/names/de'), expected: expect.stringContaining('without control') },
        ],
      });
    const channelled = (channel: object) =>
      read(octets(change([{ ...pushed(), channel } as unknown as RegistryEntry])));
    expect(channelled({ type: 'malbox' })).toMatchObject({
      violations: [{ text: expect.stringContaining('channel/type'), expected: 'push | mailbox' }],
    });
    const pushedTo = (url: string) => channelled({ type: 'push', url, tlsFingerprint: fingerprintOf(DER) }).ok;
    expect([
      pushedTo('https://a.example/x'),
      pushedTo(' https://a.example/x'),
      pushedTo('https://a.example/\n'),
    ]).toEqual([true, false, false]);
    expect(channelled({})).toMatchObject({ violations: [{ text: expect.stringContaining('"type" is missing') }] });
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
      expect.stringMatching(/^\/puts\/3\/kind: the value "rumour".*authority \| category/),
      expect.stringMatching(/^\/reason: the value ""/),
    ]);
  });

  test('refuses what is not JSON in UTF-8', () => {
    const latin1 = Buffer.from('{"id":"ü"}', 'latin1');
    expect(read(latin1)).toMatchObject({ ok: false, violations: [{ code: 'registry-change-invalid' }] });
  });
});
