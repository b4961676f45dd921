import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { describe, expect, test } from '@jest/globals';
import { type DeliveryUnderDeadline, isKept, nextLook, toTell } from './rules.ts';

const delivery = (more: Partial<DeliveryUnderDeadline> = {}): DeliveryUnderDeadline => ({
  deliveryId: 'd' as DeliveryId,
  reader: 'r' as AuthorityId,
  state: 'handed-over',
  answered: false,
  told: [],
  ...more,
});
const until = (expects: 'delivery' | 'acceptance' | 'answer') => ({
  expects,
  atRiskAt: '2026-06-10T00:00:00.000Z',
  dueAt: '2026-06-12T00:00:00.000Z',
});
const at = (day: number): Date => new Date(`2026-06-${String(day).padStart(2, '0')}T08:00:00Z`);

describe('a deadline', () => {
  test.each([
    ['delivery', 'waiting', false, false],
    ['delivery', 'handed-over', false, true],
    ['acceptance', 'handed-over', false, false],
    ['acceptance', 'handed-over', true, true],
    ['acceptance', 'accepted-by-reader', false, true],
    ['answer', 'accepted-by-reader', false, false],
    ['answer', 'accepted-by-reader', true, true],
    ['answer', 'rejected-by-reader', false, true],
    ['delivery', 'dead-letter', false, false],
  ] as const)('that expects %s, of a delivery %s, answered %s: kept %s', (expects, state, answered, kept) => {
    expect(isKept(until(expects), delivery({ state, answered }))).toBe(kept);
  });

  test('is told to be at risk once, then to be missed once', () => {
    expect(toTell(until('acceptance'), delivery(), at(9))).toBeUndefined();
    expect(toTell(until('acceptance'), delivery(), at(10))).toBe('deadline-at-risk');
    expect(toTell(until('acceptance'), delivery({ told: ['deadline-at-risk'] }), at(11))).toBeUndefined();
    expect(toTell(until('acceptance'), delivery({ told: ['deadline-at-risk'] }), at(12))).toBe('deadline-missed');
    expect(toTell(until('acceptance'), delivery({ told: ['deadline-missed'] }), at(13))).toBeUndefined();
    expect(toTell(until('answer'), delivery(), at(12))).toBe('answer-overdue');
    expect(toTell(until('answer'), delivery({ answered: true }), at(12))).toBeUndefined();
  });

  test('is looked at when something may have to be told, and not any more when it is kept', () => {
    expect(nextLook(until('acceptance'), [delivery()], at(9))).toEqual(new Date('2026-06-10T00:00:00.000Z'));
    expect(nextLook(until('acceptance'), [delivery()], at(11))).toEqual(new Date('2026-06-12T00:00:00.000Z'));
    expect(nextLook(until('acceptance'), [delivery()], at(13))).toEqual(new Date('2026-06-13T08:10:00.000Z'));
    expect(nextLook(until('acceptance'), [delivery({ state: 'accepted-by-reader' })], at(11))).toBeUndefined();
  });
});
