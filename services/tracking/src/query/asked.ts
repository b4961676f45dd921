/** What was asked, checked: nonsense is refused with what is wrong with it, never guessed at. */
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';

const MOST = 1_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LONGEST_TEXT = 500;

const refuse = (detail: string): never => {
  throw new ProblemError(problem('request-invalid', { detail }));
};

/** How many at most: a whole number from 1 to 1000. */
export const limitIn = (limit: unknown): number =>
  typeof limit === 'number' && Number.isInteger(limit) && limit >= 1 && limit <= MOST
    ? limit
    : refuse(`"limit" is a whole number from 1 to ${MOST}`);

/** A moment in milliseconds. */
export const momentIn = (name: string, value: string | undefined): number | undefined => {
  if (value === undefined) return undefined;
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? refuse(`"${name}" is a moment as in 2026-01-31T08:00:00Z`) : ms;
};

/** A day `YYYY-MM-DD`, as the number of days since 1970. */
export const dayIn = (name: string, value: string): number => {
  const ms = typeof value === 'string' && DAY.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? refuse(`"${name}" is a day as in 2026-01-31`) : ms / 86_400_000;
};

/** A text that is looked for: no more than people write. Characters that no database takes are in nothing. */
export const textIn = (name: string, value: string | undefined): string | undefined => {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value.length > LONGEST_TEXT || value.includes('\0'))
    return refuse(`"${name}" is a text of at most ${LONGEST_TEXT} characters`);
  return value;
};
