/** The public document of message flows, as JSON and CSV. Pure: the same counts give the same octets. */
import type { DayCount } from '@dienstweg/schemas/bus/requests.ts';
import { type Cell, publishable } from './suppress.ts';

/** What one period is. One document has one kind only: see `suppress.ts`. */
export const UNITS = ['day', 'month'] as const;
export type Unit = (typeof UNITS)[number];

/** A row of the document. A member that is absent stands for all of it; `others` for several that are not told apart. */
export interface StatisticsRow {
  readonly period: string;
  readonly messageType?: string;
  readonly service?: string;
  readonly region?: string;
  readonly others?: 'message-types' | 'services' | 'regions';
  /** Absent: fewer than the threshold, but not none. */
  readonly messages?: number;
}

/** The document. */
export interface Statistics {
  readonly title: 'Dienstweg message flows';
  /** Days, both within. */
  readonly from: string;
  readonly to: string;
  readonly unit: Unit;
  /** Smaller numbers stand in no row, and follow from none. */
  readonly threshold: number;
  readonly rows: readonly StatisticsRow[];
}

/** What to make it of. */
export interface StatisticsPlan extends Pick<Statistics, 'from' | 'to' | 'unit' | 'threshold'> {
  /** Without test messages. */
  readonly counts: readonly DayCount[];
}

/** Stands for "states none" in a path. */
const NONE = 'none';
const LEVELS = ['messageType', 'service', 'region'] as const;
const OTHERS = ['message-types', 'services', 'regions'] as const;

const periodOf = (day: string, unit: Unit): string => (unit === 'day' ? day : day.slice(0, 7));

const cellOf = ({ messageType, service, region, messages }: DayCount): Cell => ({
  path: [messageType.code, service ?? NONE, region ?? NONE],
  n: messages,
});

const rowsOf = (period: string, counts: readonly DayCount[], threshold: number): readonly StatisticsRow[] => {
  const rows = publishable(counts.map(cellOf), LEVELS.length, threshold);
  if (rows === undefined) return [{ period }];
  return rows.map(({ path, others, n }) => {
    const which = OTHERS[path.length];
    return {
      period,
      ...Object.fromEntries(path.map((value, at) => [LEVELS[at] ?? '', value])),
      ...(others && which !== undefined ? { others: which } : {}),
      messages: n,
    };
  });
};

/** Makes the document. Periods without messages have no row. */
export const statisticsOf = ({ from, to, unit, threshold, counts }: StatisticsPlan): Statistics => {
  const wanted = counts.filter(({ day, messages }) => day >= from && day <= to && messages > 0);
  const periods = [...Map.groupBy(wanted, ({ day }) => periodOf(day, unit))].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    title: 'Dienstweg message flows',
    from,
    to,
    unit,
    threshold,
    rows: periods.flatMap(([period, of]) => rowsOf(period, of, threshold)),
  };
};

const COLUMNS = ['period', 'messageType', 'service', 'region', 'others', 'messages'] as const;

/** A cell: quoted where it must be, and never taken for a formula by a spreadsheet. */
const csvCell = (value: string | number | undefined): string => {
  const text = String(value ?? '');
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** The rows as CSV (RFC 4180). */
export const csvOf = ({ rows }: Statistics): string =>
  `${[COLUMNS.join(','), ...rows.map((row) => COLUMNS.map((name) => csvCell(row[name])).join(','))].join('\r\n')}\r\n`;
