/** Cells of a table: how lists and structured values stand in one, and what keeps a spreadsheet from calculating. */
import type { EndpointEntry, MaintenanceWindow } from '../change/changes.ts';

/** Begins a cell that a spreadsheet would take for a formula, or that needs the same treatment to be read back. */
const STEERS = /^[=+\-@\t\r\n'＝＋－＠]/u;

/**
 * The text of a cell as it is written: an apostrophe goes before whatever a spreadsheet would calculate (`=`, `+`, `-`,
 * `@`, their full-width forms, tab, end of line) and before an apostrophe, so that {@link readSafe} gives it back.
 */
export const writeSafe = (text: string): string => (STEERS.test(text) ? `'${text}` : text);

/** The text behind a cell: one apostrophe is taken off where it guards what follows; any other one stays. */
export const readSafe = (cell: string): string =>
  cell.charCodeAt(0) === 0x27 && STEERS.test(cell.slice(1)) ? cell.slice(1) : cell;

/** Stands for a list without elements, where an empty cell means that there is no list. */
const EMPTY_LIST = '[]';

/** Elements separated by `|`; `\` goes before a `|` or `\` that belongs to the text. No elements: `[]`. */
export const writeList = (elements: readonly string[]): string => {
  if (elements.length === 0) return EMPTY_LIST;
  const cell = elements.map((element) => element.replaceAll(/[\\|]/g, '\\$&')).join('|');
  // one empty text, and the text that stands for an empty list
  return cell === '' || cell === EMPTY_LIST ? `\\${cell}` : cell;
};

/** The elements in a cell written by {@link writeList}. */
export const readList = (cell: string): string[] => {
  if (cell === EMPTY_LIST) return [];
  if (!cell.includes('\\')) return cell.split('|');
  const elements: string[] = [];
  let element = '';
  for (let at = 0; at < cell.length; at += 1) {
    const character = cell.charAt(at);
    if (character === '|') {
      elements.push(element);
      element = '';
    } else if (character === '\\') {
      at += 1;
      element += cell.charAt(at);
    } else element += character;
  }
  return [...elements, element];
};

type Taken = EndpointEntry['takes'][number];

/** `code version`, or `code version from..until` with either day left out. */
export const writeTaken = ({ code, version, from, until }: Taken): string =>
  from === undefined && until === undefined ? `${code} ${version}` : `${code} ${version} ${from ?? ''}..${until ?? ''}`;

const TAKEN = /^(\S+) (\S+)(?: (\S*?)\.\.(\S*))?$/;

/** A message type taken; the text itself where it has not the form, for the check of the entry to say so. */
export const readTaken = (text: string): unknown => {
  const [, code, version, from, until] = TAKEN.exec(text) ?? [];
  if (code === undefined || version === undefined) return text;
  return { code, version, ...(from ? { from } : {}), ...(until ? { until } : {}) };
};

/** `from..until` of a window that comes once, `weekday 7 22:00..04:00` of one that comes every week. */
export const writeWindow = (window: MaintenanceWindow): string =>
  'weekday' in window
    ? `weekday ${window.weekday} ${window.fromTime}..${window.untilTime}`
    : `${window.from}..${window.until}`;

const WEEKLY = /^weekday (\d) (\S+?)\.\.(\S+)$/;
const ONCE = /^(\S+?)\.\.(\S+)$/;

/** A maintenance window; the text itself where it has not the form. */
export const readWindow = (text: string): unknown => {
  const [, weekday, fromTime, untilTime] = WEEKLY.exec(text) ?? [];
  if (weekday !== undefined) return { weekday: Number(weekday), fromTime, untilTime };
  const [, from, until] = ONCE.exec(text) ?? [];
  return from === undefined ? text : { from, until };
};
