import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { expect, test } from '@jest/globals';
import type { Progress } from '../attempt/attempt.ts';
import { Pump } from './pump.ts';

const reader = (name: string): AuthorityId => `oin:${name}` as AuthorityId;
const delivery = (name: string): DeliveryId => name as DeliveryId;

const pumpOf = (limits: { readonly perReader: number; readonly altogether: number }) => {
  const begun: string[] = [];
  const ends = new Map<string, (progress: Progress) => void>();
  const pump = new Pump({
    attempt: (id) => {
      begun.push(id);
      return new Promise((end) => ends.set(id, end));
    },
    ...limits,
    steadyMs: () => 0,
  });
  return {
    pump,
    begun,
    offer: (ids: readonly string[]): void => {
      for (const [n, id] of ids.entries()) pump.offer(reader(id.slice(0, 1)), delivery(id), n);
    },
    end: async (id: string, progress: Progress): Promise<void> => {
      ends.get(id)?.(progress);
      await new Promise(setImmediate);
    },
  };
};

test('a free worker that a starved reader cannot use goes to the next one', async () => {
  const { pump, begun, offer, end } = pumpOf({ perReader: 2, altogether: 2 });
  offer(['a1', 'b1', 'b2', 'c1']);
  expect(begun).toEqual(['a1', 'b1']);
  // b stands first among the starved, for b2, and is blocked by what it had under way
  await end('b1', { progress: 'blocked', forMs: 60_000 });
  expect(begun).toEqual(['a1', 'b1', 'c1']);
  await end('a1', { progress: 'settled' });
  await end('c1', { progress: 'settled' });
  pump.close();
});

test('a long line does not keep the only worker from a short one', async () => {
  const { pump, begun, offer, end } = pumpOf({ perReader: 1, altogether: 1 });
  offer(['a1', 'a2', 'a3', 'b1', 'b2']);
  for (const id of ['a1', 'b1', 'a2', 'b2', 'a3']) await end(id, { progress: 'settled' });
  expect(begun).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
  expect(pump.load()).toEqual({ inLine: 0, working: 0 });
});
