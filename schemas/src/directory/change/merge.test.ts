import { describe, expect, test } from '@jest/globals';
import type { RegionId } from '../../identifiers.ts';
import { checkChange } from '../check/check-change.ts';
import type { Directory } from '../directory.ts';
import { answerRoute } from '../route/answer-route.ts';
import { standingFor } from '../route/successors.ts';
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
  SERVICE,
  TOWN,
} from '../testing/directories.ts';
import type { RegistryEntry } from './changes.ts';
import { type Merger, mergerChange } from './merge.ts';

const ON = '2027-01-01';
const CERTIFICATE = {
  purpose: 'signing',
  fingerprint: fingerprintOf(Buffer.from(CERTIFICATE_DER, 'base64')),
  der: CERTIFICATE_DER,
} as const;

/** Two towns, each with a responsibility; one has a department, a permission of its own, a mandate and a past. */
const towns = (...more: readonly RegistryEntry[]): Directory =>
  directoryOf(
    ...baseEntries(),
    ...anAuthority('second', 'municipality/trade-office'),
    ...anAuthority('provider', 'provider'),
    ...anAuthority('department', 'municipality/department').map((entry) =>
      entry.kind === 'authority' ? { ...entry, partOf: authority('second') } : entry,
    ),
    {
      kind: 'region',
      id: 'region-2',
      validFrom: '2020-01-01',
      region: OTHER_TOWN,
      names: { de: 'Unter-Tann' },
      level: 'municipality',
    },
    responsible('responsible', 'town'),
    responsible('responsible', 'second', { region: OTHER_TOWN }),
    {
      kind: 'mandate',
      id: 'mandate',
      validFrom: '2020-01-01',
      provider: authority('provider'),
      author: authority('second'),
      handIn: true,
      signs: [],
    },
    {
      kind: 'permission',
      id: 'permission-second',
      validFrom: '2020-01-01',
      messageTypeCode: 'gewerbeanzeige',
      from: { authority: authority('second') },
      to: { category: 'chamber' },
    },
    ...more,
  );

const merger = (rest: Partial<Merger> = {}): Merger => ({
  from: [authority('town'), authority('second')],
  into: authority('new-town'),
  on: ON,
  names: { de: 'Neu-Tann' },
  endpointOf: authority('town'),
  certificates: [CERTIFICATE],
  ...rest,
});

const merged = (dir: Directory, wanted: Merger): Directory => {
  const made = mergerChange(dir, wanted);
  if (made.is !== 'change') throw new Error(JSON.stringify(made));
  const whole = change(made.change.puts, made.change.closes);
  expect(checkChange(dir, whole).map(({ text }) => text)).toEqual([]);
  dir.apply(whole, dir.edition + 1, new Date('2026-11-01T00:00:00Z'));
  return dir;
};
const whoIs = (dir: Directory, region: RegionId, at: string, asKnownAt?: string) =>
  answerRoute(
    dir,
    { service: SERVICE, region, role: 'responsible', at, ...(asKnownAt === undefined ? {} : { asKnownAt }) },
    new Date('2026-11-22T00:00:00Z'),
  ).readers.map((reader) => reader.authority);

describe('merging authorities', () => {
  test('routes both areas to the new authority from the day on, and as before until then and as known before', () => {
    const dir = merged(towns(), merger());
    expect([TOWN, OTHER_TOWN].map((region) => whoIs(dir, region, '2026-12-31'))).toEqual([
      [authority('town')],
      [authority('second')],
    ]);
    expect([TOWN, OTHER_TOWN].map((region) => whoIs(dir, region, ON))).toEqual(Array(2).fill([authority('new-town')]));
    expect(whoIs(dir, OTHER_TOWN, ON, '2026-10-01T00:00:00Z')).toEqual([authority('second')]);
  });

  test('lets nothing of the old ones go on, and the new one have all of it', () => {
    const dir = merged(towns(), merger());
    const day = { day: ON };
    for (const name of ['town', 'second']) {
      expect(standingFor(dir, authority(name), day).authority).toBe(authority('new-town'));
      expect(dir.authorities.inForce(authority(name), day)).toEqual([]);
      expect(dir.endpoints.inForce(authority(name), day)).toEqual([]);
    }
    expect(dir.authorities.inForce(authority('new-town'), day).map(({ names }) => names.de)).toEqual(['Neu-Tann']);
    expect(dir.endpoints.inForce(authority('new-town'), day).map(({ channel }) => channel.type)).toEqual(['mailbox']);
    expect(dir.mandates.inForce(authority('new-town'), day).map(({ provider }) => provider)).toEqual([
      authority('provider'),
    ]);
    expect(dir.authorities.inForce(authority('department'), day).map(({ partOf }) => partOf)).toEqual([
      authority('new-town'),
    ]);
    expect(dir.permissions.inForce('gewerbeanzeige', day).map(({ from }) => from)).toContainEqual({
      authority: authority('new-town'),
    });
  });

  test('lets one of them take the others in', () => {
    const dir = merged(towns(), merger({ into: authority('town'), endpointOf: authority('town') }));
    expect([TOWN, OTHER_TOWN].map((region) => whoIs(dir, region, ON))).toEqual(Array(2).fill([authority('town')]));
    expect(standingFor(dir, authority('second'), { day: ON }).authority).toBe(authority('town'));
    expect(dir.endpoints.inForce(authority('town'), { day: ON })).toHaveLength(1);
  });

  test('carries who was merged before, and what only begins later, on to the new one', () => {
    const dir = merged(
      towns(
        {
          kind: 'succession',
          id: 's',
          validFrom: '2025-01-01',
          predecessor: authority('old'),
          successor: authority('second'),
        },
        responsible('tax-office', 'second', { id: 'later', region: OTHER_TOWN, validFrom: '2028-01-01' }),
      ),
      merger(),
    );
    expect(standingFor(dir, authority('old'), { day: '2026-01-01' }).authority).toBe(authority('second'));
    expect(standingFor(dir, authority('old'), { day: ON })).toMatchObject({ authority: authority('new-town') });
    const later = dir.responsibilities.find(SERVICE, 'tax-office', OTHER_TOWN, { day: '2028-01-01' });
    expect(later.map((entry) => entry.authority)).toEqual([authority('new-town')]);
  });

  test('takes over, with an endpoint that is pushed to, the certificate by which it is recognised', () => {
    const { fingerprint, der } = CERTIFICATE;
    const dir = merged(
      towns(
        {
          kind: 'certificate',
          id: 'tls',
          validFrom: '2026-01-01',
          authority: authority('second'),
          purpose: 'tls',
          fingerprint,
          der,
        },
        {
          kind: 'endpoint',
          id: 'push',
          validFrom: '2026-01-01',
          authority: authority('second'),
          environment: 'test',
          channel: { type: 'push', url: 'https://localhost/second', tlsFingerprint: fingerprint },
          takes: [],
        },
      ),
      merger({ endpointOf: authority('second') }),
    );
    const holders = dir.certificates.inForce(fingerprint, { day: ON }).map((entry) => [entry.purpose, entry.authority]);
    expect(holders).toContainEqual(['tls', authority('new-town')]);
    expect(
      dir.endpoints
        .inForce(authority('new-town'), { day: ON })
        .map(({ channel }) => channel.type)
        .toSorted(),
    ).toEqual(['mailbox', 'push']);
  });

  test('may hold from the day on which an endpoint that ends was to begin', () => {
    const { fingerprint, der } = CERTIFICATE;
    const dir = towns(
      {
        kind: 'certificate',
        id: 'tls',
        validFrom: ON,
        authority: authority('second'),
        purpose: 'tls',
        fingerprint,
        der,
      },
      {
        kind: 'endpoint',
        id: 'push',
        validFrom: ON,
        authority: authority('second'),
        environment: 'test',
        channel: { type: 'push', url: 'https://localhost/second', tlsFingerprint: fingerprint },
        takes: [],
      },
    );
    expect(whoIs(merged(dir, merger()), TOWN, ON)).toEqual([authority('new-town')]);
  });

  test('is done once', () => {
    expect(mergerChange(merged(towns(), merger()), merger())).toEqual({ is: 'done' });
  });

  test('says everything that is missing', () => {
    const missing = mergerChange(towns(), {
      from: [authority('town'), authority('nobody')],
      into: authority('new-town'),
      on: ON,
      certificates: [],
    });
    expect(missing).toEqual({
      is: 'fault',
      faults: [
        { fault: 'unknown', authority: authority('nobody') },
        { fault: 'no-signing-certificate' },
        { fault: 'no-endpoint' },
      ],
    });
    expect(mergerChange(towns(), merger({ from: [authority('town')], into: authority('town') }))).toEqual({
      is: 'fault',
      faults: [{ fault: 'itself' }],
    });
  });
});
