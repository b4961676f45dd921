import { describe, expect, test } from '@jest/globals';
import type { RegionId, ServiceId } from '../../identifiers.ts';
import type { MessageHeader } from '../../message.ts';
import type { RegistryEntry } from '../change/changes.ts';
import {
  anAuthority,
  authority,
  baseEntries,
  change,
  directoryOf,
  notice,
  OTHER_TOWN,
  responsible,
  SERVICE,
  TOWN,
} from '../testing/directories.ts';
import { routeMessage } from './route-message.ts';

const AT = new Date('2026-03-02T10:00:00Z');

const replacing = (id: string, rest: Partial<RegistryEntry>): readonly RegistryEntry[] =>
  baseEntries().map((entry) => (entry.id === id ? ({ ...entry, ...rest } as RegistryEntry) : entry));

const route = (entries: readonly RegistryEntry[], header: Partial<MessageHeader> = {}, at = AT) =>
  routeMessage(directoryOf(...entries), notice(header), at);

const readersOf = (routing: ReturnType<typeof route>) =>
  routing.ok
    ? routing.route.readers.map(({ authority: reader, roles, parts, entry }) => ({
        reader,
        roles,
        parts,
        entry,
      }))
    : routing.violations.map(({ text }) => text);

const codesOf = (routing: ReturnType<typeof route>) =>
  routing.ok ? 'routed' : routing.violations.map(({ code }) => code);

describe('routing a message', () => {
  test('gives each role of the distribution its own parts and cites edition and entry', () => {
    const routing = route(baseEntries());
    expect(readersOf(routing)).toEqual([
      {
        reader: authority('tax'),
        roles: ['tax-office'],
        parts: ['core', 'tax'],
        entry: 'tax-office-tax',
      },
      {
        reader: authority('chamber'),
        roles: ['chamber'],
        parts: ['core', 'craft'],
        entry: 'chamber-chamber',
      },
    ]);
    expect(routing).toMatchObject({
      ok: true,
      route: { edition: 1, at: '2026-03-02' },
    });
  });

  test('gives everything to the responsible authority where the author states no distribution', () => {
    const entries = [...baseEntries(), responsible('responsible', 'tax')];
    expect(readersOf(route(entries, { distribution: [] }))).toEqual([
      {
        reader: authority('tax'),
        roles: ['responsible'],
        parts: ['core', 'tax', 'craft'],
        entry: 'responsible-tax',
      },
    ]);
  });

  test('makes one delivery of two roles of one authority, with the union of their parts in the order of the header', () => {
    const entries = replacing('chamber-chamber', {
      authority: authority('tax'),
    } as Partial<RegistryEntry>);
    expect(readersOf(route(entries, { distribution: notice().distribution.toReversed() }))).toEqual([
      {
        reader: authority('tax'),
        roles: ['chamber', 'tax-office'],
        parts: ['core', 'tax', 'craft'],
        entry: 'chamber-chamber',
      },
    ]);
  });

  test('withholds what a disclosure limit does not allow, and never adds', () => {
    const entries = replacing('tax-office-tax', {
      disclosure: ['tax', 'craft'],
    } as Partial<RegistryEntry>);
    expect(readersOf(route(entries))).toContainEqual(
      expect.objectContaining({ reader: authority('tax'), parts: ['tax'] }),
    );
  });

  test('refuses rather than deliver nothing when a limit withholds every part', () => {
    const entries = replacing('tax-office-tax', {
      disclosure: ['craft'],
    } as Partial<RegistryEntry>);
    expect(codesOf(route(entries))).toEqual(['not-permitted']);
  });

  test('takes the narrowest area that is in force on the legal day', () => {
    const entries = [
      ...baseEntries(),
      ...anAuthority('new-tax', 'tax-office'),
      responsible('tax-office', 'new-tax', { validFrom: '2026-07-01' }),
    ];
    const reader = (at: string) => {
      const routing = route(entries, { createdAt: at }, new Date(at));
      return routing.ok ? routing.route.readers[0]?.authority : routing.code;
    };
    expect(reader('2026-06-30T21:59:00Z')).toBe(authority('tax'));
    expect(reader('2026-06-30T22:01:00Z')).toBe(authority('new-tax'));
  });

  test('routes to a reader whom the author names', () => {
    const header = {
      addressee: { by: 'reader', reader: authority('tax') },
      distribution: [],
    } as const;
    expect(readersOf(route(baseEntries(), header))).toEqual([
      {
        reader: authority('tax'),
        roles: ['reader'],
        parts: ['core', 'tax', 'craft'],
        entry: undefined,
      },
    ]);
  });

  test('reports every line that cannot be resolved', () => {
    const distribution = [
      { to: { role: 'responsible' }, parts: ['core'] },
      { to: { role: 'archive' }, parts: ['core'] },
      { to: { reader: authority('nobody') }, parts: ['core'] },
    ];
    const routing = route(baseEntries(), { distribution });
    expect(codesOf(routing)).toEqual(['reader-unknown', 'reader-unknown', 'reader-unknown']);
    expect(routing).toMatchObject({
      violations: [{}, { expected: 'responsible, tax-office, chamber' }, {}],
    });
  });

  test('says from when somebody will be responsible', () => {
    const entries = [...baseEntries(), responsible('responsible', 'county', { validFrom: '2027-01-01' })];
    expect(readersOf(route(entries, { distribution: [] }))).toEqual([expect.stringMatching(/2027-01-01.*county/)]);
  });

  test('refuses and names the candidates when the directory is ambiguous', () => {
    const entries = [...baseEntries(), responsible('responsible', 'tax'), responsible('responsible', 'chamber')];
    const routing = route(entries, { distribution: [] });
    expect(codesOf(routing)).toEqual(['reader-unknown']);
    expect(readersOf(routing)).toEqual([expect.stringMatching(/xga:tax, dvdv:xga:chamber/)]);
  });

  const refusals: readonly [string, string[], readonly RegistryEntry[], Partial<MessageHeader>][] = [
    [
      'an unknown service',
      ['service-unknown'],
      baseEntries(),
      {
        addressee: {
          by: 'responsibility',
          service: 'leika:99000000000000' as ServiceId,
          region: TOWN,
        },
      },
    ],
    [
      'a region that is not in the table, though the wider area has readers',
      ['region-unknown'],
      baseEntries(),
      {
        addressee: {
          by: 'responsibility',
          service: SERVICE,
          region: OTHER_TOWN,
        },
      },
    ],
    [
      'a region for which nobody is responsible, named as such first',
      ['reader-unknown', 'region-unknown'],
      baseEntries(),
      {
        addressee: {
          by: 'responsibility',
          service: SERVICE,
          region: 'ars:980000000000' as RegionId,
        },
        distribution: [],
      },
    ],
    [
      'an author outside the permission',
      ['not-permitted', 'not-permitted'],
      baseEntries(),
      { author: authority('county') },
    ],
    [
      'an author whose category only begins alike',
      ['not-permitted', 'not-permitted'],
      replacing('authority-town', { category: 'municipality-union/office' } as Partial<RegistryEntry>),
      {},
    ],
    ['an author nobody knows', ['not-permitted'], baseEntries(), { author: authority('stranger') }],
    [
      'a version the reader does not take yet',
      ['reader-version'],
      replacing('endpoint-tax', {
        takes: [{ code: 'gewerbeanzeige', version: '1.0', from: '2026-05-01' }],
      } as Partial<RegistryEntry>),
      {},
    ],
    ['a reader without endpoint', ['reader-unreachable'], baseEntries().filter(({ id }) => id !== 'endpoint-tax'), {}],
    [
      'a test message for a production endpoint',
      ['test-mismatch'],
      replacing('endpoint-tax', {
        environment: 'production',
      } as Partial<RegistryEntry>),
      {},
    ],
    ['a production message of a test authority', ['test-mismatch'], baseEntries(), { testMessage: false }],
    [
      'more octets than the endpoint takes',
      ['too-large'],
      replacing('endpoint-tax', { limitBytes: 1999 } as Partial<RegistryEntry>),
      {},
    ],
  ];
  test.each(refusals)('refuses %s', (_, codes, entries, header) => {
    expect(codesOf(route(entries, header))).toEqual(codes);
  });

  test('refuses more readers than fit beside a message', () => {
    const names = Array.from({ length: 100 }, (_, n) => `office-${'x'.repeat(90)}-${n}`);
    const entries = [...baseEntries(), ...names.flatMap((name) => anAuthority(name, 'tax-office'))];
    const to = (name: string) => ({
      to: { reader: authority(name) },
      parts: ['core'],
    });
    expect(codesOf(route(entries, { distribution: names.map(to) }))).toEqual(['too-many-readers']);
    expect(codesOf(route(entries, { distribution: names.slice(0, 50).map(to) }))).toBe('routed');
  });

  test('speaks the language asked for', () => {
    const routing = routeMessage(directoryOf(...baseEntries()), notice({ distribution: [] }), AT, { language: 'de' });
    expect(readersOf(routing)).toEqual([expect.stringContaining('niemand in der Rolle')]);
  });

  test('follows a change from the edition in which it was recorded, and repeats the decision of an earlier one', () => {
    const directory = directoryOf(...baseEntries());
    directory.apply(
      change([], [{ id: 'tax-office-tax', validUntil: '2026-01-01' }]),
      7,
      new Date('2026-02-01T00:00:00Z'),
    );
    const routing = routeMessage(directory, notice(), AT);
    expect(codesOf(routing)).toEqual(['reader-unknown']);
    expect(routeMessage(directory, notice(), AT, { edition: 1 })).toEqual(route(baseEntries()));
  });
});
