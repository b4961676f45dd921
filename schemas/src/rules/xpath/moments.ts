/** xs:date, xs:dateTime and xs:time: read, written, compared and moved by durations. Proleptic Gregorian calendar. */
import { XPathDynamicError } from './errors.ts';
import { MICROS_PER_DAY, microsOfFraction, type Span, textOfMicros } from './spans.ts';

/** `day`: days since 1970-01-01 (0 for a time); `micros` of the day; `zone`: minutes east of UTC, where one is stated. */
export interface Moment {
  readonly kind: 'date' | 'dateTime' | 'time';
  readonly day: number;
  readonly micros: number;
  readonly zone: number | undefined;
}

/** Days since 1970-01-01 of a day in the calendar. Counts in eras of 400 years, which all are alike. */
export const dayOf = (year: number, month: number, day: number): number => {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
};

/** Year, month and day of days since 1970-01-01. */
export const calendarOf = (days: number): { readonly year: number; readonly month: number; readonly day: number } => {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
};

const daysInMonth = (year: number, month: number): number =>
  dayOf(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - dayOf(year, month, 1);

const ZONE = '(Z|[+-]\\d{2}:\\d{2})?';
const DATE = '(-?\\d{4,6})-(\\d{2})-(\\d{2})';
const TIME = '(\\d{2}):(\\d{2}):(\\d{2})(?:\\.(\\d+))?';
const FORMS = {
  date: new RegExp(`^${DATE}()()()()${ZONE}$`),
  dateTime: new RegExp(`^${DATE}T${TIME}${ZONE}$`),
  time: new RegExp(`^()()()${TIME}${ZONE}$`),
};

const zoneOf = (text: string | undefined): number | undefined => {
  if (text === undefined || text === '') return undefined;
  if (text === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(4));
  if (minutes > 840 || Number(text.slice(4)) > 59) return Number.NaN;
  return text.startsWith('-') ? -minutes : minutes;
};

/** A moment of one of the three types, white space taken off before; `undefined` for everything else. */
export const parseMoment = (text: string, kind: Moment['kind']): Moment | undefined => {
  const match = FORMS[kind].exec(text);
  if (match === null) return undefined;
  const [, years = '', months = '', days = '', hours = '', minutes = '', seconds = '', fraction = '', zoned] = match;
  const zone = zoneOf(zoned);
  if (Number.isNaN(zone)) return undefined;
  let day = 0;
  if (kind !== 'time') {
    const [year, month, dayOfMonth] = [Number(years), Number(months), Number(days)];
    if (year === 0 || (years.replace('-', '').length > 4 && years.replace('-', '').startsWith('0'))) return undefined;
    if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > daysInMonth(year, month)) return undefined;
    day = dayOf(year, month, dayOfMonth);
  }
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)];
  if (minute > 59 || second > 59 || hour > 24) return undefined;
  const micros = ((hour * 60 + minute) * 60 + second) * 1e6 + microsOfFraction(fraction);
  if (micros > MICROS_PER_DAY) return undefined;
  if (micros === MICROS_PER_DAY) return { kind, day: kind === 'time' ? 0 : day + 1, micros: 0, zone };
  return { kind, day, micros, zone };
};

const two = (value: number): string => String(value).padStart(2, '0');
const textOfZone = (zone: number | undefined): string => {
  if (zone === undefined) return '';
  if (zone === 0) return 'Z';
  const size = Math.abs(zone);
  return `${zone < 0 ? '-' : '+'}${two(Math.trunc(size / 60))}:${two(size % 60)}`;
};

/** Members of the day and the time of a moment; `micros` of the minute. */
export const partsOf = ({ day, micros }: Moment) => {
  const minutes = Math.trunc(micros / 60e6);
  return { ...calendarOf(day), hours: Math.trunc(minutes / 60), minutes: minutes % 60, micros: micros % 60e6 };
};

/** Canonical form, in the zone it was stated in. */
export const textOfMoment = (moment: Moment): string => {
  const { year, month, day, hours, minutes, micros } = partsOf(moment);
  const date = `${year < 0 ? '-' : ''}${String(Math.abs(year)).padStart(4, '0')}-${two(month)}-${two(day)}`;
  const seconds = textOfMicros(micros);
  const time = `${two(hours)}:${two(minutes)}:${seconds.indexOf('.') === 1 || seconds.length === 1 ? `0${seconds}` : seconds}`;
  const zone = textOfZone(moment.zone);
  switch (moment.kind) {
    case 'date':
      return date + zone;
    case 'time':
      return time + zone;
    case 'dateTime':
      return `${date}T${time}${zone}`;
  }
};

/** Microseconds on one time line; where no zone is stated, UTC is meant. */
const instantOf = ({ day, micros, zone }: Moment): number => day * MICROS_PER_DAY + micros - (zone ?? 0) * 60e6;

/** Below, at or above 0. Only moments of one type can be compared. */
export const compareMoments = (left: Moment, right: Moment): number => {
  // days first: the sum would lose microseconds far from 1970
  const days = left.day - right.day;
  if (Math.abs(days) > 2) return days;
  return instantOf({ ...left, day: days }) - instantOf({ ...right, day: 0 });
};

const moved = (moment: Moment, micros: number): Moment => {
  const total = moment.micros + micros;
  const days = Math.floor(total / MICROS_PER_DAY);
  const rest = total - days * MICROS_PER_DAY;
  return { ...moment, day: moment.kind === 'time' ? 0 : moment.day + days, micros: moment.kind === 'date' ? 0 : rest };
};

/** A moment later by a duration (earlier, where negative); the last day of a month stays within the month. */
export const addSpan = (moment: Moment, span: Span): Moment => {
  if (span.type === 'dayTimeDuration') return moved(moment, span.amount);
  if (moment.kind === 'time') throw new XPathDynamicError('XPTY0004', 'months cannot be added to a time');
  const { year, month, day } = calendarOf(moment.day);
  const months = year * 12 + month - 1 + span.amount;
  const target = { year: Math.floor(months / 12), month: (((months % 12) + 12) % 12) + 1 };
  return { ...moment, day: dayOf(target.year, target.month, Math.min(day, daysInMonth(target.year, target.month))) };
};

/** How long after the second the first is. */
export const difference = (left: Moment, right: Moment): Span => ({
  kind: 'duration',
  type: 'dayTimeDuration',
  amount: instantOf({ ...left, day: left.day - right.day }) - instantOf({ ...right, day: 0 }),
});
