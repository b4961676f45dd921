import { describe, expect, test } from '@jest/globals';
import { type JestResult, summarize } from './summary.ts';

const result = (counts: Partial<JestResult>): JestResult => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  testResults: [],
  ...counts,
});

describe('the summary of a run', () => {
  test('sums tests and checks, and counts what did not run as failed', () => {
    const failed = {
      name: 'a.test.ts',
      message: '',
      status: 'failed',
      assertionResults: [
        { status: 'failed', fullName: 'keeps its word', failureMessages: ['expected 1\n    at x.ts:1'] },
      ],
    };
    const summary = summarize(
      [
        { name: 'types', ok: true },
        { name: 'lint', ok: false },
      ],
      [
        {
          name: 'one',
          result: result({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, testResults: [failed] }),
        },
        { name: 'two', result: result({ numPassedTests: 1, numRuntimeErrorTestSuites: 1 }) },
        { name: 'three', result: undefined },
      ],
    );
    expect(summary).toMatchObject({ passed: 7, failed: 4, skipped: 2 });
    expect(summary.failures.join('\n')).toContain('keeps its word\n    expected 1');
  });
});
