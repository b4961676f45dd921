import { describe, expect, test } from '@jest/globals';
import { maintenanceUntil } from './maintenance.ts';

const until = (windows: Parameters<typeof maintenanceUntil>[0], at: string): string | undefined =>
  maintenanceUntil(windows, new Date(at))?.toISOString();
const sunday = { weekday: 7, fromTime: '22:00', untilTime: '04:00' } as const;

describe('maintenance', () => {
  test('once, between two instants', () => {
    const once = [{ from: '2026-06-01T10:00:00Z', until: '2026-06-01T12:00:00Z' }];
    expect(until(once, '2026-06-01T09:59:59Z')).toBeUndefined();
    expect(until(once, '2026-06-01T10:00:00Z')).toBe('2026-06-01T12:00:00.000Z');
    expect(until(once, '2026-06-01T12:00:00Z')).toBeUndefined();
  });

  test('every week over midnight, by the time in Berlin in summer and winter', () => {
    expect(until([sunday], '2026-06-07T19:59:59Z')).toBeUndefined();
    expect(until([sunday], '2026-06-07T20:00:00Z')).toBe('2026-06-08T02:00:00.000Z');
    expect(until([sunday], '2026-06-08T01:59:00Z')).toBe('2026-06-08T02:00:00.000Z');
    expect(until([sunday], '2026-06-08T20:30:00Z')).toBeUndefined();
    expect(until([sunday], '2026-12-06T20:30:00Z')).toBeUndefined();
    expect(until([sunday], '2026-12-06T21:00:00Z')).toBe('2026-12-07T03:00:00.000Z');
  });

  test('over the night in which the clocks change', () => {
    const saturday = [{ weekday: 6, fromTime: '23:00', untilTime: '04:00' } as const];
    expect(until(saturday, '2026-03-28T22:30:00Z')).toBe('2026-03-29T02:00:00.000Z');
    expect(until(saturday, '2026-10-24T21:30:00Z')).toBe('2026-10-25T03:00:00.000Z');
  });

  test('windows that follow one another are one', () => {
    const two = [sunday, { from: '2026-06-08T01:30:00Z', until: '2026-06-08T05:00:00Z' }];
    expect(until(two, '2026-06-07T21:00:00Z')).toBe('2026-06-08T05:00:00.000Z');
  });
});
