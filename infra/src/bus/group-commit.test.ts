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

  test('writes no more together than may weigh together, and what came together whatever it weighs', async () => {
    const writes: string[][] = [];
    const group = groupCommit<string>(async (items) => void writes.push([...items]), {
      maxItems: 10,
      maxWeight: 4,
      weightOf: ({ length }) => length,
    });
    await Promise.all([group.add(['aa', 'b']), group.add(['cc']), group.add(['ddd', 'eee']), group.add(['f'])]);
    expect(writes).toEqual([['aa', 'b'], ['cc'], ['ddd', 'eee'], ['f']]);
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

  test('keeps writes apart, but neither the first nor a full one waits', async () => {
    const writes: { readonly items: number; readonly at: number }[] = [];
    const group = groupCommit<number>(
      async (items) => void writes.push({ items: items.length, at: performance.now() }),
      { maxItems: 3, everyMs: 60_000 },
    );
    await group.add([1]);
    await Promise.all([group.add([2]), group.add([3]), group.add([4])]);
    expect(writes.map(({ items }) => items)).toEqual([1, 3]);

    const apart = groupCommit<number>(
      async (items) => void writes.push({ items: items.length, at: performance.now() }),
      { maxItems: 3, everyMs: 30 },
    );
    await apart.add([1]);
    await apart.add([2]);
    expect((writes[3]?.at ?? 0) - (writes[2]?.at ?? 0)).toBeGreaterThanOrEqual(29);
  });
});
