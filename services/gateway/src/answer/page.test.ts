import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import { expect, test } from '@jest/globals';
import { pageOf } from './page.ts';

test('pages follow each other to the end, each item once', () => {
  const first = pageOf([1, 2, 3], { after: undefined, limit: 2, edition: 7 });
  expect(first).toEqual({ items: [1, 2], next: '7.2' });
  expect(pageOf([1, 2, 3], { after: first.next, limit: 2, edition: 7 })).toEqual({ items: [3] });
});

test.each(['6.2', 'nonsense', ''])('the cursor %p of another edition is refused with what to do', (after) => {
  const ask = () => pageOf([1, 2, 3], { after, limit: 2, edition: 7 });
  expect(ask).toThrow(ProblemError);
  expect(ask).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'request-invalid' }) }));
});
