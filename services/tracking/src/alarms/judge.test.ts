import type { AlarmEvent } from '@dienstweg/schemas/events.ts';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type BookedAlarm, openBook } from './book.ts';
import { type Decision, judgeAlarms, type Measured, type OpenAlarm } from './judge.ts';
import { DEFAULT_ALARM_LIMITS } from './rules.ts';

const START = Date.parse('2026-06-01T10:00:00Z');
const limits = {
  'dead-letters': { warning: 1, critical: 10, escalateAfterMinutes: 60 },
  'certificate-expiring': { warning: 1_000, critical: 100, escalateAfterMinutes: 60 },
} as const;

/** A clock with a book: judges what is measured every minute and tells it to the book, as the process does. */
const simulate = () => {
  const book = openBook();
  let now = START;
  let calmSince: ReadonlyMap<string, number> = new Map();
  let n = 0;
  const head = (alarmId: string) => ({ id: `e${++n}`, at: new Date(now).toISOString(), node: 'tracking', alarmId });
  const eventOf = (decision: Decision): AlarmEvent => {
    if (decision.decision === 'raise') return { ...head(`a${n}`), type: 'alarm-raised', ...decision };
    if (decision.decision === 'clear') return { ...head(decision.alarmId), type: 'alarm-cleared' };
    return { ...head(decision.alarmId), type: 'alarm-escalated', ...decision };
  };
  const look = (measured: readonly Measured[], more: { minutes?: number; unknown?: boolean } = {}) => {
    now += (more.minutes ?? 1) * 60_000;
    const unknown = new Set(more.unknown ? (['dead-letters'] as const) : []);
    const judged = judgeAlarms({
      open: book.open(),
      measured,
      unknown,
      limits,
      calmSince,
      calmMs: 120_000,
      now: new Date(now),
    });
    calmSince = judged.calmSince;
    for (const decision of judged.decisions) book.take(eventOf(decision));
    return judged.decisions.map(({ decision }) => decision);
  };
  const acknowledge = (): void => {
    for (const { alarmId } of book.open())
      book.take({ ...head(alarmId), type: 'alarm-acknowledged', by: 'operator', reason: 'sees to it' });
  };
  return { book, look, acknowledge };
};
const dead = (value: number): readonly Measured[] => [{ rule: 'dead-letters', value }];

describe('an alarm', () => {
  test('is raised once, becomes worse once, and is over when its rule was not met for a while', () => {
    const { book, look } = simulate();
    expect([look(dead(0)), look(dead(1)), look(dead(3))]).toEqual([[], ['raise'], []]);
    expect([look(dead(12)), look(dead(13))]).toEqual([['escalate'], []]);
    expect(book.open()[0]).toMatchObject({ severity: 'critical', value: 12, limit: 10 });
    expect([look(dead(0)), look(dead(0)), look(dead(0))]).toEqual([[], [], ['clear']]);
    expect([book.open(), book.cleared()[0]?.state]).toEqual([[], 'cleared']);
  });

  test('of something that goes up and down is told once', () => {
    const { look } = simulate();
    look(dead(1));
    const later = Array.from({ length: 20 }, (_, n) => look(dead(n % 2)));
    expect(later.flat()).toEqual([]);
  });

  test('is told again when nobody acknowledges it, ever more seldom; once acknowledged only when it becomes worse', () => {
    const { book, look, acknowledge } = simulate();
    look(dead(1));
    expect(look(dead(1), { minutes: 59 })).toEqual([]);
    expect(look(dead(1), { minutes: 1 })).toEqual(['escalate']);
    expect(look(dead(1), { minutes: 61 })).toEqual([]);
    expect(look(dead(1), { minutes: 60 })).toEqual(['escalate']);
    acknowledge();
    expect(look(dead(1), { minutes: 3_000 })).toEqual([]);
    expect(look(dead(10))).toEqual(['escalate']);
    expect(book.open()[0]).toMatchObject({ state: 'raised', severity: 'critical' });
    expect(book.open()[0]?.acknowledged).toBeUndefined();
  });

  test('stays as it is while nothing can be learned of its rule', () => {
    const { book, look } = simulate();
    look(dead(1));
    for (let n = 0; n < 10; n += 1) expect(look([], { unknown: true })).toEqual([]);
    expect(book.open()).toHaveLength(1);
  });

  test('is one for each it is about, and of what runs out the less is left the worse', () => {
    const { book, look } = simulate();
    look([
      { rule: 'certificate-expiring', about: 'a', value: 999 },
      { rule: 'certificate-expiring', about: 'b', value: -5 },
      { rule: 'certificate-expiring', about: 'c', value: 1_001 },
    ]);
    expect(book.open().map(({ about, severity }) => [about, severity])).toEqual([
      ['a', 'warning'],
      ['b', 'critical'],
    ]);
  });

  test('a thousand of one rule do not drown the others', () => {
    const { book, look } = simulate();
    look([
      ...Array.from({ length: 1_000 }, (_, n) => ({ rule: 'certificate-expiring' as const, about: `${n}`, value: 1 })),
      ...dead(1),
    ]);
    expect(book.open()).toHaveLength(101);
    expect(book.open().some(({ rule }) => rule === 'dead-letters')).toBe(true);
  });

  test('is the same whichever way its events are repeated', () => {
    const { book, look, acknowledge } = simulate();
    const events: AlarmEvent[] = [];
    const take = book.take;
    book.take = (event) => {
      events.push(event);
      take(event);
    };
    look(dead(1));
    acknowledge();
    look(dead(11));
    look(dead(11), { minutes: 70 });
    look(dead(0));
    look(dead(0), { minutes: 5 });
    const folded = (told: readonly AlarmEvent[]): readonly BookedAlarm[] => {
      const other = openBook();
      for (const event of told) other.take(event);
      return [...other.open(), ...other.cleared()];
    };
    fc.assert(
      fc.property(fc.array(fc.nat({ max: events.length - 1 })), (again) => {
        const told = events.flatMap((event, n) => (again.includes(n) ? [event, ...events.slice(0, n + 1)] : [event]));
        expect(folded(told)).toEqual(folded(events));
      }),
    );
    expect(folded(events)[0]).toMatchObject({ state: 'cleared', severity: 'critical' } satisfies Partial<OpenAlarm>);
  });
});

test('every rule that has limits has them the right way round', () => {
  for (const [rule, value] of Object.entries(DEFAULT_ALARM_LIMITS)) {
    if (value?.warning === undefined || value.critical === undefined) continue;
    const isLeft = rule === 'certificate-expiring' || rule === 'revocation-list-due';
    expect([rule, value.critical > value.warning]).toEqual([rule, !isLeft]);
  }
});
