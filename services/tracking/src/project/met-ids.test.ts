import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { noneMet } from './met-ids.ts';

test('what was met is always known, and what was not hardly ever', () => {
  const met = noneMet();
  const ids = Array.from({ length: 5_000 }, () => randomUUID());
  const taken = ids.filter((id) => met.meet(id)).length;
  expect(taken).toBeLessThan(10);
  expect(ids.every((id) => met.meet(id))).toBe(true);
});
