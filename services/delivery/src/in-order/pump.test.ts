import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { expect, test } from '@jest/globals';
import type { Progress } from '../attempt/attempt.ts';
import { Pump } from './pump.ts';

const reader = (name: string): AuthorityId => `oin:${name}` as AuthorityId;
const delivery = (name: string): DeliveryId => name as DeliveryId;

test('a free worker that a starved reader cannot use goes to the next one', async () => {
  const begun: string[] = [];
  const ends = new Map<string, (progress: Progress) => void>();
  const pump = new Pump({
    attempt: (id) => {
      begun.push(id);
      return new Promise((end) => ends.set(id, end));
    },
    perReader: 2,
    altogether: 2,
    steadyMs: () => 0,
  });
  const end = async (id: string, progress: Progress): Promise<void> => {
    ends.get(id)?.(progress);
    await new Promise(setImmediate);
  };
  const offered = [
    ['a', 'a1'],
    ['b', 'b1'],
    ['b', 'b2'],
    ['c', 'c1'],
  ] as const;
  for (const [n, [to, id]] of offered.entries()) pump.offer(reader(to), delivery(id), n);
  expect(begun).toEqual(['a1', 'b1']);
  // b stands first among the starved, for b2, and is blocked by what it had under way
  await end('b1', { progress: 'blocked', forMs: 60_000 });
  expect(begun).toEqual(['a1', 'b1', 'c1']);
  await end('a1', { progress: 'settled' });
  await end('c1', { progress: 'settled' });
  pump.close();
});
