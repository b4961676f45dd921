/** From the text of a file, as it comes in, to entries with their lines and to everything wrong with it. */
import type { EntryKind, RegistryChange, RegistryEntry } from '../change/changes.ts';
import type { ChangeFinding } from '../check/check-texts.ts';
import type { EntryRead } from './check-entry.ts';
import { COLUMNS } from './columns.ts';
import { type CsvRow, csvScanner, separatorOf } from './csv-rows.ts';
import { type JsonValue, jsonScanner } from './json-values.ts';
import { isKind, kindOfHead, type Nearest, readHead } from './read-head.ts';
import { type RowReader, rowReader } from './row.ts';
import type { TableFinding } from './texts.ts';

/** The longest row or value that is read, in UTF-16 units. */
export const LONGEST_ROW = 1024 * 1024;

type Close = RegistryChange['closes'][number];

/** Where what was read goes, in the order of the file. */
export interface TableNeeds {
  /** The kind that was named; absent: the file tells. */
  readonly kind?: EntryKind;
  /** Made by `entryReader`. */
  readonly check: (value: unknown) => EntryRead;
  readonly nearest: Nearest;
  readonly onEntry: (entry: RegistryEntry, line: number) => void;
  /** A line of the list `closes` of a change in JSON; not checked. */
  readonly onClose: (close: unknown, line: number) => void;
  /** The members of a document in JSON that are no lists of entries, e.g. `edition`, `reason`. */
  readonly onDocument: (members: Readonly<Record<string, unknown>>) => void;
  readonly onFinding: (finding: TableFinding) => void;
}

/** Takes text in pieces of any length; `push` is false once nothing more is read. */
export interface TableReader {
  push(text: string): boolean;
  end(): void;
}

/** Whether something is a line of `closes`. */
export const isClose = (value: unknown): value is Close =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'validUntil' in value &&
  typeof value.validUntil === 'string';

/** Reads JSON of any of the forms of `json-values.ts`. */
export const jsonReader = (needs: TableNeeds): TableReader => {
  const { kind, check } = needs;
  const take = ({ value, line, within }: JsonValue): void => {
    if (within === 'closes') needs.onClose(value, line);
    else if (within === 'document') needs.onDocument(value as Readonly<Record<string, unknown>>);
    else {
      const read = check(value);
      if (!read.ok) findings(needs, read, line, value);
      else if (kind === undefined || read.entry.kind === kind) needs.onEntry(read.entry, line);
      else needs.onFinding({ line, text: 'kind-other', values: { kind: read.entry.kind, table: kind } });
    }
  };
  return jsonScanner({
    longest: LONGEST_ROW,
    onValue: take,
    onFault: ({ line, fault }) => needs.onFinding({ line, text: fault, values: { limit: LONGEST_ROW } }),
  });
};

/** A table whose head was read: its kind, and the place of the column that says so in each row (-1: none). */
interface Table {
  readonly kind: EntryKind;
  readonly read: RowReader;
  readonly kindAt: number;
}

/** Why a row cannot be one of this table. */
const misfit = ({ cells, line }: CsvRow, { kind, kindAt }: Table, columns: number): TableFinding | undefined => {
  if (cells.length < columns || cells.slice(columns).some((cell) => cell !== ''))
    return { line, text: 'cell-count', values: { count: cells.length, columns } };
  const stated = kindAt === -1 ? kind : (cells[kindAt] ?? '');
  return stated === kind ? undefined : { line, text: 'kind-other', values: { kind: stated, table: kind } };
};

/** Reads a table with a head. The separator is told by its first line, which must come whole with the first piece. */
export const csvReader = (needs: TableNeeds): TableReader => {
  const { check } = needs;
  let head: CsvRow | undefined;
  let table: Table | undefined;
  let isRefused = false;

  const refuse = (found: readonly TableFinding[]): undefined => {
    isRefused = true;
    for (const finding of found) needs.onFinding(finding);
  };
  const begin = ({ cells: first, line: firstLine }: CsvRow, { cells, line }: CsvRow): Table | undefined => {
    const names = first.map((name) => name.trim());
    const kindAt = names.indexOf('kind');
    const stated = kindAt === -1 ? undefined : (cells[kindAt] ?? '');
    if (stated !== undefined && !isKind(stated)) {
      const wrong = check({ kind: stated });
      if (!wrong.ok) findings(needs, wrong, line, undefined);
      isRefused = true;
      return undefined;
    }
    const kind = needs.kind ?? stated ?? kindOfHead(names);
    if (kind === undefined) return refuse([{ line: firstLine, text: 'kind-unclear' }]);
    const read = readHead(kind, names, firstLine, needs.nearest);
    if (read.findings.length > 0) return refuse(read.findings);
    return { kind, read: rowReader(kind, read.places), kindAt };
  };
  const onRow = (row: CsvRow): void => {
    if (isRefused) return;
    if (head === undefined) {
      head = row;
      return;
    }
    table ??= begin(head, row);
    if (table === undefined) return;
    const wrong = misfit(row, table, head.cells.length);
    if (wrong === undefined) takeRow(row, table);
    else needs.onFinding(wrong);
  };
  const takeRow = ({ cells, line }: CsvRow, { kind, read }: Table): void => {
    const value = read(cells);
    const checked = check(value);
    if (checked.ok) needs.onEntry(checked.entry, line);
    else findings(needs, checked, line, value, kind);
  };

  let scanner: TableReader | undefined;
  const begun = (text: string): TableReader => {
    scanner ??= csvScanner({
      separator: separatorOf(text.slice(0, text.indexOf('\n') === -1 ? undefined : text.indexOf('\n'))),
      longest: LONGEST_ROW,
      onRow,
      onFault: ({ line, fault }) => {
        // without its head nothing of a table can be read
        if (head === undefined) isRefused = true;
        needs.onFinding({ line, text: fault, values: { limit: LONGEST_ROW } });
      },
    });
    return scanner;
  };
  return {
    push: (text) => begun(text).push(text) && !isRefused,
    end: () => {
      scanner?.end();
      if (isRefused) return;
      if (head === undefined) refuse([{ line: 1, text: 'no-head' }]);
      // a table without rows must have the right columns all the same
      else if (table === undefined && !head.cells.includes('kind')) begin(head, { line: head.line, cells: [] });
    },
  };
};

type Refused = Extract<EntryRead, { ok: false }>;

const findings = ({ onFinding }: TableNeeds, read: Refused, line: number, value: unknown, kind?: EntryKind): void => {
  const id = typeof value === 'object' && value !== null && 'id' in value ? String(value.id).slice(0, 200) : '';
  const place = (at: string): string => [id, at].filter((piece) => piece !== '').join(', ');
  for (const finding of read.findings)
    onFinding({
      line,
      entry: kind === undefined ? { ...finding, at: place(finding.at) } : byColumn(finding, kind, place),
    });
};

/** A finding of an entry from a table: places and members are told by their columns. */
const byColumn = (finding: ChangeFinding, kind: EntryKind, place: (at: string) => string): ChangeFinding => {
  const at = finding.at.slice(1).replaceAll('/', '.');
  if (finding.text !== 'missing') return { ...finding, at: place(at) };
  const path = [at, String(finding.values?.name ?? '')].filter((piece) => piece !== '').join('.');
  const within = COLUMNS[kind].filter(({ name }) => name.startsWith(`${path}.`));
  const column = within.find(({ required }) => required)?.name ?? within.map(({ name }) => name).join(' | ');
  return { ...finding, at: place(''), values: { ...finding.values, name: column || path } };
};
