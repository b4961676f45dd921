import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { expect, test } from '@jest/globals';
import { askUntil } from './wait.ts';

const isDone = (answer: string): boolean => answer === 'done';

/** Answers in this order, the last one again and again; a problem's code is thrown as that problem. */
const answering = (
  ...answers: readonly ('asked' | 'done' | 'broker-unavailable' | 'alarm-unknown' | 'system-not-running')[]
) => {
  const left = [...answers];
  const asked: string[] = [];
  const ask = async (): Promise<string> => {
    const answer = (left.length > 1 ? left.shift() : left[0]) ?? 'done';
    asked.push(answer);
    if (answer === 'asked' || answer === 'done') return answer;
    throw new ProblemError(problem(answer));
  };
  return { ask, asked };
};

test('asks until it is satisfied, also of who cannot answer for a moment', async () => {
  const { ask, asked } = answering('asked', 'broker-unavailable', 'asked', 'done');
  expect(await askUntil(ask, isDone, 10_000, 1)).toBe('done');
  expect(asked).toHaveLength(4);
});

test('what asking again does not mend is thrown at once', async () => {
  for (const code of ['alarm-unknown', 'system-not-running'] as const) {
    const { ask, asked } = answering(code, 'done');
    await expect(askUntil(ask, isDone, 10_000, 1)).rejects.toMatchObject({ problem: { code } });
    expect(asked).toHaveLength(1);
  }
});

test('when the time is over the last answer counts, whatever it is', async () => {
  expect(await askUntil(answering('asked').ask, isDone, 20, 1)).toBe('asked');
  const never = answering('broker-unavailable');
  await expect(askUntil(never.ask, isDone, 20, 1)).rejects.toMatchObject({ problem: { code: 'broker-unavailable' } });
  expect(never.asked.length).toBeGreaterThan(1);
});
