/** Lists as files: CSV that no spreadsheet takes for formulas, JSON lines, CEF. Pure. */

import { asPlainText } from '@dienstweg/schemas/plain-text.ts';

/** A cell may not begin, behind blanks, with what spreadsheets take for a formula or a command. */
const FORMULA = /^[\s\u00a0\ufeff]*[=+\-@\t\r＝＋－＠|%]/u;

/** One cell: quoted; a text that looks like a formula begins with an apostrophe, as spreadsheets mark text. */
export const csvCell = (value: string | number | boolean | undefined): string => {
  if (value === undefined) return '""';
  if (typeof value !== 'string') return `"${value}"`;
  const plain = asPlainText(value);
  const safe = FORMULA.test(value) ? `'${plain}` : plain;
  return `"${safe.replaceAll('"', '""')}"`;
};

/** One line of CSV (RFC 4180). */
export const csvLine = (cells: readonly (string | number | boolean | undefined)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`;

/** Begins a CSV file so that spreadsheets know it is UTF-8. */
export const CSV_BEGINNING = '\ufeff';

const cefHeader = (text: string): string => text.replaceAll(/[\\|]/g, '\\$&').replaceAll(/[\r\n]+/g, ' ');
const cefValue = (text: string): string => text.replaceAll(/[\\=]/g, '\\$&').replaceAll(/\r\n|\r|\n/g, '\\n');

/** One line of the Common Event Format 0, without a syslog header. */
export const cefLine = (
  event: { readonly id: string; readonly name: string; readonly severity: number },
  extension: Readonly<Record<string, string | undefined>>,
): string => {
  const members = Object.entries(extension).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${cefValue(value)}`],
  );
  return `CEF:0|Dienstweg|console|1|${cefHeader(event.id)}|${cefHeader(event.name)}|${event.severity}|${members.join(' ')}\n`;
};
