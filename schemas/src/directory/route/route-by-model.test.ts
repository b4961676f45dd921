/** Other identifiers, AGS, successors, the day that decides, clearing, legal bases and activations, as a message meets them. */
import { describe, expect, test } from '@jest/globals';
import type { AuthorityId, RegionId } from '../../identifiers.ts';
import type { MessageHeader } from '../../message.ts';
import type {
  ActivationEntry,
  AuthorityEntry,
  PermissionEntry,
  RegistryEntry,
  ServiceEntry,
} from '../change/changes.ts';
import {
  anAuthority,
  authority,
  baseEntries,
  change,
  directoryOf,
  notice,
  responsible,
  SERVICE,
} from '../testing/directories.ts';
import { routeMessage } from './route-message.ts';

const AT = new Date('2026-03-02T10:00:00Z');
const OIN = 'oin:00000099000000000001' as AuthorityId;
const AGS = 'ags:99010017' as RegionId;
const toTax: MessageHeader['distribution'] = [{ to: { role: 'tax-office' }, parts: ['core', 'tax'] }];

const changed = <E extends RegistryEntry>(id: string, rest: Partial<E>, entries = baseEntries()) =>
  entries.map((entry) => (entry.id === id ? ({ ...entry, ...rest } as RegistryEntry) : entry));

const route = (entries: readonly RegistryEntry[], header: Partial<MessageHeader> = {}, at = AT) =>
  routeMessage(directoryOf(...entries), notice({ distribution: toTax, ...header }), at);
const toReader = (reader: AuthorityId): Partial<MessageHeader> => ({
  addressee: { by: 'reader', reader },
  distribution: [],
});
const readers = (routing: ReturnType<typeof route>) =>
  routing.ok ? routing.route.readers : routing.violations.map(({ code, text }) => `${code}: ${text}`);

describe('an authority known by several identifiers', () => {
  const withOin = (id: string) => changed<AuthorityEntry>(id, { otherIds: [OIN] });

  test('is the reader, under the one of its entries', () => {
    expect(readers(route(withOin('authority-tax'), toReader(OIN)))).toMatchObject([
      { authority: authority('tax'), insteadOf: OIN, role: 'reader' },
    ]);
  });

  test('is the author, with the same permissions', () => {
    expect(readers(route(withOin('authority-town'), { author: OIN }))).toMatchObject([{ authority: authority('tax') }]);
  });

  test('gets one delivery when it is named by two of them', () => {
    const distribution = [
      { to: { reader: OIN }, parts: ['core'] },
      { to: { reader: authority('tax') }, parts: ['tax'] },
    ];
    expect(readers(route(withOin('authority-tax'), { distribution }))).toMatchObject([{ parts: ['core', 'tax'] }]);
  });
});

describe('a region by AGS', () => {
  const addressee = { by: 'responsibility', service: SERVICE, region: AGS } as const;

  test('is the region of the table that has it', () => {
    expect(
      readers(route(changed('region', { ags: '99010017' } as Partial<RegistryEntry>), { addressee })),
    ).toMatchObject([{ authority: authority('tax') }]);
  });

  test('without a row in the table is refused, and told what to state instead', () => {
    expect(route(baseEntries(), { addressee })).toMatchObject({
      code: 'region-unknown',
      violations: [{ text: expect.stringContaining(AGS), remedy: expect.stringContaining('ars:') }],
    });
  });
});

describe('an authority that was succeeded', () => {
  const succession = (predecessor: string, successor: string): RegistryEntry => ({
    kind: 'succession',
    id: `${predecessor}-to-${successor}`,
    validFrom: '2026-01-01',
    predecessor: authority(predecessor),
    successor: authority(successor),
  });
  const ended = (id: string) => changed<AuthorityEntry>(id, { validUntil: '2026-01-01' });
  const joint = [...anAuthority('joint', 'tax-office'), ...anAuthority('middle', 'tax-office')];
  const chain = [succession('tax', 'middle'), succession('middle', 'joint'), ...joint];
  const expected = {
    authority: authority('joint'),
    insteadOf: authority('tax'),
    successions: ['tax-to-middle', 'middle-to-joint'],
  };

  test('is reached through its successors, also by its other identifier after its end', () => {
    expect(readers(route([...ended('authority-tax'), ...chain], toReader(authority('tax'))))).toMatchObject([expected]);
    const gone = changed<AuthorityEntry>('authority-tax', { otherIds: [OIN], validUntil: '2026-01-01' });
    expect(readers(route([...gone, ...chain], toReader(OIN)))).toMatchObject([{ ...expected, insteadOf: OIN }]);
  });

  test('is replaced where an entry still names it, which the decision cites', () => {
    expect(readers(route([...baseEntries(), ...chain]))).toMatchObject([{ ...expected, entry: 'tax-office-tax' }]);
  });

  test('was itself before that day', () => {
    const before = new Date('2025-12-31T12:00:00Z');
    const header = { ...toReader(authority('tax')), createdAt: '2025-12-31T12:00:00Z' };
    expect(readers(route([...baseEntries(), ...chain], header, before))).toMatchObject([
      { authority: authority('tax') },
    ]);
  });
});

describe('the day that decides', () => {
  const reform = (responsibilityOn?: 'creation' | 'delivery') => [
    ...changed<ServiceEntry>('service', responsibilityOn === undefined ? {} : { responsibilityOn }),
    ...anAuthority('new-tax', 'tax-office'),
    responsible('tax-office', 'new-tax', { validFrom: '2026-03-01' }),
  ];
  const header = { createdAt: '2026-02-28T23:30:00+01:00' };

  test.each([
    [undefined, 'tax', '2026-02-28'],
    ['creation', 'tax', '2026-02-28'],
    ['delivery', 'new-tax', '2026-03-02'],
  ] as const)('where the service says %s is that of %s', (rule, holder, day) => {
    const routing = route(reform(rule), header);
    expect(readers(routing)).toMatchObject([{ authority: authority(holder) }]);
    expect(routing).toMatchObject({ route: { at: day } });
  });

  test('is today for a message from before the service was there, or from a clock that is ahead', () => {
    for (const createdAt of ['2019-12-31T12:00:00Z', '2026-03-03T09:00:00Z'])
      expect(route(reform(), { createdAt })).toMatchObject({ route: { at: '2026-03-02' } });
  });
});

describe('a role nobody holds', () => {
  const clearing = changed<ServiceEntry>('service', { unresolvable: 'clear' });
  const header = { distribution: [...toTax, { to: { role: 'responsible' }, parts: ['core'] }] };

  test('waits in clearing where the service prescribes it, while the others get theirs', () => {
    const routing = route(clearing, header);
    expect(readers(routing)).toMatchObject([{ authority: authority('tax') }]);
    const [waiting] = routing.ok ? (routing.route.clearing ?? []) : [];
    expect(waiting).toMatchObject({ role: 'responsible', parts: ['core'], reason: 'nobody' });
    expect(waiting?.deliveryId).not.toBe(routing.ok && routing.route.readers[0]?.deliveryId);
    expect(route(clearing, header)).toEqual(routing);
    expect(route(baseEntries(), header)).toMatchObject({ ok: false, code: 'reader-unknown' });
  });

  test('says when somebody will, or that who did has ended', () => {
    const later = [...clearing, responsible('responsible', 'county', { validFrom: '2027-01-01' })];
    expect(route(later, header)).toMatchObject({ route: { clearing: [{ reason: 'later', from: '2027-01-01' }] } });
    const ended = changed<AuthorityEntry>('authority-tax', { validUntil: '2026-01-01' }, clearing);
    expect(route(ended)).toMatchObject({ route: { readers: [], clearing: [{ reason: 'ended', role: 'tax-office' }] } });
  });

  test('held by two is refused all the same: an operator is not asked to guess', () => {
    const two = [...clearing, responsible('responsible', 'tax'), responsible('responsible', 'chamber')];
    expect(route(two, header)).toMatchObject({ ok: false, code: 'reader-unknown' });
  });
});

describe('a permission that asks for a legal basis', () => {
  const entries = changed<PermissionEntry>('permission', {
    legalBases: ['§ 14 Abs. 8 GewO'],
    purposes: ['Statistik'],
  });

  test.each([
    ['the text', { text: '§ 14  Abs. 8 GewO ' }],
    ['the purpose', { text: 'Satzung', purpose: 'Statistik' }],
  ])('is given to a message that states %s', (_, legalBasis) => {
    expect(readers(route(entries, { legalBasis }))).toMatchObject([{ authority: authority('tax') }]);
  });

  test.each([[undefined], [{ text: '§ 14 GewO' }], [{ text: 'Statistik' }]])(
    'is not given to one that states %j',
    (basis) => {
      expect(route(entries, basis === undefined ? {} : { legalBasis: basis })).toMatchObject({
        code: 'not-permitted',
        violations: [{ expected: '§ 14 Abs. 8 GewO | Statistik' }],
      });
    },
  );

  test('takes nothing from another permission that asks for none', () => {
    const open: RegistryEntry = { ...entries.find(({ id }) => id === 'permission'), id: 'open' } as PermissionEntry;
    const { legalBases: _, purposes: __, ...rest } = open as PermissionEntry;
    expect(readers(route([...entries, rest]))).toMatchObject([{ authority: authority('tax') }]);
  });
});

describe('a message type that is switched on one by one', () => {
  const activation = (rest: Partial<ActivationEntry>): ActivationEntry => ({
    kind: 'activation',
    id: `on-${JSON.stringify(rest)}`,
    validFrom: '2026-01-01',
    messageTypeCode: 'gewerbeanzeige',
    who: { category: 'municipality' },
    direction: 'both',
    ...rest,
  });
  const sending = activation({ direction: 'send' });
  const codes = (entries: readonly RegistryEntry[], header: Partial<MessageHeader> = {}) =>
    readers(route(entries, header));

  test('is refused where author or reader has none in force', () => {
    expect(codes([...baseEntries(), sending])).toEqual([
      expect.stringMatching(/not-permitted.*not switched on for dvdv:xga:tax/),
    ]);
    expect(codes([...baseEntries(), activation({ who: { category: 'tax-office' } })])).toEqual([
      expect.stringMatching(/not switched on for sending by dvdv:xga:town/),
    ]);
    const taking = activation({ who: { authority: authority('tax') }, direction: 'take' });
    expect(codes([...baseEntries(), sending, taking])).toMatchObject([{ authority: authority('tax') }]);
    expect(codes([...baseEntries(), sending, { ...taking, direction: 'send' }])).toHaveLength(1);
  });

  test('is on for a department of an authority for which it is', () => {
    const department = changed<AuthorityEntry>('authority-town', { partOf: authority('county') });
    const [county, tax] = ['county', 'tax'].map((name) => activation({ who: { authority: authority(name) } }));
    if (county === undefined || tax === undefined) throw new Error('activations');
    expect(codes([...department, county, tax])).toMatchObject([{ authority: authority('tax') }]);
    expect(codes([...baseEntries(), county, tax])).toEqual([expect.stringMatching(/not switched on for sending/)]);
  });

  test('is on for everybody until the first one begins, and when that was withdrawn', () => {
    const other = { who: { category: 'court' } } as const;
    expect(codes([...baseEntries(), activation({ ...other, validFrom: '2026-04-01' })])).toMatchObject([{}]);
    expect(codes([...baseEntries(), activation({ ...other, validUntil: '2026-01-01' })])).toMatchObject([
      { authority: authority('tax') },
    ]);
    expect(codes([...baseEntries(), activation({ ...other, validUntil: '2026-02-01' })])).toEqual([
      expect.stringMatching(/not switched on/),
    ]);
  });
});

test('a decision of an earlier edition is repeated with the identifiers and successors of then', () => {
  const directory = directoryOf(...changed<AuthorityEntry>('authority-tax', { otherIds: [OIN] }));
  const first = routeMessage(directory, notice({ ...toReader(OIN) }), AT);
  directory.apply(
    change([
      {
        kind: 'succession',
        id: 's',
        validFrom: '2026-01-01',
        predecessor: authority('tax'),
        successor: authority('chamber'),
      },
      ...changed<AuthorityEntry>('authority-tax', {}).filter(({ id }) => id === 'authority-tax'),
    ]),
    2,
    AT,
  );
  expect(routeMessage(directory, notice({ ...toReader(OIN) }), AT, { edition: 1 })).toEqual(first);
  expect(routeMessage(directory, notice({ ...toReader(authority('tax')) }), AT)).toMatchObject({
    route: { readers: [{ authority: authority('chamber') }] },
  });
});
