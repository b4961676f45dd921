/** Functions on dates, times and durations (XQuery and XPath functions, 10). The clock is the run's. */
import { decimal } from '../decimal.ts';
import { XPathDynamicError } from '../errors.ts';
import { type Moment, partsOf } from '../moments.ts';
import { MICROS_PER_DAY, membersOf, type Span } from '../spans.ts';
import { EMPTY, type Item } from '../values.ts';
import { define, type LibraryFunction } from './define.ts';

const DAY_MILLIS = 86_400_000;

const today = (now: Date, kind: Moment['kind']): Moment => {
  const day = Math.floor(now.getTime() / DAY_MILLIS);
  const micros = (now.getTime() - day * DAY_MILLIS) * 1000;
  return { kind, day: kind === 'time' ? 0 : day, micros: kind === 'date' ? 0 : micros, zone: 0 };
};

const ofMoment = (kind: Moment['kind'], read: (moment: Moment) => Item | undefined): LibraryFunction =>
  define(['moment?'], ([moment]) => {
    if (moment === undefined) return EMPTY;
    if (moment.kind !== kind)
      throw new XPathDynamicError('XPTY0004', `xs:${kind} was expected, here is xs:${moment.kind}`);
    const found = read(moment);
    return found === undefined ? EMPTY : [found];
  });

const ofSpan = (read: (span: Span) => Item): LibraryFunction =>
  define(['span?'], ([span]) => (span === undefined ? EMPTY : [read(span)]));

const zone = ({ zone: minutes }: Moment): Item | undefined =>
  minutes === undefined ? undefined : { kind: 'duration', type: 'dayTimeDuration', amount: minutes * 60e6 };
const year = (moment: Moment): Item => BigInt(partsOf(moment).year);
const month = (moment: Moment): Item => BigInt(partsOf(moment).month);
const day = (moment: Moment): Item => BigInt(partsOf(moment).day);
const hours = (moment: Moment): Item => BigInt(partsOf(moment).hours);
const minutes = (moment: Moment): Item => BigInt(partsOf(moment).minutes);
const seconds = (moment: Moment): Item => decimal(BigInt(partsOf(moment).micros), 6);

const months = (span: Span): number => (span.type === 'yearMonthDuration' ? span.amount : 0);
const timeOf = (span: Span) => membersOf(span.type === 'dayTimeDuration' ? span : { ...span, amount: 0 });

export const TIME_FUNCTIONS: Readonly<Record<string, LibraryFunction>> = {
  'current-date': define([], (_, { run }) => [today(run.now, 'date')]),
  'current-dateTime': define([], (_, { run }) => [today(run.now, 'dateTime')]),
  'current-time': define([], (_, { run }) => [today(run.now, 'time')]),
  'implicit-timezone': define([], () => [{ kind: 'duration', type: 'dayTimeDuration', amount: 0 }]),
  dateTime: define(['moment?', 'moment?'], ([date, time]) => {
    if (date === undefined || time === undefined) return EMPTY;
    if (date.kind !== 'date' || time.kind !== 'time')
      throw new XPathDynamicError('XPTY0004', 'a date and a time were expected');
    return [{ kind: 'dateTime', day: date.day, micros: time.micros % MICROS_PER_DAY, zone: date.zone ?? time.zone }];
  }),
  'year-from-date': ofMoment('date', year),
  'month-from-date': ofMoment('date', month),
  'day-from-date': ofMoment('date', day),
  'timezone-from-date': ofMoment('date', zone),
  'year-from-dateTime': ofMoment('dateTime', year),
  'month-from-dateTime': ofMoment('dateTime', month),
  'day-from-dateTime': ofMoment('dateTime', day),
  'hours-from-dateTime': ofMoment('dateTime', hours),
  'minutes-from-dateTime': ofMoment('dateTime', minutes),
  'seconds-from-dateTime': ofMoment('dateTime', seconds),
  'timezone-from-dateTime': ofMoment('dateTime', zone),
  'hours-from-time': ofMoment('time', hours),
  'minutes-from-time': ofMoment('time', minutes),
  'seconds-from-time': ofMoment('time', seconds),
  'timezone-from-time': ofMoment('time', zone),
  'years-from-duration': ofSpan((span) => BigInt(Math.trunc(months(span) / 12))),
  'months-from-duration': ofSpan((span) => BigInt(months(span) % 12)),
  'days-from-duration': ofSpan((span) => BigInt(timeOf(span).days)),
  'hours-from-duration': ofSpan((span) => BigInt(timeOf(span).hours)),
  'minutes-from-duration': ofSpan((span) => BigInt(timeOf(span).minutes)),
  'seconds-from-duration': ofSpan((span) => decimal(BigInt(timeOf(span).micros), 6)),
};
