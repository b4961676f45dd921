import { describe, expect, test } from '@jest/globals';
import { findingsOf } from './figures.ts';

const well = {
  isListening: true,
  isConnected: true,
  isIndexTooFar: false,
  readyThreads: 1,
  crlsDueAt: undefined,
  now: new Date('2026-11-22T12:00:00Z'),
};

describe('readiness of the gateway', () => {
  test('finds nothing where everything is well', () => {
    expect(findingsOf(well)).toEqual([]);
  });

  test('is not given before the port takes messages', () => {
    expect(findingsOf({ ...well, isListening: false })).toMatchObject([{ code: 'not-listening', severity: 'error' }]);
  });

  test('stands with a warning when a revocation list is due', () => {
    expect(findingsOf({ ...well, crlsDueAt: well.now })).toMatchObject([{ severity: 'warning' }]);
  });
});
