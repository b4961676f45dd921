import { isDay } from '@dienstweg/schemas/directory/change/change-formats.ts';
import type { Input } from '../args/command.ts';
import { usageError } from '../args/parse.ts';

/** The value of an option that is a day of the calendar. Throws `usage-error` for any other. */
export const dayOption = (input: Input, name: string): string | undefined => {
  const day = input.text(name);
  if (day !== undefined && !isDay(day)) throw usageError(`--${name} must be a day, YYYY-MM-DD, not "${day}".`);
  return day;
};
