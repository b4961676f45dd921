/** Errors of the operating system and of Node, told apart by their code. */

/** Whether a thrown value carries this code (`ENOENT`, `EEXIST`, …). Does not ask for `Error`: it may come from another realm. */
export const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;

/** The same error with the file it is about, which Node leaves out where an open file could not be written. */
export const withPath = (error: unknown, path: string): unknown =>
  error instanceof Error && 'code' in error && !('path' in error) ? Object.assign(error, { path }) : error;

/** Name and first places of an error, without its own words: a parser's quote the message, and this goes into the log. */
export const whereItBroke = (cause: unknown): string =>
  cause instanceof Error
    ? `${cause.name} ${(cause.stack ?? '')
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .slice(0, 3)
        .join(' ')}`
    : typeof cause;
