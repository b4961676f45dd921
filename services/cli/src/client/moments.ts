import { usageError } from '../args/parse.ts';

/** A day or a moment as typed → RFC 3339. Throws `usage-error` for what is neither. */
export const momentFrom = (text: string): string => {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw usageError(`"${text}" is no time, e.g. 2026-01-31 or 2026-01-31T08:00:00Z.`);
  return time.toISOString();
};
