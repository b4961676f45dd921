import { describe, expect, test } from '@jest/globals';
import { formatBytes, formatDay, formatShare, formatSpan, formatTime } from './format.ts';

describe('what people read', () => {
  test('is a time in their language, with the zone it is meant in', () => {
    expect(formatTime('2026-03-01T12:00:00Z', 'de', 'Europe/Berlin')).toBe('01.03.2026, 13:00:00 MEZ');
    expect(formatTime('2026-07-01T12:00:00Z', 'nl', 'Europe/Amsterdam')).toMatch(/01-07-2026.*14:00:00/);
  });

  test('a day is that day in every zone', () => {
    expect(formatDay('2026-03-01', 'de')).toBe('01.03.2026');
  });

  test('spans and sizes have the units that matter', () => {
    expect([40, 4_200, 59_000, 61_000, 3_660_000, 90_000_000].map((ms) => formatSpan(ms, 'en'))).toEqual([
      '40 ms',
      '4.2 secs',
      '59 secs',
      '1 min',
      '1 hr 1 min',
      '1 day 1 hr',
    ]);
    expect([0, 999, 5_356, 2_400_000].map((bytes) => formatBytes(bytes, 'de'))).toEqual([
      '0 Byte',
      '999 Byte',
      '5,4 kB',
      '2,4 MB',
    ]);
    expect([0, 0.004, 0.5].map((share) => formatShare(share, 'en'))).toEqual(['0%', '0.4%', '50%']);
  });
});
