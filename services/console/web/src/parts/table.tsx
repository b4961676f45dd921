/**
 * Tables: sorting by head, choice of lines and columns. On a narrow screen each line becomes a card whose values name
 * themselves; roles are written out because such a display would take them away.
 */
import {
  type CellContext,
  type ColumnDef,
  columnVisibilityFeature,
  createSortedRowModel,
  type RowData,
  rowSelectionFeature,
  rowSortingFeature,
  type SortingState,
  sortFn_basic,
  sortFn_text,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icon.tsx';

const features = tableFeatures({
  columnVisibilityFeature,
  rowSelectionFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic, text: sortFn_text },
});

/** One column. */
export interface Column<T> {
  readonly id: string;
  readonly head: string;
  readonly cell: (row: T) => ReactNode;
  /** By what the column is sorted; absent: it is not. */
  readonly by?: (row: T) => string | number;
  readonly numeric?: boolean;
  /** The cell names the line: it becomes its head. */
  readonly names?: boolean;
}

/** Choice of lines by key. */
export interface Choice {
  readonly chosen: ReadonlySet<string>;
  readonly choose: (chosen: ReadonlySet<string>) => void;
  /** What a line is called, for its check box. */
  readonly labelOf: (key: string) => string;
}

interface TableNeeds<T> {
  /** Says what the table is. */
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly hidden?: readonly string[];
  readonly choice?: Choice;
  readonly sortedBy?: { readonly id: string; readonly desc: boolean };
}

/** A table. */
export const Table = <T extends RowData>({
  caption,
  columns,
  rows,
  keyOf,
  hidden = [],
  choice,
  sortedBy,
}: TableNeeds<T>) => {
  const { t } = useTranslation();
  const [sorting, setSorting] = useState<SortingState>(sortedBy === undefined ? [] : [sortedBy]);
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const definitions = useMemo<ColumnDef<typeof features, T>[]>(
    () =>
      columns.map(({ id, head, cell, by }) => ({
        id,
        header: head,
        accessorFn: by ?? (() => ''),
        enableSorting: by !== undefined,
        sortFn: 'basic' as const,
        cell: (context: CellContext<typeof features, T>) => cell(context.row.original),
      })),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: keyOf,
    state: {
      sorting,
      columnVisibility: Object.fromEntries(hidden.map((id) => [id, false])),
      rowSelection: Object.fromEntries([...(choice?.chosen ?? [])].map((key) => [key, true])),
    },
    onSortingChange: setSorting,
  });
  const keys = rows.map(keyOf);
  const all = choice !== undefined && keys.length > 0 && keys.every((key) => choice.chosen.has(key));
  const toggle = (key: string): void => {
    const next = new Set(choice?.chosen);
    if (!next.delete(key)) next.add(key);
    choice?.choose(next);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: no set of fields, and no landmark beside that of its section
    <div className="table-region" role="group" aria-label={caption} tabIndex={0}>
      {/* biome-ignore-start lint/a11y/noRedundantRoles: displayed as blocks on narrow screens, which takes the roles away */}
      <table className="table" role="table">
        <caption className="kern-sr-only">{caption}</caption>
        <thead role="rowgroup">
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} role="row">
              {choice === undefined ? null : (
                <th scope="col" role="columnheader" className="table__choose">
                  <input
                    type="checkbox"
                    checked={all}
                    onChange={() => choice.choose(all ? new Set() : new Set(keys))}
                    aria-label={t('table.chooseAll')}
                  />
                </th>
              )}
              {group.headers.map((header) => {
                const sorted = header.column.getIsSorted();
                const column = byId.get(header.column.id);
                return (
                  <th
                    key={header.id}
                    scope="col"
                    role="columnheader"
                    className={column?.numeric === true ? 'table__number' : undefined}
                    {...(sorted === false ? {} : { 'aria-sort': sorted === 'asc' ? 'ascending' : 'descending' })}
                  >
                    {header.column.getCanSort() ? (
                      <button type="button" className="table__sort" onClick={header.column.getToggleSortingHandler()}>
                        {column?.head}
                        <Icon
                          name={sorted === 'asc' ? 'arrow-up' : sorted === 'desc' ? 'arrow-down' : 'sort'}
                          size={14}
                        />
                      </button>
                    ) : (
                      column?.head
                    )}
                  </th>
                );
              })}
            </tr>
          ))}
        </thead>
        <tbody role="rowgroup">
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id} role="row" data-chosen={choice?.chosen.has(row.id) === true ? '' : undefined}>
              {choice === undefined ? null : (
                <td role="cell" className="table__choose">
                  <input
                    type="checkbox"
                    checked={choice.chosen.has(row.id)}
                    onChange={() => toggle(row.id)}
                    aria-label={choice.labelOf(row.id)}
                  />
                </td>
              )}
              {row.getVisibleCells().map((cell) => {
                const column = byId.get(cell.column.id);
                const content = column?.cell(row.original);
                const className = column?.numeric === true ? 'table__number' : undefined;
                return column?.names === true ? (
                  <th key={cell.id} scope="row" role="rowheader" data-label={column.head} className={className}>
                    {content}
                  </th>
                ) : (
                  <td key={cell.id} role="cell" data-label={column?.head} className={className}>
                    {content}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y/noRedundantRoles: see above */}
    </div>
  );
};
