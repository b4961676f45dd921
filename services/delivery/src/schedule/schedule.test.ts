import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  endOfAttempts,
  nextAttempt,
  plannedAttempts,
  DEFAULT_RETRY_POLICY as policy,
  type ScheduleFacts,
} from './schedule.ts';

const start = Date.parse('2026-11-02T08:00:00.000Z');
const facts = fc
  .record(
    {
      attempts: fc.integer({ min: 1, max: 200 }),
      sinceFirstFailureMs: fc.integer({ min: 0, max: 4 * 86_400_000 }),
      obsoleteInMs: fc.integer({ min: -10_000, max: 30 * 86_400_000 }),
      deadlineInMs: fc.integer({ min: -86_400_000, max: 20 * 86_400_000 }),
      retryForMs: fc.integer({ min: 86_400_000, max: 14 * 86_400_000 }),
      retryAfterInMs: fc.integer({ min: 0, max: 7 * 86_400_000 }),
      random: fc.double({ min: 0, max: 0.999, noNaN: true }),
    },
    { requiredKeys: ['attempts', 'sinceFirstFailureMs', 'random'] },
  )
  .map(
    (drawn): ScheduleFacts => ({
      now: new Date(start),
      attempts: drawn.attempts,
      firstFailureAt: new Date(start - drawn.sinceFirstFailureMs),
      random: drawn.random,
      ...(drawn.obsoleteInMs === undefined ? {} : { obsoleteAfter: new Date(start + drawn.obsoleteInMs) }),
      ...(drawn.deadlineInMs === undefined ? {} : { deadlineAt: new Date(start + drawn.deadlineInMs) }),
      ...(drawn.retryForMs === undefined ? {} : { retryForMs: drawn.retryForMs }),
      ...(drawn.retryAfterInMs === undefined ? {} : { retryAfter: new Date(start + drawn.retryAfterInMs) }),
    }),
  );

describe('schedule of attempts', () => {
  test('an attempt is never before now, before Retry-After, after ObsoleteAfter or after the time for attempts', () => {
    fc.assert(
      fc.property(facts, (drawn) => {
        const next = nextAttempt(drawn, policy);
        const obsolete = drawn.obsoleteAfter?.getTime();
        if (next.next !== 'at') {
          if (next.next === 'expired') expect(obsolete).toBeLessThanOrEqual(start);
          return;
        }
        const at = next.at.getTime();
        expect(at).toBeGreaterThan(start);
        expect(at).toBeLessThanOrEqual(endOfAttempts(drawn, policy));
        if (obsolete !== undefined) expect(at).toBeLessThanOrEqual(obsolete);
        if (drawn.retryAfter !== undefined && at !== obsolete)
          expect(at).toBeGreaterThanOrEqual(Math.min(drawn.retryAfter.getTime(), start + policy.longestRetryAfterMs));
      }),
      { numRuns: 2_000 },
    );
  });

  test('a recipient that never recovers is tried quickly at first, then rarely, and given up after three days', () => {
    let now = start;
    let attempts = 1;
    const pauses: number[] = [];
    for (;;) {
      const next = nextAttempt(
        {
          now: new Date(now),
          attempts,
          firstFailureAt: new Date(start),
          random: 0,
        },
        policy,
      );
      if (next.next !== 'at') {
        expect(next.next).toBe('exhausted');
        break;
      }
      pauses.push(next.at.getTime() - now);
      now = next.at.getTime();
      attempts += 1;
    }
    expect(pauses.slice(0, 5)).toEqual([1_000, 2_000, 5_000, 15_000, 60_000]);
    expect(now).toBe(start + policy.giveUpAfterMs);
    expect(attempts).toBeGreaterThan(20);
    expect(attempts).toBeLessThan(40);
  });

  test('a message with little time left gets its attempts within it, then expires', () => {
    const obsoleteAfter = new Date(start + 60_000);
    let now = start;
    let attempts = 12;
    for (let guard = 0; guard < 50; guard += 1) {
      const next = nextAttempt(
        {
          now: new Date(now),
          attempts,
          firstFailureAt: new Date(start),
          obsoleteAfter,
          random: 0,
        },
        policy,
      );
      if (next.next === 'expired') break;
      if (next.next !== 'at') throw new Error(next.next);
      now = next.at.getTime();
      attempts += 1;
    }
    expect(now).toBe(obsoleteAfter.getTime());
    expect(attempts - 12).toBeGreaterThanOrEqual(5);
  });

  test('a deadline gets its attempts before it is over, and is tried for beyond the days of the type', () => {
    const deadlineAt = new Date(start + 5 * 86_400_000);
    let now = start;
    const before: number[] = [];
    for (let attempts = 1; attempts < 200; attempts += 1) {
      const next = nextAttempt(
        {
          now: new Date(now),
          attempts,
          firstFailureAt: new Date(start),
          deadlineAt,
          retryForMs: 86_400_000,
          random: 0,
        },
        policy,
      );
      if (next.next !== 'at') break;
      now = next.at.getTime();
      before.push(deadlineAt.getTime() - now);
    }
    expect(now).toBe(deadlineAt.getTime());
    expect(before.filter((left) => left > 0 && left < 3_600_000).length).toBeGreaterThanOrEqual(5);
  });

  test('however often a recipient comes and goes, attempts of a round are bounded', () => {
    const facts = { now: new Date(start), firstFailureAt: new Date(start), random: 0 };
    expect(nextAttempt({ ...facts, attempts: policy.mostAttempts }, policy)).toEqual({ next: 'exhausted' });
  });

  test('asked to wait beyond the time for attempts, it is given up at once', () => {
    expect(
      nextAttempt(
        {
          now: new Date(start),
          attempts: 3,
          firstFailureAt: new Date(start - policy.giveUpAfterMs + 60_000),
          retryAfter: new Date(start + 120_000),
          random: 0,
        },
        policy,
      ),
    ).toEqual({ next: 'exhausted' });
  });

  test('the attempts planned are those that were made and those to come, and never fewer than were made', () => {
    const first = { now: new Date(start), attempts: 1, firstFailureAt: new Date(start) };
    const planned = plannedAttempts(first, policy);
    // five within two minutes, some within hours, then one every four hours for three days
    expect(planned).toBeGreaterThan(20);
    expect(planned).toBeLessThan(40);
    expect(plannedAttempts({ ...first, attempts: 7 }, policy)).toBeGreaterThan(7);
    expect(plannedAttempts({ ...first, obsoleteAfter: new Date(start + 1) }, policy)).toBe(1);
    fc.assert(
      fc.property(facts, ({ random: _chance, retryAfter: _asked, ...drawn }) => {
        const all = plannedAttempts(drawn, policy);
        expect(all).toBeGreaterThanOrEqual(drawn.attempts);
        expect(all).toBeLessThanOrEqual(Math.max(policy.mostAttempts, drawn.attempts));
      }),
    );
  });
});
