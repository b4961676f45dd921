/** Moments as the fields of a form write them. */

/** RFC 3339 as a field `datetime-local` takes it, in the zone of the browser; nonsense is nothing. */
export const toLocal = (at: string | undefined): string => {
  const date = new Date(at ?? Number.NaN);
  if (Number.isNaN(date.getTime())) return '';
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

/** The moment that a field names, as RFC 3339 in UTC. */
export const fromLocal = (value: string): string => {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
};
