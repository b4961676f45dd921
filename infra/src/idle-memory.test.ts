import { test } from '@jest/globals';
import { giveBackMemoryWhenIdle } from './idle-memory.ts';
import { until } from './testing/servers.ts';

/** Whether the octets are still kept somewhere. */
const octetsThatNobodyNeeds = (): WeakRef<Uint8Array> => new WeakRef(new Uint8Array(1_000_000));

test('a thread that has nothing to do gives back what its work has left behind', async () => {
  const garbage = octetsThatNobodyNeeds();
  using _ = giveBackMemoryWhenIdle({ everyMs: 20, idleBelow: 0.9, againAfter: 6 });
  await until('it is given back', () => garbage.deref() === undefined);
});
