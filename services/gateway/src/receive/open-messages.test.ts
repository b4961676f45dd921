import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { expect, test } from '@jest/globals';
import { keepBudget } from './budget.ts';
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

test('bodies together never exceed the budget, except one that is larger than all of it', () => {
  const reserve = keepBudget(100);
  const [first, second] = [reserve(60), reserve(40)];
  expect(reserve(1)).toBeUndefined();
  first?.();
  expect(reserve(60)).toBeDefined();
  expect(reserve(500)).toBeUndefined();
  second?.();
  expect(keepBudget(100)(500)).toBeDefined();
});
