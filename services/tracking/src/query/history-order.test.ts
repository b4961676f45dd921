import { describe, expect, test } from '@jest/globals';
import { inOrderOfTime } from './history-order.ts';

const told = (type: string, at: string, position: number, history = 'one') => ({ type, at, position, history });

describe('the order of a history', () => {
  test('is that of time, whatever came into the stream first', () => {
    const events = [told('handed-over', '10:00:02', 1, 'two'), told('handed-over', '10:00:01', 2)];
    expect(inOrderOfTime(events).map(({ position }) => position)).toEqual([2, 1]);
  });

  test('has no reader decide on what it has not got', () => {
    const events = [
      told('accepted-by-reader', '10:00:01.494', 1),
      told('handed-over', '10:00:01.529', 2),
      told('attempt-failed', '10:00:00.100', 3),
    ];
    expect(inOrderOfTime(events).map(({ type }) => type)).toEqual([
      'attempt-failed',
      'handed-over',
      'accepted-by-reader',
    ]);
  });
});
