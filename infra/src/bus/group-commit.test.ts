import { describe, expect, test } from '@jest/globals';
import { groupCommit } from './group-commit.ts';

describe('a group commit', () => {
  test('writes together what was gathered during the write before', async () => {
    const writes: string[][] = [];
    const gate = Promise.withResolvers<void>();
    const group = groupCommit<string>(
      async (items) => {
        writes.push([...items]);
        if (writes.length === 1) await gate.promise;
      },
      { maxItems: 4 },
    );
    const first = group.add(['a']);
    await Promise.resolve();
    const rest = Promise.all([group.add(['b', 'c']), group.add(['d']), group.add(['e', 'f'])]);
    gate.resolve();
    await Promise.all([first, rest]);
    expect(writes).toEqual([['a'], ['b', 'c', 'd'], ['e', 'f']]);
  });

  test('rejects exactly those whose write failed', async () => {
    const group = groupCommit<string>(
      async ([item]) => {
        if (item === 'bad') throw new Error('disk');
      },
      { maxItems: 1 },
    );
    const results = await Promise.allSettled([group.add(['good']), group.add(['bad']), group.add(['fine'])]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await group[Symbol.asyncDispose]();
    await expect(group.add(['late'])).rejects.toThrow('closed');
  });
});
