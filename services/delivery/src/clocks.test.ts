/** The day's clock was wrong for a while: what was put off meanwhile, or before a restart, does not wait for it. */
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { describe, expect, test } from '@jest/globals';
import { Standings } from './hold/standings.ts';
import { DEFAULT_RETRY_POLICY, longestWaitMs } from './schedule/schedule.ts';

const NOW = Date.parse('2026-11-02T08:00:00.000Z');
const HOUR_MS = 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();
const delivery = 'delivery' as DeliveryId;

const waitingUntil = (ms: number, more: Partial<DeliveryEntry> = {}): DeliveryEntry => ({
  deliveryId: delivery,
  author: 'dvdv:xga:990101000000' as AuthorityId,
  messageId: 'message' as MessageId,
  messageSequence: 1,
  reader: 'oin:00000099000000000001' as AuthorityId,
  role: 'reader',
  parts: ['core'],
  standing: { state: 'waiting', nextAttemptAt: iso(ms) },
  attempts: 1,
  round: 0,
  acceptedAt: iso(NOW),
  ...more,
});

const house = (longestMs = longestWaitMs(DEFAULT_RETRY_POLICY)) => {
  const clock = { now: NOW, steadyMs: 5_000 };
  const standings = new Standings({
    now: () => clock.now,
    steadyMs: () => clock.steadyMs,
    longestWaitMs: longestMs,
    onChange: () => undefined,
  });
  const isDue = (): boolean => [...standings.dueFor(0)].length > 0;
  return { clock, standings, isDue };
};

describe('a clock that was wrong', () => {
  test('an hour ahead and set back: what was put off for a minute meanwhile is due after a minute', () => {
    const { clock, standings, isDue } = house();
    clock.now += HOUR_MS;
    standings.take(waitingUntil(clock.now + 60_000), 1);
    clock.now -= HOUR_MS;
    clock.steadyMs += 59_000;
    clock.now += 59_000;
    expect(isDue()).toBe(false);
    expect(standings.msUntilDue(delivery)).toBe(1_000);
    clock.steadyMs += 1_001;
    expect(isDue()).toBe(true);
  });

  test('set forward after the machine had slept: what is due by the day is due', () => {
    const { clock, standings, isDue } = house();
    standings.take(waitingUntil(NOW + HOUR_MS), 1);
    clock.now += HOUR_MS + 1;
    expect(isDue()).toBe(true);
  });

  test('found at the start: what no schedule can have set is due now, once', () => {
    const { clock, standings, isDue } = house(20_000);
    standings.take(waitingUntil(NOW + HOUR_MS), 1);
    clock.steadyMs += 1;
    expect(isDue()).toBe(true);
    // it was looked at: its author wants it no earlier
    standings.postpone(delivery, new Date(NOW + HOUR_MS));
    expect(isDue()).toBe(false);
    clock.steadyMs += HOUR_MS + 1;
    expect(isDue()).toBe(true);
  });

  test('what its author does not want earlier is believed', () => {
    const { clock, standings, isDue } = house(20_000);
    standings.take(waitingUntil(NOW + 30 * HOUR_MS, { notBefore: iso(NOW + 30 * HOUR_MS), attempts: 0 }), 1);
    clock.steadyMs += HOUR_MS;
    expect(isDue()).toBe(false);
  });
});
