import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { HolidayEntry } from '../directory/change/changes.ts';
import { Directory } from '../directory/directory.ts';
import type { RegionId } from '../identifiers.ts';
import type { Deadline } from '../message.ts';
import { calendarCodeOf, withOverrides } from './calendar.ts';
import { addDays, endOfDay, isWorkingDay, lastDayOf, weekdayOf } from './days.ts';
import { dueOf } from './due.ts';
import { type Calendars, loadCalendars } from './holidays.ts';

let calendars: Calendars;
beforeAll(async () => {
  calendars = await loadCalendars();
});
const region = (text: string): RegionId => text as RegionId;

describe('calendars', () => {
  test.each([
    ['ars:091620000000', 'DE-BY'],
    ['ars:110000000000', 'DE-BE'],
    ['ars:990100007007', 'DE'],
    ['nl-gemeente:0014', 'NL'],
    ['other:1', 'DE'],
  ])('%s has the calendar %s', (of, code) => {
    expect(calendarCodeOf(region(of))).toBe(code);
  });

  test.each([
    ['DE-BY', '2026-06-04', true], // Corpus Christi
    ['DE-HH', '2026-06-04', false],
    ['DE-HH', '2026-10-31', true], // Reformation
    ['DE-BY', '2026-10-31', false],
    ['DE-BE', '2027-03-08', true], // women's day
    ['DE-SN', '2026-11-18', true], // Buß- und Bettag
    ['DE', '2026-11-18', false],
    ['DE', '2026-12-24', false],
    ['DE', '2026-10-03', true],
    ['NL', '2026-04-27', true], // Koningsdag
    ['NL', '2026-04-03', true], // Good Friday counts for terms of law
    ['NL', '2026-05-05', true],
    ['NL', '2026-12-05', false],
  ] as const)('in %s, %s is a holiday: %s', (code, day, holiday) => {
    expect(calendars(code).isHoliday(day)).toBe(holiday);
  });

  test('the registry has the last word, the narrowest entry before one above it', () => {
    const directory = new Directory();
    const entry = (of: string, day: string, free: boolean): HolidayEntry => ({
      kind: 'holiday',
      id: `${of}.${day}`,
      region: region(of),
      day,
      names: { de: 'Probe' },
      free,
      validFrom: '2020-01-01',
    });
    const puts = [
      entry('ars:097610000000', '2026-08-08', true),
      entry('ars:090000000000', '2026-08-08', false),
      entry('ars:090000000000', '2026-11-01', false),
    ];
    directory.apply({ id: 'c', by: 'test', reason: 'test', puts, closes: [] }, 1, new Date());
    const at = (of: string) => withOverrides(calendars('DE-BY'), directory, region(of));
    expect(at('ars:097610000000').isHoliday('2026-08-08')).toBe(true);
    expect(at('ars:091620000000').isHoliday('2026-08-08')).toBe(false);
    expect(at('ars:091620000000').isHoliday('2026-11-01')).toBe(false);
    expect(at('ars:110000000000').isHoliday('2026-10-03')).toBe(true);
  });
});

describe('deadlines', () => {
  const last = (start: string, amount: number, unit: Deadline['unit'], code = 'DE') =>
    lastDayOf({ start, amount, unit }, calendars(code as 'DE'));

  test.each([
    // the day of the event does not count
    ['2026-06-01', 1, 'day', 'DE', '2026-06-02'],
    // ends on a Saturday: Monday
    ['2026-06-01', 5, 'day', 'DE', '2026-06-08'],
    // ends on Good Friday: over Easter Monday to Tuesday
    ['2026-03-27', 7, 'day', 'DE', '2026-04-07'],
    // Werktage: Thursday, Friday, Saturday
    ['2026-06-10', 3, 'werktag', 'DE', '2026-06-13'],
    // … but not over Corpus Christi in Bavaria
    ['2026-06-02', 3, 'werktag', 'DE-BY', '2026-06-06'],
    ['2026-06-02', 3, 'werktag', 'DE-HH', '2026-06-05'],
    // working days: Thursday, Friday, Monday
    ['2026-06-10', 3, 'working-day', 'DE', '2026-06-15'],
    // ten working days over Christmas and New Year
    ['2026-12-18', 10, 'working-day', 'DE', '2027-01-05'],
    ['2026-12-18', 10, 'working-day', 'DE-BY', '2027-01-05'],
    ['2026-12-21', 10, 'working-day', 'DE-BY', '2027-01-07'],
    // months: the same number, a Saturday, so Monday; the last day where there is no 31st; over the year
    ['2026-07-15', 1, 'month', 'DE', '2026-08-17'],
    ['2027-01-31', 1, 'month', 'DE', '2027-03-01'],
    ['2027-05-31', 1, 'month', 'DE', '2027-06-30'],
    ['2026-11-22', 6, 'month', 'DE', '2027-05-24'],
    // a date with a zone, as xs:date allows
    ['2026-04-24+02:00', 1, 'working-day', 'NL', '2026-04-28'],
  ] as const)('from %s, %i × %s in %s: until %s', (start, amount, unit, code, until) => {
    expect(last(start, amount, unit, code)).toBe(until);
  });

  test('a day ends at midnight in Berlin, in winter and in summer', () => {
    expect(endOfDay('2026-01-05').toISOString()).toBe('2026-01-05T23:00:00.000Z');
    expect(endOfDay('2026-07-05').toISOString()).toBe('2026-07-05T22:00:00.000Z');
    expect(endOfDay('2026-03-28').toISOString()).toBe('2026-03-28T23:00:00.000Z');
    expect(endOfDay('2026-03-29').toISOString()).toBe('2026-03-29T22:00:00.000Z');
    expect(endOfDay('2026-10-25').toISOString()).toBe('2026-10-25T23:00:00.000Z');
  });

  test('more time never ends earlier; working days end on one, and there are so many of them', () => {
    const calendar = () => calendars('DE-BY');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1500 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('day' as const, 'werktag' as const, 'working-day' as const, 'month' as const),
        (offset, amount, unit) => {
          const start = addDays('2025-01-01', offset);
          const end = lastDayOf({ start, amount, unit }, calendar());
          expect(end > start).toBe(true);
          expect(lastDayOf({ start, amount: amount + 1, unit }, calendar()) >= end).toBe(true);
          if (unit !== 'working-day') return;
          let counted = 0;
          for (let day = addDays(start, 1); day <= end; day = addDays(day, 1))
            if (isWorkingDay(calendar(), day)) counted += 1;
          expect([counted, isWorkingDay(calendar(), end), weekdayOf(end) < 6]).toEqual([amount, true, true]);
        },
      ),
    );
  });

  const due = (deadline: { start: string; amount: number; unit: 'day' | 'working-day' }, acceptedAt: string) =>
    dueOf({
      deadline: { ...deadline, onWhom: 'reader' },
      expects: 'acceptance',
      by: 'author',
      acceptedAt: new Date(acceptedAt),
      calendar: calendars('DE'),
    });

  test('is at risk when a quarter of its time is left, or a working day where that is more', () => {
    expect(due({ start: '2026-06-01', amount: 28, unit: 'day' }, '2026-06-01T22:00:00Z')).toMatchObject({
      lastDay: '2026-06-29',
      dueAt: '2026-06-29T22:00:00.000Z',
      atRiskAt: '2026-06-22T22:00:00.000Z',
    });
    // three working days over a weekend: the last working day before Tuesday is Monday
    expect(due({ start: '2026-06-04', amount: 3, unit: 'working-day' }, '2026-06-04T08:00:00Z')).toMatchObject({
      lastDay: '2026-06-09',
      atRiskAt: '2026-06-08T12:30:00.000Z',
    });
    expect(due({ start: '2026-06-04', amount: 1, unit: 'working-day' }, '2026-06-04T22:00:00Z')).toMatchObject({
      lastDay: '2026-06-05',
      atRiskAt: '2026-06-04T22:00:00.000Z',
    });
  });

  test('that is over when the message comes is at risk at once', () => {
    const { atRiskAt, dueAt } = due({ start: '2026-05-01', amount: 3, unit: 'day' }, '2026-06-04T08:00:00Z');
    expect(atRiskAt).toBe('2026-06-04T08:00:00.000Z');
    expect(dueAt < atRiskAt).toBe(true);
  });
});
