import type { AuthorityId, CertificateFingerprint } from '@dienstweg/schemas/identifiers.ts';
import { describe, expect, test } from '@jest/globals';
import { type Facts, measure, unknownRules } from './measure.ts';

const NOW = new Date('2026-06-01T10:00:00Z');
const values = (facts: Facts): readonly (readonly [string, number])[] =>
  measure(facts, NOW).map(({ rule, about, value }) => [about === undefined ? rule : `${rule} ${about}`, value]);

describe('what is known, as values of the rules', () => {
  test('of several certificates of one owner that which ends first; what has ended is below nothing', () => {
    const registered = [
      ['a', '2026-06-01T11:00:00Z'],
      ['a', '2026-06-01T10:30:00Z'],
      ['b', '2026-06-01T09:00:00Z'],
    ].map(([authority, until]) => ({
      authority: authority as AuthorityId,
      purpose: 'signing' as const,
      fingerprint: '' as CertificateFingerprint,
      until: until ?? '',
    }));
    const own = [{ owner: 'gateway tls', until: new Date('2026-06-02T10:00:00Z') }];
    expect(values({ registered, own })).toEqual([
      ['certificate-expiring a', 1_800],
      ['certificate-expiring b', -3_600],
      ['certificate-expiring gateway tls', 86_400],
    ]);
  });

  test('shares of streams that have a limit and of disks, and a rate only of enough attempts', () => {
    const streams = [
      { stream: 'MESSAGES', messages: 1, bytes: 80, limitBytes: 100, behind: 7 },
      { stream: 'WEBHOOKS', messages: 1, bytes: 80 },
    ];
    expect(values({ streams, disk: { freeBytes: 5, totalBytes: 100 } })).toEqual([
      ['stream-lag MESSAGES', 7],
      ['stream-full MESSAGES', 80],
      ['disk-full home', 95],
    ]);
    const deadlines = { atRisk: 1, missed: 2, overdueAnswers: 3 };
    const told = (failed: number, succeeded: number) =>
      values({ view: { deadlines, attempts: { failed, succeeded } } });
    expect(told(19, 0).some(([rule]) => rule === 'failure-rate')).toBe(false);
    expect(told(5, 15)).toEqual([
      ['deadline-at-risk', 1],
      ['deadline-missed', 5],
      ['failure-rate', 25],
    ]);
  });

  test('what was not learned leaves its rules unknown, and only those', () => {
    const facts: Facts = { streams: [], disk: { freeBytes: 1, totalBytes: 2 }, services: [], own: [], registered: [] };
    expect([...unknownRules(facts)].toSorted()).toEqual([
      'circuit-open',
      'dead-letters',
      'deadline-at-risk',
      'deadline-missed',
      'failure-rate',
      'mailbox-waiting',
      'message-undelivered',
      'revocation-list-due',
    ]);
  });
});
