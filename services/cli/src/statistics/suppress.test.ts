import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Cell, type PublishedRow, publishable } from './suppress.ts';

const LEVELS = 3;
const cell = (path: string, n: number): Cell => ({ path: path.split('/'), n });
const keyOf = (path: readonly string[]): string => path.join('/');
const isWithin = (path: readonly string[], of: readonly string[]): boolean => of.every((name, at) => path[at] === name);

/** The cells a published row is the sum of; `others` are those of its parent that no sibling row names. */
const cellsOf = (row: PublishedRow, rows: readonly PublishedRow[], cells: readonly Cell[]): readonly boolean[] => {
  const siblings = rows.filter(
    (one) => !one.others && one.path.length === row.path.length + 1 && isWithin(one.path, row.path),
  );
  return cells.map(
    ({ path }) => isWithin(path, row.path) && !(row.others && siblings.some((sibling) => isWithin(path, sibling.path))),
  );
};

/** Whether a sum of cells follows from the published sums: whether it lies in the space they span. */
const follows = (published: readonly (readonly boolean[])[], wanted: readonly boolean[]): boolean => {
  const rows = [...published, wanted].map((row) => row.map(Number));
  const target = rows.pop() ?? [];
  const used = new Set<number>();
  for (let column = 0; column < target.length; column += 1) {
    const pivot = rows.findIndex((row, at) => !used.has(at) && Math.abs(row[column] ?? 0) > 1e-9);
    if (pivot < 0) continue;
    used.add(pivot);
    const base = rows[pivot] ?? [];
    for (const row of [...rows.filter((_, at) => at !== pivot), target]) {
      const factor = (row[column] ?? 0) / (base[column] ?? 1);
      for (let at = 0; at < target.length; at += 1) row[at] = (row[at] ?? 0) - factor * (base[at] ?? 0);
    }
  }
  return target.every((value) => Math.abs(value) < 1e-9);
};

/** Every number below the threshold that somebody could reckon from what is published. */
const disclosed = (rows: readonly PublishedRow[], cells: readonly Cell[], threshold: number): readonly string[] => {
  const published = rows.map((row) => cellsOf(row, rows, cells));
  const nodes = new Map<string, readonly string[]>();
  for (const { path } of cells)
    for (let depth = 1; depth <= path.length; depth += 1) nodes.set(keyOf(path.slice(0, depth)), path.slice(0, depth));
  return [...nodes.values()]
    .filter((node) => {
      const within = cells.filter(({ path }) => isWithin(path, node));
      const n = within.reduce((sum, one) => sum + one.n, 0);
      return (
        n > 0 &&
        n < threshold &&
        follows(
          published,
          cells.map(({ path }) => isWithin(path, node)),
        )
      );
    })
    .map(keyOf);
};

/** What one would do without thinking: leave out what is small. */
const naive = (cells: readonly Cell[], threshold: number): readonly PublishedRow[] => {
  const rows = new Map<string, { path: readonly string[]; n: number }>();
  for (const { path, n } of cells)
    for (let depth = 0; depth <= path.length; depth += 1) {
      const at = path.slice(0, depth);
      rows.set(keyOf(at), { path: at, n: (rows.get(keyOf(at))?.n ?? 0) + n });
    }
  return [...rows.values()].filter(({ n }) => n >= threshold).map((row) => ({ ...row, others: false }));
};

const TABLE = [
  cell('a/x/1', 20),
  cell('a/x/2', 3),
  cell('a/y/1', 7),
  cell('b/x/1', 2),
  cell('c/x/1', 40),
  cell('c/x/2', 9),
];

describe('small numbers', () => {
  test('go together with others, and where there is nothing else to go with, nothing is told below', () => {
    expect(publishable(TABLE, LEVELS, 5)?.map(({ path, others, n }) => [keyOf(path), others, n])).toEqual([
      ['', false, 81],
      ['c', false, 49],
      ['c/x', false, 49],
      ['c/x/1', false, 40],
      ['c/x/2', false, 9],
      ['', true, 32],
    ]);
  });

  test('are not told of a whole period either', () => {
    expect(publishable([cell('a/x/1', 2), cell('b/x/1', 2)], LEVELS, 5)).toBeUndefined();
  });

  test('left out without thought are found by subtraction', () => {
    expect(disclosed(naive(TABLE, 5), TABLE, 5)).toEqual(expect.arrayContaining(['a/x/2', 'b']));
  });

  const table = fc.uniqueArray(
    fc.record({
      path: fc.tuple(
        fc.constantFrom('a', 'b', 'c'),
        fc.constantFrom('x', 'y', 'z'),
        fc.constantFrom('1', '2', '3', '4'),
      ),
      n: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 60 })),
    }),
    { selector: ({ path }) => keyOf(path), maxLength: 24 },
  );

  test('cannot be had from any table by any sums and differences', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 3, max: 12 }), (cells, threshold) => {
        const rows = publishable(cells, LEVELS, threshold) ?? [];
        expect(rows.filter(({ n }) => n < threshold)).toEqual([]);
        expect(disclosed(rows, cells, threshold)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('leave totals that are the sums of what stands below them, in whatever order the counts came', () => {
    fc.assert(
      fc.property(
        table.chain((cells) => fc.tuple(fc.constant(cells), fc.shuffledSubarray(cells, { minLength: cells.length }))),
        ([cells, shuffled]) => {
          const rows = publishable(cells, LEVELS, 5) ?? [];
          expect(publishable(shuffled, LEVELS, 5) ?? []).toEqual(rows);
          for (const row of rows.filter(({ others }) => !others)) {
            const beneath = rows.filter(
              (one) =>
                one !== row &&
                isWithin(one.path, row.path) &&
                one.path.length === row.path.length + (one.others ? 0 : 1),
            );
            if (beneath.length > 0) expect(beneath.reduce((sum, { n }) => sum + n, 0)).toBe(row.n);
          }
        },
      ),
    );
  });
});
