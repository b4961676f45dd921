/** Rows as columns of equal width. */
import { visibleInLine } from './visible.ts';

/** A table with its head, every cell within its line; an empty list gives `nothing`. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[], nothing = '(none)'): string => {
  if (rows.length === 0) return nothing;
  const all = [head, ...rows].map((row) => row.map(visibleInLine));
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
