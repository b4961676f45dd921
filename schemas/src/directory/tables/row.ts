/** A row of a table and the entry it stands for. */
import type { EntryKind, RegistryEntry } from '../change/changes.ts';
import { readSafe, writeSafe } from './cells.ts';
import { COLUMNS, type Column, cellOfValue, valueOfCell } from './columns.ts';

/** Names of the columns of a kind's table, in their order. */
export const headOf = (kind: EntryKind): readonly string[] => ['kind', ...COLUMNS[kind].map(({ name }) => name)];

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;

/** The value of a column in an entry. */
export const valueIn = (entry: RegistryEntry, { path: [first, second] }: Pick<Column, 'path'>): unknown => {
  const value = memberOf(entry, first);
  return second === undefined ? value : memberOf(value, second);
};

/** The cells of an entry in the order of its kind's columns. Members that are empty objects leave no trace. */
export const cellsOf = (entry: RegistryEntry): readonly string[] => [
  entry.kind,
  ...COLUMNS[entry.kind].map((column) => writeSafe(cellOfValue(column.form, valueIn(entry, column)))),
];

/** The entry of a row, as far as its cells say it: whether it is one is for the check of entries to tell. */
export type RowReader = (cells: readonly string[]) => Readonly<Record<string, unknown>>;

/** Reads rows whose cells stand in the order of `places`; a place without column is passed over. */
export const rowReader = (kind: EntryKind, places: readonly (Column | undefined)[]): RowReader => {
  const always = COLUMNS[kind].filter(({ alwaysList }) => alwaysList);
  return (cells) => {
    const entry: Record<string, unknown> = { kind };
    for (let place = 0; place < places.length; place += 1) {
      const column = places[place];
      const cell = cells[place];
      if (column === undefined || cell === undefined || cell === '') continue;
      const value = valueOfCell(column.form, readSafe(cell));
      const [first, second] = column.path;
      if (second === undefined) entry[first] = value;
      else {
        entry[first] ??= {};
        (entry[first] as Record<string, unknown>)[second] = value;
      }
    }
    for (const { path } of always) entry[path[0]] ??= [];
    return entry;
  };
};
