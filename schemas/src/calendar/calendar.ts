/** Which days count: the calendar of a region, as a value that everything else computes on. */
import type { Directory } from '../directory/directory.ts';
import type { RegionId } from '../identifiers.ts';

/** ISO 3166-2 of the calendar: a German state, Germany as a whole, or the Netherlands. */
export type CalendarCode = 'DE' | 'NL' | `DE-${string}`;

/** A calendar. Days are `YYYY-MM-DD`. */
export interface Calendar {
  readonly code: CalendarCode;
  /** A public holiday there, Sundays apart. */
  isHoliday(day: string): boolean;
}

/** First two digits of an ARS (Destatis) → ISO 3166-2. */
const STATES: Readonly<Record<string, CalendarCode>> = {
  '01': 'DE-SH',
  '02': 'DE-HH',
  '03': 'DE-NI',
  '04': 'DE-HB',
  '05': 'DE-NW',
  '06': 'DE-HE',
  '07': 'DE-RP',
  '08': 'DE-BW',
  '09': 'DE-BY',
  '10': 'DE-SL',
  '11': 'DE-BE',
  '12': 'DE-BB',
  '13': 'DE-MV',
  '14': 'DE-SN',
  '15': 'DE-ST',
  '16': 'DE-TH',
};

/**
 * The calendar of a region. The invented state 99 and every state nobody knows have the holidays of the whole country
 * only: a day too few is a day of work, and the deadline is noticed early rather than late.
 */
export const calendarCodeOf = (region: RegionId | undefined): CalendarCode => {
  if (region?.startsWith('nl-')) return 'NL';
  return (region?.startsWith('ars:') ? STATES[region.slice(4, 6)] : undefined) ?? 'DE';
};

/** Leading digits of an ARS that name an area: municipality, association, county, district, state, country. */
const ARS_LEVELS = [12, 9, 5, 3, 2, 0] as const;

/** The identifiers of an area and of everything above it, the narrowest first. */
const withAllAbove = (region: RegionId): readonly string[] =>
  region.startsWith('ars:')
    ? [...new Set(ARS_LEVELS.map((digits) => `ars:${region.slice(4, 4 + digits).padEnd(12, '0')}`))]
    : [region];

/**
 * A calendar with the registry's corrections for a region, and for what lies above it: the narrowest entry in force on
 * the day itself wins, over the law as the library knows it as well.
 */
export const withOverrides = (
  calendar: Calendar,
  directory: Pick<Directory, 'holidays'>,
  region: RegionId | undefined,
): Calendar => {
  if (region === undefined) return calendar;
  const areas = withAllAbove(region);
  return {
    code: calendar.code,
    isHoliday: (day) => {
      for (const area of areas) {
        const entry = directory.holidays.inForce(area, { day }).findLast((one) => one.day === day);
        if (entry !== undefined) return entry.free;
      }
      return calendar.isHoliday(day);
    },
  };
};
