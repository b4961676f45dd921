import { expect, test } from '@jest/globals';
import { keepTurns, SLOW_MS, type Turn } from './turns.ts';

const two = { threads: 2, queueLength: 100 };
/** Whose turns come, in order, each done after a while at a moment of its own. */
const order = (turns: ReturnType<typeof keepTurns<string>>, count: number, tookMs: (asker: string) => number) =>
  Array.from({ length: count }, () => {
    const turn = turns.next(0, false);
    if (turn === undefined) return '-';
    turns.ended(turn, tookMs(turn.asker), 0);
    return turn.asker;
  });

test('what one hands in is examined in its order', () => {
  const turns = keepTurns<string>(two);
  for (const work of ['1', '2', '3']) turns.add('a', work);
  expect([turns.next(0, false)?.work, turns.next(0, false)?.work, turns.next(0, false)?.work]).toEqual(['1', '2', '3']);
  expect(turns.next(0, false)).toBeUndefined();
});

test('one that comes later with little does not wait for all of one that came with much', () => {
  const turns = keepTurns<string>(two);
  for (let i = 0; i < 10; i += 1) turns.add('much', `${i}`);
  // two are under way, nothing is done yet
  turns.next(0, false);
  turns.next(0, false);
  turns.add('little', 'x');
  expect(turns.next(0, false)?.asker).toBe('little');
});

test('threads are shared by time and not by number', () => {
  const turns = keepTurns<string>(two);
  for (let i = 0; i < 20; i += 1) {
    turns.add('long', `${i}`);
    turns.add('short', `${i}`);
  }
  const came = order(turns, 12, (asker) => (asker === 'long' ? 100 : 10));
  expect(came.filter((asker) => asker === 'long').length).toBeLessThanOrEqual(2);
});

test('who was away has no more to claim than who stayed', () => {
  const turns = keepTurns<string>(two);
  for (let i = 0; i < 40; i += 1) turns.add('stays', `${i}`);
  order(turns, 20, () => 10);
  for (let i = 0; i < 20; i += 1) turns.add('comes', `${i}`);
  expect(order(turns, 10, () => 10).filter((asker) => asker === 'stays').length).toBeGreaterThanOrEqual(4);
});

test('who hands in what takes long gets half of the threads and lets nobody wait behind it, until a while has passed', () => {
  const turns = keepTurns<string>({ threads: 4, queueLength: 100 });
  for (let i = 0; i < 10; i += 1) turns.add('slow', `${i}`);
  const first = turns.next(0, false) as Turn<string>;
  turns.ended(first, SLOW_MS + 1, 0);
  expect(turns.next(1, true)).toBeUndefined();
  const [one, other] = [turns.next(1, false), turns.next(1, false)];
  expect([one?.isSlow, other?.isSlow]).toEqual([true, true]);
  expect(turns.next(1, false)).toBeUndefined();
  turns.add('other', 'x');
  expect(turns.next(1, true)?.asker).toBe('other');
  turns.ended(one as Turn<string>, 5, 10);
  expect(turns.next(10, false)?.asker).toBe('slow');
  expect(turns.next(60_001, true)).toMatchObject({ asker: 'slow', isSlow: false });
});

test('with a single thread what takes long goes on, in its turn', () => {
  const turns = keepTurns<string>({ threads: 1, queueLength: 100 });
  for (let i = 0; i < 3; i += 1) turns.add('slow', `${i}`);
  turns.ended(turns.next(0, false) as Turn<string>, 5_000, 0);
  turns.add('other', 'x');
  turns.add('other', 'y');
  expect(order(turns, 4, (asker) => (asker === 'slow' ? 5_000 : 5))).toEqual(['other', 'other', 'slow', 'slow']);
});

test('nobody fills the queue alone, and what was not begun comes first again', () => {
  const turns = keepTurns<string>({ threads: 1, queueLength: 4 });
  expect(['1', '2', '3'].map((work) => turns.add('a', work))).toEqual([true, true, false]);
  expect(['1', '2', '3'].map((work) => turns.add(work, work))).toEqual([true, true, false]);
  expect(turns.waiting()).toBe(4);
  const turn = turns.next(0, false) as Turn<string>;
  turns.back(turn);
  expect(turns.waiting()).toBe(4);
  expect(turns.next(0, false)?.work).toBe(turn.work);
  expect(turns.clear()).toHaveLength(3);
  expect(turns.next(0, false)).toBeUndefined();
});
