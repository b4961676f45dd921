/** When a recipient is being maintained. Pure; the windows stand in the registry. */
import { addDays, weekdayOf } from '@dienstweg/schemas/calendar/days.ts';
import type { MaintenanceWindow } from '@dienstweg/schemas/directory/change/changes.ts';

const LOCAL = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' });

/** `YYYY-MM-DD HH:MM` in Berlin. */
const localOf = (at: Date): string => LOCAL.format(at);

/** The instant at which it is that time in Berlin; in the hour that is left out in spring, an hour later by the clock. */
const instantOf = (day: string, time: string): Date => {
  const summer = new Date(`${day}T${time}:00+02:00`);
  return localOf(summer) === `${day} ${time}` ? summer : new Date(`${day}T${time}:00+01:00`);
};

/** The end of a window in which `at` lies; `undefined` where it lies outside. */
const endOf = (window: MaintenanceWindow, at: Date): Date | undefined => {
  if ('from' in window) {
    const until = new Date(window.until);
    return new Date(window.from) <= at && at < until ? until : undefined;
  }
  const today = localOf(at).slice(0, 10);
  const [fromTime, untilTime] = [window.fromTime.slice(0, 5), window.untilTime.slice(0, 5)];
  const overnight = untilTime <= fromTime;
  for (const day of overnight ? [today, addDays(today, -1)] : [today]) {
    if (weekdayOf(day) !== window.weekday) continue;
    const until = instantOf(overnight ? addDays(day, 1) : day, untilTime);
    if (instantOf(day, fromTime) <= at && at < until) return until;
  }
  return undefined;
};

/** Windows that follow one another are one; of so many at most. */
const MOST_IN_A_ROW = 20;

/** The first moment after `at` that lies in no window; `undefined` where `at` itself lies in none. */
export const maintenanceUntil = (windows: readonly MaintenanceWindow[] | undefined, at: Date): Date | undefined => {
  if (windows === undefined || windows.length === 0) return undefined;
  let end: Date | undefined;
  for (let guard = 0; guard < MOST_IN_A_ROW; guard += 1) {
    const later = windows.map((window) => endOf(window, end ?? at)).find((until) => until !== undefined);
    if (later === undefined) return end;
    end = later;
  }
  return end;
};

/** When the last window between two instants ended, milliseconds since 1970. Those of every week are too short to count. */
export const maintainedUntil = (windows: readonly MaintenanceWindow[] | undefined, now: Date): number | undefined => {
  const ends = (windows ?? [])
    .flatMap((window) => ('from' in window ? Date.parse(window.until) : []))
    .filter((end) => end <= now.getTime());
  return ends.length === 0 ? undefined : Math.max(...ends);
};
