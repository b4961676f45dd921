import { describe, expect, test } from '@jest/globals';
import { readAlarmLimits } from './limits-file.ts';
import { DEFAULT_ALARM_LIMITS } from './rules.ts';

describe('a file of limits', () => {
  test('stands in place of the defaults it names; a rule can be switched off, a limit taken away', () => {
    const read = readAlarmLimits('{"dead-letters":{"warning":5,"critical":null},"disk-full":false}');
    expect(read).toEqual({
      limits: {
        ...Object.fromEntries(Object.entries(DEFAULT_ALARM_LIMITS).filter(([rule]) => rule !== 'disk-full')),
        'dead-letters': { warning: 5, escalateAfterMinutes: 480 },
      },
    });
  });

  test('says everything that is wrong with it', () => {
    const text = JSON.stringify({
      'dead-leters': {},
      'disk-full': { warn: 1, critical: 'much' },
      'certificate-expiring': { warning: 10, critical: 20 },
      'stream-lag': 7,
    });
    expect(readAlarmLimits(text)).toEqual({
      mistakes: [
        expect.stringMatching(/^"dead-leters" is no rule; there are message-undelivered, /),
        'disk-full: "warn" is none of warning, critical, escalateAfterMinutes.',
        'disk-full: critical must be a number from 0 on, or null.',
        expect.stringMatching(/^certificate-expiring: critical must be below warning/),
        expect.stringMatching(/^stream-lag must be an object/),
      ],
    });
    expect(readAlarmLimits('{')).toEqual({ mistakes: [expect.stringMatching(/^it is no JSON/)] });
  });
});
