import { expect, test } from '@jest/globals';
import { violation } from '../problems/problem.ts';
import { differences } from './samples.ts';

const refusal = violation('schema-violation', 'wrong', { language: 'en', line: 3 });
const warning = {
  ...violation('code-list-violation', 'not in the list', { language: 'en', line: 5 }),
  severity: 'warning',
} as const;

test('a sample that is taken with a warning is valid, and the warning is told', () => {
  expect(differences([], [warning])).toEqual({
    faults: [],
    warned: [expect.stringContaining('code-list-violation, line 5')],
  });
});

test('a refusal that nobody expected is a fault, and so is an expectation that nothing answers', () => {
  expect(differences([{ code: 'code-list-violation', line: 5 }], [refusal, warning])).toEqual({
    faults: [expect.stringContaining('found, but not expected: schema-violation, line 3')],
    warned: [],
  });
  expect(differences([{ code: 'schema-violation', line: 4 }], [refusal]).faults).toHaveLength(2);
});
