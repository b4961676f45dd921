import type { EndpointEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { expect, test } from '@jest/globals';
import { maintainedUntil } from './maintenance.ts';
import { Pauses } from './pauses.ts';

const READER = 'oin:1' as AuthorityId;
const pause = { reader: READER, by: 'operator', reason: 'a test' };
const at = (time: string): Date => new Date(`2026-02-${time}Z`);

test('when a pause ended is known from what stands of it, whether it was ended or its time was over', () => {
  const pauses = new Pauses();
  expect(pauses.endedAt(READER, at('01T00:00:00'))).toBeUndefined();
  const [since, until] = ['2026-02-01T00:00:00.000Z', '2026-02-05T00:00:00.000Z'];
  pauses.take({ ...pause, state: 'paused', since, until }, 1);
  expect(pauses.endedAt(READER, at('04T23:59:59'))).toBeUndefined();
  expect(pauses.endedAt(READER, at('06T00:00:00'))).toBe(Date.parse(until));
  pauses.take({ ...pause, state: 'resumed', since: '2026-02-03T00:00:00.000Z' }, 2);
  expect(pauses.endedAt(READER, at('06T00:00:00'))).toBe(at('03T00:00:00').getTime());
});

test('of windows between two instants the last that is over counts', () => {
  const windows: NonNullable<EndpointEntry['maintenance']> = [
    { from: '2026-02-01T00:00:00Z', until: '2026-02-05T00:00:00Z' },
    { from: '2026-02-08T00:00:00Z', until: '2026-02-09T00:00:00Z' },
    { weekday: 7, fromTime: '22:00', untilTime: '04:00' },
  ];
  expect(maintainedUntil(windows, at('04T00:00:00'))).toBeUndefined();
  expect(maintainedUntil(windows, at('08T12:00:00'))).toBe(at('05T00:00:00').getTime());
  expect(maintainedUntil(undefined, at('08T12:00:00'))).toBeUndefined();
});
