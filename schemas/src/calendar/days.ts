/**
 * Reckoning with days: §§ 186–193 BGB, which § 31 VwVfG applies to authorities; the Dutch Algemene termijnenwet comes
 * to the same. Pure; days are `YYYY-MM-DD`, of the calendar in Germany and the Netherlands.
 */
import { dayOf } from '../directory/day.ts';
import type { Deadline } from '../message.ts';
import type { Calendar } from './calendar.ts';

const DAY_MS = 86_400_000;

/** The day `n` days after (before, where negative). */
export const addDays = (day: string, n: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + n * DAY_MS).toISOString().slice(0, 10);

/** The day of the same number `n` months later, or the last of that month where it has none. */
const addMonths = (day: string, n: number): string => {
  const [year = 0, month = 1, number = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + n, 0, 12));
  return new Date(last.getTime() - Math.max(last.getUTCDate() - number, 0) * DAY_MS).toISOString().slice(0, 10);
};

/** 1 = Monday … 7 = Sunday. */
export const weekdayOf = (day: string): number => new Date(`${day}T12:00:00Z`).getUTCDay() || 7;

/** Monday to Saturday except holidays: the *Werktag* of the law (§ 3 (2) BUrlG). */
export const isWerktag = (calendar: Calendar, day: string): boolean => weekdayOf(day) !== 7 && !calendar.isHoliday(day);

/** Monday to Friday except holidays: the day on which an authority works. */
export const isWorkingDay = (calendar: Calendar, day: string): boolean =>
  weekdayOf(day) < 6 && !calendar.isHoliday(day);

/** The first day, from `day` on in steps of `step`, that counts. A calendar without any such day within a year is none. */
const firstFrom = (day: string, step: 1 | -1, counts: (day: string) => boolean): string => {
  let found = day;
  for (let guard = 0; guard < 366; guard += 1) {
    if (counts(found)) return found;
    found = addDays(found, step);
  }
  throw new Error(`no day counts around ${day}`);
};

/** The last day that counts before a day. */
export const workingDayBefore = (calendar: Calendar, day: string): string =>
  firstFrom(addDays(day, -1), -1, (one) => isWorkingDay(calendar, one));

/**
 * The last day of a deadline. The day of the event does not count (§ 187 (1)). Days are counted as they come, and a
 * deadline of days that would end on a Saturday, Sunday or holiday ends with the next working day (§ 193). Of Werktage
 * and working days only such days are counted, so it ends on one: also on a Saturday, which is a Werktag. Months end on
 * the day of the same number, or where there is none on the month's last day (§ 188 (2), (3)).
 */
export const lastDayOf = (deadline: Pick<Deadline, 'start' | 'amount' | 'unit'>, calendar: Calendar): string => {
  const start = deadline.start.slice(0, 10);
  if (deadline.unit === 'month')
    return firstFrom(addMonths(start, deadline.amount), 1, (day) => isWorkingDay(calendar, day));
  if (deadline.unit === 'day')
    return firstFrom(addDays(start, deadline.amount), 1, (day) => isWorkingDay(calendar, day));
  const counts = deadline.unit === 'werktag' ? isWerktag : isWorkingDay;
  let day = start;
  for (let n = 0; n < deadline.amount; n += 1) day = firstFrom(addDays(day, 1), 1, (one) => counts(calendar, one));
  return day;
};

/** The moment at which a day is over (24:00 in Berlin and Amsterdam, § 188 (1)). */
export const endOfDay = (day: string): Date => {
  const next = addDays(day, 1);
  // summer or winter time: one of the two is midnight there
  const summer = new Date(`${next}T00:00:00+02:00`);
  return dayOf(summer) === next ? summer : new Date(`${next}T00:00:00+01:00`);
};
