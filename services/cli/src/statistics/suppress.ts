/**
 * Small numbers do not leave the house, nor can they be had by subtraction. Pure and deterministic.
 *
 * Counts are published as a tree: of each period its total, below it each message type, below that each service, below
 * that each region. Every total is the sum of what stands below it, so whoever leaves out one number has published it.
 * Therefore children below the threshold go together into one row "others", with the smallest of the rest where these
 * alone would be one only, or fewer than the threshold. Nothing stands below "others", and there is one tree only: the
 * same messages counted along other lines as well would be a second equation.
 */

/** One count by its path, such as type, service, region. */
export interface Cell {
  readonly path: readonly string[];
  readonly n: number;
}

/** A published row. `others`: several children together, of which nothing more is said. */
export interface PublishedRow {
  readonly path: readonly string[];
  readonly others: boolean;
  readonly n: number;
}

interface Child {
  readonly name: string;
  readonly cells: readonly Cell[];
  readonly n: number;
}

const sumOf = (all: readonly { readonly n: number }[]): number => all.reduce((sum, { n }) => sum + n, 0);

const childrenOf = (cells: readonly Cell[], depth: number): readonly Child[] =>
  [...Map.groupBy(cells, ({ path }) => path[depth] ?? '')]
    .map(([name, below]) => ({ name, cells: below, n: sumOf(below) }))
    .filter(({ n }) => n > 0)
    .toSorted((a, b) => a.n - b.n || (a.name < b.name ? -1 : 1));

/** The children that go together: none, or at least two with the threshold reached. The smallest first. */
const togetherOf = (children: readonly Child[], threshold: number): readonly Child[] => {
  const small = children.filter(({ n }) => n < threshold);
  if (small.length === 0) return [];
  for (let length = small.length; length <= children.length; length += 1) {
    const together = children.slice(0, length);
    if (together.length >= 2 && sumOf(together) >= threshold) return together;
  }
  return children;
};

const byName = (a: Child, b: Child): number => (a.name < b.name ? -1 : 1);

const below = (
  cells: readonly Cell[],
  path: readonly string[],
  depth: number,
  levels: number,
  threshold: number,
): readonly PublishedRow[] => {
  if (depth === levels) return [];
  const children = childrenOf(cells, depth);
  const together = new Set(togetherOf(children, threshold));
  // all of them together say no more than their total, which stands above
  if (together.size === children.length) return [];
  const alone = children.filter((child) => !together.has(child)).toSorted(byName);
  return [
    ...alone.flatMap((child) => {
      const here = [...path, child.name];
      return [{ path: here, others: false, n: child.n }, ...below(child.cells, here, depth + 1, levels, threshold)];
    }),
    ...(together.size === 0 ? [] : [{ path, others: true, n: sumOf([...together]) }]),
  ];
};

/**
 * The rows of one period: its total (path of length 0) and what may stand below it; `undefined` where the whole period
 * has fewer than the threshold. Periods have no total in common.
 */
export const publishable = (
  cells: readonly Cell[],
  levels: number,
  threshold: number,
): readonly PublishedRow[] | undefined => {
  const n = sumOf(cells);
  if (n < threshold) return undefined;
  return [{ path: [], others: false, n }, ...below(cells, [], 0, levels, threshold)];
};
