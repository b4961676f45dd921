import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { describe, expect, test } from '@jest/globals';
import { keepBudget, type Reservation } from './budget.ts';
import { countOpen } from './open-messages.ts';

const [a, b] = ['dvdv:xga:990100007007', 'dvdv:fin:990100000000'] as unknown as readonly [AuthorityId, AuthorityId];

test('an author with too many messages on their way must wait until some have ended, the others need not', () => {
  const open = countOpen(3);
  for (let count = 0; count < 3; count += 1) open.accepted(a);
  expect([open.isTooMany(a), open.isTooMany(b)]).toEqual([true, false]);
  const take = open.ask();
  open.accepted(a);
  take(new Map([[a, 1]]));
  expect(open.isTooMany(a)).toBe(false);
  open.accepted(a);
  expect(open.isTooMany(a)).toBe(true);
});

test('a question that is not answered forgets nothing', () => {
  const open = countOpen(2);
  open.accepted(a);
  const take = open.ask();
  open.accepted(a);
  take(undefined);
  expect(open.isTooMany(a)).toBe(true);
});

describe('room for bodies', () => {
  const given = (one: Reservation): (() => void) => {
    if (!one.ok) throw new Error(`no room: ${one.because}`);
    return one.release;
  };

  test('together they never exceed the budget, except one that is larger than all of it', () => {
    const reserve = keepBudget(100);
    const authorities = Array.from({ length: 5 }, (_, n) => `ags:9900000${n}` as AuthorityId);
    const held = authorities.slice(0, 4).map((each) => given(reserve(each, 25)));
    expect(reserve('ags:99000009' as AuthorityId, 1)).toEqual({ ok: false, because: 'full' });
    held[0]?.();
    given(reserve('ags:99000009' as AuthorityId, 25));
    expect(keepBudget(100)(a, 500).ok).toBe(true);
  });

  test('nobody holds more than a quarter, so that what one never ends keeps nobody else out', () => {
    const reserve = keepBudget(100);
    const first = given(reserve(a, 20));
    expect(reserve(a, 6)).toEqual({ ok: false, because: 'share' });
    given(reserve('ags:99000009' as AuthorityId, 20));
    first();
    given(reserve(a, 25));
  });
});
