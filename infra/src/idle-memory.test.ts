import { performance } from 'node:perf_hooks';
import { expect, test } from '@jest/globals';
import { giveBackMemoryWhenIdle } from './idle-memory.ts';
import { until } from './testing/servers.ts';

/** Whether the octets are still kept somewhere. */
const octetsThatNobodyNeeds = (): WeakRef<Uint8Array> => new WeakRef(new Uint8Array(1_000_000));

test('a thread that works keeps what it has, and gives it back once it has nothing to do', async () => {
  // a weak reference is kept until the turn of the loop ends
  const garbage = octetsThatNobodyNeeds();
  using _ = giveBackMemoryWhenIdle({ everyMs: 20, idleBelow: 0.5, againAfter: 6 });
  const workedUntil = performance.now() + 200;
  while (performance.now() < workedUntil) {
    const busyUntil = performance.now() + 15;
    while (performance.now() < busyUntil);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(garbage.deref()).toBeDefined();
  await until('it is given back', () => garbage.deref() === undefined);
});
