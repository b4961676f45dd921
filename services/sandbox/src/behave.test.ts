import { describe, expect, test } from '@jest/globals';
import { parseBehaviour, reactionTo } from './behave.ts';

const first = { attempt: 1, refusedBefore: false };

describe('behaviour of a sandbox recipient', () => {
  test.each([
    ['accept', { told: 'accept' }],
    ['take-and-die', { told: 'take-and-die' }],
    ['status:503', { told: 'status', status: 503 }],
    ['retry-after:2', { told: 'retry-after', seconds: 2 }],
  ])('%s is understood', (text, told) => {
    expect(parseBehaviour(text)).toEqual(told);
  });

  test.each(['', 'status:', 'status:99', 'status:600', 'retry-after:-1', 'explode'])('"%s" is not', (text) => {
    expect(parseBehaviour(text)).toBeUndefined();
  });

  test('a disturbed recipient comes back by itself, and at once when told', () => {
    expect(reactionTo('down-until', { told: 'default' }, first)).toEqual({ react: 'reset' });
    expect(reactionTo('down-until', { told: 'default' }, { attempt: 3, refusedBefore: false }).react).toBe('take');
    expect(reactionTo('down-until', { told: 'accept' }, first).react).toBe('take');
  });

  test('a refusing recipient takes what it refused before, and goes on refusing what is new', () => {
    expect(reactionTo('refuse-until', { told: 'default' }, first)).toMatchObject({ react: 'status', status: 400 });
    expect(reactionTo('refuse-until', { told: 'default' }, { attempt: 1, refusedBefore: true }).react).toBe('take');
  });

  test('what it was told goes before what its data says', () => {
    expect(reactionTo('accept', { told: 'down' }, first)).toEqual({ react: 'reset' });
    expect(reactionTo('accept', { told: 'retry-after', seconds: 7 }, first)).toEqual({
      react: 'status',
      status: 503,
      headers: { 'retry-after': '7' },
    });
  });
});
