import { RECEIPT_EVENTS } from '@dienstweg/schemas/receipt/claims.ts';
import { describe, expect, test } from '@jest/globals';
import { readClaims } from './claims.ts';

const rejection = (members: Readonly<Record<string, unknown>>) => ({
  iss: 'urn:dienstweg:authority:dvdv:a:1',
  iat: 1_800_000_000,
  jti: 'one',
  sub: 'urn:dienstweg:message:x',
  txn: 'urn:dienstweg:conversation:x',
  events: { [RECEIPT_EVENTS.consignmentRejection]: { headerDigest: 'aa', partDigests: { core: 'bb' }, ...members } },
});

describe("a reader's rejection", () => {
  test.each([
    {},
    { reason: { code: 'T080' } },
    { reason: { code: 'nicht zuständig', text: 'Bitte an das Finanzamt.\nDanke.' } },
    { attempt: 1, code: 'attempts-exhausted', previous: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg' },
    { readers: [{ authority: 'dvdv:a:1', deliveryId: 'd', role: 'r', parts: ['core'] }] },
    { registry: { edition: 7, at: '2026-11-22' } },
  ])('may say %j', (members) => {
    expect(readClaims(rejection(members))).toBeDefined();
  });

  test.each([
    { reason: 'T080' },
    { reason: { code: 'T080\ufffe' } },
    { reason: { code: 'T080\u202e' } },
    { reason: { code: 'T080', text: 'no\ufffe' } },
    { reason: { code: 'T080', text: 'no\u0007' } },
    { reason: ['T080'] },
    { reason: null },
    { reason: {} },
    { reason: { code: '' } },
    { reason: { code: 123 } },
    { reason: { code: null } },
    { reason: { code: { a: 1 } } },
    { reason: { code: ['T080'] } },
    { reason: { code: 'x'.repeat(101) } },
    { reason: { code: 'two\nlines' } },
    { reason: { code: '\ud800' } },
    { reason: { code: 'T080', text: 7 } },
    { deliveryId: 7 },
    { reader: ['dvdv:a:1'] },
    { previous: 5 },
    { previous: 'short' },
    { attempt: '<script>' },
    { attempt: 1.5 },
    { code: 7 },
    { code: '<script>' },
    { readers: [{ authority: 'dvdv:a:1' }] },
    { registry: { edition: '7', at: '2026-11-22' } },
  ])('is none where it says %j: nobody could show or search it', (members) => {
    expect(readClaims(rejection(members))).toBeUndefined();
  });
});
