/** Public holidays by law, from the library `date-holidays`: its data lies in the package, nothing is asked over the net. */
import type { Calendar, CalendarCode } from './calendar.ts';

/** The calendars of all regions. */
export type Calendars = (code: CalendarCode) => Calendar;

/**
 * Reads the library (a quarter of a second: once, when a service starts). Germany: what the states' holiday laws make a
 * public holiday everywhere in the state; a municipality's own day (Augsburg's festival, the Assumption in parts of
 * Bavaria) is an entry in the registry. The Netherlands: the days of article 3 of the Algemene termijnenwet, with
 * Good Friday and 5 May, which the library holds to be for schools only.
 */
export const loadCalendars = async (): Promise<Calendars> => {
  const { default: Holidays } = await import('date-holidays');
  const known = new Map<CalendarCode, Calendar>();
  const calendarOf = (code: CalendarCode): Calendar => {
    const [country = 'DE', state] = code.split('-');
    const types = country === 'NL' ? (['public', 'school'] as const) : (['public'] as const);
    const library = state === undefined ? new Holidays(country) : new Holidays(country, state);
    const years = new Map<number, ReadonlySet<string>>();
    const daysOf = (year: number): ReadonlySet<string> => {
      const days = new Set(
        library
          .getHolidays(year)
          .filter(({ type }) => types.some((counts) => counts === type))
          .map(({ date }) => date.slice(0, 10)),
      );
      years.set(year, days);
      return days;
    };
    return {
      code,
      isHoliday: (day) => {
        const year = Number(day.slice(0, 4));
        return (years.get(year) ?? daysOf(year)).has(day);
      },
    };
  };
  return (code) => {
    const calendar = known.get(code) ?? calendarOf(code);
    known.set(code, calendar);
    return calendar;
  };
};
