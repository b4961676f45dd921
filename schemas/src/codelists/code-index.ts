/** One column of a code list, ready to be asked: which codes it has, and on which days each counts. Pure. */
import { isDay } from '../directory/change/change-formats.ts';
import type { CodeList, CodeListRow } from './genericode.ts';

/** Days (`YYYY-MM-DD`) on which a code counts, both inclusive as lists state them; absent: without limit. */
export interface CodeDays {
  readonly from?: string;
  readonly to?: string;
}

/** The codes of one column. */
export interface CodeIndex {
  /** Canonical URI of the list; where it states none, the file. */
  readonly list: string;
  readonly version: string;
  readonly size: number;
  /** Codes that stand in more than one row. */
  readonly duplicates: readonly string[];
  /**
   * When a code counts: `always`, on the days of its rows, or `undefined` where the list does not have it. A code of
   * several rows counts on the days of each.
   */
  daysOf(code: string): 'always' | readonly CodeDays[] | undefined;
  /** At most three codes that somebody who wrote this may have meant, the nearest first. */
  near(code: string): readonly string[];
}

/** Names by which lists call the columns of days; compared without case, blanks and punctuation. */
const FROM = ['validfrom', 'gueltigab', 'gültigab', 'gueltigvon', 'gültigvon', 'datumgueltigkeitab', 'effectivefrom'];
const TO = ['validto', 'validuntil', 'gueltigbis', 'gültigbis', 'datumgueltigkeitbis', 'effectiveto'];

const columnNamed = ({ columns }: CodeList, wanted: readonly string[]): string | undefined =>
  columns.find(({ names }) => names.some((name) => wanted.includes(name.toLowerCase().replace(/[^\p{L}]/gu, ''))))?.id;

const daysIn = (row: CodeListRow, from: string | undefined, to: string | undefined): CodeDays => {
  const dayAt = (column: string | undefined): string | undefined => {
    const day = column === undefined ? undefined : row.values.get(column)?.slice(0, 10);
    return day !== undefined && isDay(day) ? day : undefined;
  };
  const first = dayAt(from);
  const last = dayAt(to);
  return { ...(first === undefined ? {} : { from: first }), ...(last === undefined ? {} : { to: last }) };
};

/** Whether a code counts on a day. */
export const countsOn = (days: readonly CodeDays[], day: string): boolean =>
  days.some(({ from, to }) => (from === undefined || from <= day) && (to === undefined || day <= to));

/** Edits between two texts (Levenshtein), or more than `most` as soon as that is clear. */
export const editsBetween = (a: string, b: string, most: number): number => {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    if (Math.min(...next) > most) return most + 1;
    row = next;
  }
  return row[b.length] ?? 0;
};

const MOST_EDITS = 2;
/** Longer texts are no misspelt codes. */
const LONGEST_GUESSED = 60;

const nearest = (codes: Iterable<string>, code: string): readonly string[] => {
  if (code.length > LONGEST_GUESSED) return [];
  const wanted = code.toLowerCase();
  const most = Math.min(MOST_EDITS, Math.max(1, Math.floor(code.length / 2)));
  return [...codes]
    .map((each) => ({ each, edits: editsBetween(wanted, each.toLowerCase(), most) }))
    .filter(({ edits }) => edits <= most)
    .sort((a, b) => a.edits - b.edits || (a.each < b.each ? -1 : 1))
    .slice(0, 3)
    .map(({ each }) => each);
};

/** The column that codes are taken from: the one named, else the first key, else the first column. */
export const codeColumn = (list: CodeList, column?: string): string | undefined =>
  column === undefined
    ? (list.keys[0] ?? list.columns[0]?.id)
    : list.columns.find(({ names }) => names.includes(column))?.id;

/** The codes of a column; `undefined` where the list has no such column. `file` names a list that does not name itself. */
export const codeIndex = (list: CodeList, file: string, column?: string): CodeIndex | undefined => {
  const id = codeColumn(list, column);
  if (id === undefined) return undefined;
  const from = columnNamed(list, FROM);
  const to = columnNamed(list, TO);
  const codes = new Map<string, 'always' | CodeDays[]>();
  const duplicates = new Set<string>();
  for (const row of list.rows) {
    const code = row.values.get(id);
    if (code === undefined) continue;
    const days = daysIn(row, from, to);
    const known = codes.get(code);
    if (known !== undefined) duplicates.add(code);
    if (known === 'always' || (days.from === undefined && days.to === undefined)) codes.set(code, 'always');
    else codes.set(code, [...(known ?? []), days]);
  }
  return {
    list: list.uri === '' ? file : list.uri,
    version: list.version,
    size: codes.size,
    duplicates: [...duplicates],
    daysOf: (code) => codes.get(code),
    near: (code) => nearest(codes.keys(), code),
  };
};
