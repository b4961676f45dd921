/** Days of the registry: legal days begin at midnight in Germany and the Netherlands, not in UTC. */

const CALENDAR = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Berlin',
});

/** Days begin, and the zone's offset changes, on full quarters of an hour (since 1893). */
const QUARTER_MS = 15 * 60_000;

/** Remembers the last answer: the same quarter is asked for many times with every message. */
const dayByQuarter = (): ((at: Date) => string) => {
  let quarter = Number.NaN;
  let day = '';
  return (at) => {
    const asked = Math.floor(at.getTime() / QUARTER_MS);
    if (asked !== quarter) {
      day = CALENDAR.format(at);
      quarter = asked;
    }
    return day;
  };
};

/** The legal day (`YYYY-MM-DD`, Europe/Berlin) on which a moment falls. */
export const dayOf = dayByQuarter();

/** Days from which and until which something holds; `validUntil` is the first day it no longer does. */
export interface Period {
  readonly validFrom: string;
  readonly validUntil?: string;
}

/** Whether something holds on a day. */
export const holdsOn = (period: Period, day: string): boolean =>
  period.validFrom <= day && (period.validUntil === undefined || day < period.validUntil);

/** Whether two periods share a day. */
export const overlap = (a: Period, b: Period): boolean =>
  (b.validUntil === undefined || a.validFrom < b.validUntil) &&
  (a.validUntil === undefined || b.validFrom < a.validUntil) &&
  !isEmpty(a) &&
  !isEmpty(b);

/** Whether a period holds on no day at all: that of an entry that was withdrawn. */
export const isEmpty = (period: Period): boolean =>
  period.validUntil !== undefined && period.validUntil <= period.validFrom;

/** The days that two periods share; `undefined` where they share none. */
export const shared = (a: Period, b: Period): Period | undefined => {
  if (!overlap(a, b)) return undefined;
  const validFrom = [a.validFrom, b.validFrom].sort()[1] ?? a.validFrom;
  const [validUntil] = [a.validUntil, b.validUntil].filter((day) => day !== undefined).sort();
  return validUntil === undefined ? { validFrom } : { validFrom, validUntil };
};

/** The first stretch of `wanted` on which none of the periods holds; `undefined` if they cover it. */
export const firstGap = (periods: readonly Period[], wanted: Period): Period | undefined => {
  if (isEmpty(wanted)) return undefined;
  let covered = wanted.validFrom;
  const inOrder = periods.filter((period) => !isEmpty(period)).sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  for (const period of inOrder) {
    if (period.validFrom > covered) return shared({ validFrom: covered, validUntil: period.validFrom }, wanted);
    if (period.validUntil === undefined) return undefined;
    if (period.validUntil > covered) covered = period.validUntil;
    if (wanted.validUntil !== undefined && wanted.validUntil <= covered) return undefined;
  }
  return shared({ validFrom: covered }, wanted);
};

/** Whether several periods together hold on every day on which `wanted` does. */
export const cover = (periods: readonly Period[], wanted: Period): boolean => firstGap(periods, wanted) === undefined;
