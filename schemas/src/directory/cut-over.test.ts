import { describe, expect, test } from '@jest/globals';
import type { EndpointEntry } from './change/changes.ts';
import { cutOverDays, gapsOf, type InForce, readerCalendars, strandedOn } from './cut-over.ts';
import { authority, directoryOf } from './testing/directories.ts';

const endpoint = (reader: string, id: string, rest: Partial<EndpointEntry>): EndpointEntry => ({
  kind: 'endpoint',
  id,
  validFrom: '2026-01-01',
  authority: authority(reader),
  environment: 'production',
  channel: { type: 'mailbox' },
  takes: [],
  ...rest,
});
const taken = (version: string, from?: string, until?: string) => ({
  code: 'notice',
  version,
  ...(from === undefined ? {} : { from }),
  ...(until === undefined ? {} : { until }),
});

const DIRECTORY = directoryOf(
  // two versions for a week
  endpoint('tax', 'a', { takes: [taken('1.0', undefined, '2026-05-08'), taken('2.0', '2026-05-01')] }),
  // a new system takes the place of the old one, a day too late
  endpoint('crafts', 'b', { validUntil: '2026-05-01', takes: [taken('1.0')] }),
  endpoint('crafts', 'c', { validFrom: '2026-05-02', takes: [taken('2.0')] }),
  // stays with the old one
  endpoint('town', 'd', { takes: [taken('1.0'), { code: 'other', version: '9' }] }),
  // is over
  endpoint('provider', 'e', { validUntil: '2026-03-01', takes: [taken('1.0')] }),
);

const BOTH: ReadonlyMap<string, InForce> = new Map([
  ['1.0', { from: '2020-01-01' }],
  ['2.0', { from: '2020-01-01' }],
]);

describe('the calendar of a version change', () => {
  const calendars = readerCalendars(DIRECTORY, 'notice', '2026-04-20', BOTH);

  test('says of each reader what it takes on which days, gaps included', () => {
    const shown = Object.fromEntries(calendars.map(({ reader, days }) => [reader, days]));
    expect(shown).toEqual({
      [authority('tax')]: [
        { from: '2026-04-20', until: '2026-05-01', versions: ['1.0'] },
        { from: '2026-05-01', until: '2026-05-08', versions: ['1.0', '2.0'] },
        { from: '2026-05-08', versions: ['2.0'] },
      ],
      [authority('crafts')]: [
        { from: '2026-04-20', until: '2026-05-01', versions: ['1.0'] },
        { from: '2026-05-01', until: '2026-05-02', versions: [] },
        { from: '2026-05-02', versions: ['2.0'] },
      ],
      [authority('town')]: [{ from: '2026-04-20', versions: ['1.0'] }],
    });
  });

  test('shows who is left without a version when one is retired, or was never published', () => {
    const gaps = (inForce: ReadonlyMap<string, InForce>) =>
      gapsOf(readerCalendars(DIRECTORY, 'notice', '2026-04-20', inForce), '2026-12-31').map(
        ({ reader, from, until }) => [reader, from, until],
      );
    const onItsWay = [authority('crafts'), '2026-05-01', '2026-05-02'];
    expect(gaps(BOTH)).toEqual([onItsWay]);
    const retired = new Map([...BOTH, ['1.0', { from: '2020-01-01', until: '2026-06-01' }]] as const);
    expect(gaps(retired)).toEqual([onItsWay, [authority('town'), '2026-06-01', undefined]]);
    const alone = new Map([['1.0', { from: '2020-01-01', until: '2026-06-01' }]] as const);
    expect(gaps(alone)).toEqual([
      [authority('crafts'), '2026-05-01', undefined],
      [authority('tax'), '2026-05-08', undefined],
      [authority('town'), '2026-06-01', undefined],
    ]);
  });

  test('names the deliveries it would strand, and the day', () => {
    const of = (reader: string, version: string) => ({
      reader: authority(reader),
      messageType: { code: 'notice', version },
    });
    const open = [of('tax', '1.0'), of('tax', '2.0'), of('crafts', '1.0'), of('town', '1.0')];
    const told = (on: string) =>
      strandedOn(DIRECTORY, open, cutOverDays(calendars, '2026-04-20', on)).map(({ delivery, since, takes }) => [
        delivery.reader,
        delivery.messageType.version,
        since,
        takes,
      ]);
    expect(told('2026-04-30')).toEqual([[authority('tax'), '2.0', '2026-04-30', ['1.0']]]);
    // 2.0 is not taken yet before its first day; what was accepted was taken by then
    expect(told('2026-12-31').filter(([, version]) => version === '1.0')).toEqual([
      [authority('tax'), '1.0', '2026-05-08', ['2.0']],
      [authority('crafts'), '1.0', '2026-05-01', []],
    ]);
  });
});
