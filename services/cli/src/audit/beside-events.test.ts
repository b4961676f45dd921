import type { AuditRecord } from '@dienstweg/schemas/audit/record.ts';
import { expect, test } from '@jest/globals';
import { directoryRecord, inTheirTurn, revocationRecord } from './beside-events.ts';

const PROPOSED = {
  edition: 7,
  recordedAt: '2026-01-05T10:00:00.000Z',
  recorded: 'approval',
  id: '5b0c0000-0000-4000-8000-000000000001',
  by: 'anna',
  reason: 'a new court',
  puts: 2,
  closes: 1,
  proposedIn: 5,
  decided: { by: 'bert', reason: 'as agreed' },
} as const;

test('an approval was done by who approved, for what somebody else proposed', () => {
  expect(directoryRecord(PROPOSED)).toEqual({
    id: PROPOSED.id,
    at: PROPOSED.recordedAt,
    node: 'registry',
    type: 'directory-approved',
    severity: 'medium',
    fields: {
      by: 'bert',
      reason: 'as agreed',
      edition: '7',
      entriesPut: '2',
      entriesClosed: '1',
      proposedIn: '5',
      proposedBy: 'anna',
      proposedFor: 'a new court',
    },
  });
});

test('a certificate is told when it was revoked, by whom and why', () => {
  const certificate = {
    serial: '0a',
    fingerprint: 'f'.repeat(64),
    commonName: 'Moorland',
    purposes: 'signing',
    validFrom: '2026-01-01T00:00:00.000Z',
    validUntil: '2027-01-01T00:00:00.000Z',
  } as const;
  expect(revocationRecord(certificate)).toBeUndefined();
  const revoked = { ...certificate, revokedAt: '2026-01-05T10:00:00.000Z', revokedBy: 'op', reason: 'stolen' };
  expect(revocationRecord(revoked)).toMatchObject({
    at: revoked.revokedAt,
    type: 'certificate-revoked',
    fields: { by: 'op', reason: 'stolen', serial: '0a', commonName: 'Moorland' },
  });
});

test('records are given up to a moment, each once, and the rest at the end', () => {
  const at = (day: number): AuditRecord => ({
    id: String(day),
    at: `2026-01-0${day}T00:00:00.000Z`,
    node: 'registry',
    type: 'directory-changed',
    severity: 'medium',
    fields: {},
  });
  const next = inTheirTurn([at(1), at(2), at(4)]);
  const ids = (until?: Date): readonly string[] => next(until).map(({ id }) => id);
  expect([ids(new Date('2026-01-02T00:00:00.000Z')), ids(new Date('2026-01-03T00:00:00.000Z')), ids(), ids()]).toEqual([
    ['1', '2'],
    [],
    ['4'],
    [],
  ]);
});
