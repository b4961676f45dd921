import type { CertificateFingerprint } from '@dienstweg/schemas/identifiers.ts';
import { expect, test } from '@jest/globals';
import { keepStrangers, networkOf } from './strangers.ts';

const PRINT = 'ab'.repeat(32) as CertificateFingerprint;

test('a stranger is heard so often a minute, by address and by certificate', () => {
  const hear = keepStrangers(2);
  const from = (address: string, fingerprint?: CertificateFingerprint) => hear({ address, fingerprint }, 0).ok;
  expect([from('192.0.2.1'), from('192.0.2.1'), from('192.0.2.1'), from('192.0.2.2')]).toEqual([
    true,
    true,
    false,
    true,
  ]);
  expect([from('192.0.2.3', PRINT), from('192.0.2.4', PRINT), from('192.0.2.5', PRINT)]).toEqual([true, true, false]);
  expect(hear({ address: '192.0.2.1', fingerprint: undefined }, 30_000).ok).toBe(true);
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
])('%s belongs to the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
