import { describe, expect, test } from '@jest/globals';
import { findingsOf } from './figures.ts';

const well = {
  isListening: true,
  isConnected: true,
  isIndexTooFar: false,
  readyThreads: 1,
  crlsDueAt: undefined,
  heldEdition: () => ({ code: 'directory-held', severity: 'warning' as const, text: '', remedy: '' }),
  now: new Date('2026-11-22T12:00:00Z'),
};

describe('readiness of the gateway', () => {
  test('finds nothing where everything is well', () => {
    expect(findingsOf(well)).toEqual([]);
  });

  test('is not given before the port takes messages', () => {
    expect(findingsOf({ ...well, isListening: false })).toMatchObject([{ code: 'not-listening', severity: 'error' }]);
  });

  test('is not given while the bus is away, and says which edition of the directory is answered by', () => {
    expect(findingsOf({ ...well, isConnected: false })).toMatchObject([
      { code: 'bus-lost', severity: 'error' },
      { code: 'directory-held', severity: 'warning' },
    ]);
  });

  test('stands with a warning when a revocation list is due', () => {
    expect(findingsOf({ ...well, crlsDueAt: well.now })).toMatchObject([{ severity: 'warning' }]);
  });
});
