/** Days and moments as typed. */
import { CHANGE_FORMATS, isDay } from '@dienstweg/schemas/directory/change/change-formats.ts';
import type { Input } from '../args/command.ts';
import { usageError } from '../args/parse.ts';

/** A day that exists (its first moment, UTC) or a moment of RFC 3339 with its zone → RFC 3339, UTC; `undefined` for all else. */
const momentOf = (text: string): string | undefined => {
  const day = text.slice(0, 10);
  if (text !== day && (!isDay(day) || CHANGE_FORMATS.instant?.validate(text) !== true)) return undefined;
  return isDay(day) ? new Date(text).toISOString() : undefined;
};

/** Both ends of a period, as far as they are given. Throws `usage-error` where it ends before it begins. */
export const periodOptions = (input: Input): { readonly since?: string; readonly until?: string } => {
  const [since, until] = [momentOption(input, 'since'), momentOption(input, 'until')];
  if (since !== undefined && until !== undefined && until <= since)
    throw usageError(
      `--until ${input.text('until')} is not after --since ${input.text('since')}: nothing lies between.`,
    );
  return { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
};

/** The value of an option that is a day or a moment. Throws `usage-error` for what is neither. */
export const momentOption = (input: Input, name: string): string | undefined => {
  const text = input.text(name);
  if (text === undefined) return undefined;
  const moment = momentOf(text);
  if (moment === undefined)
    throw usageError(
      `--${name} must be a day or a moment with its zone, such as 2026-01-31 or 2026-01-31T08:00:00Z, not "${text}".`,
    );
  return moment;
};
