/** Pages of an answer that is computed whole: the cursor names the edition it belongs to. */
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';

/** What page is asked for, of an answer that rests on `edition`. */
export interface PageAsked {
  readonly after: string | undefined;
  readonly limit: number;
  readonly edition: number;
}

/** `next` is absent on the last page. Throws `request-invalid` for a cursor of another edition: pages would not fit. */
export const pageOf = <T>(
  all: readonly T[],
  { after, limit, edition }: PageAsked,
): { readonly items: readonly T[]; readonly next?: string } => {
  const cursor = after === undefined ? { edition, from: 0 } : readCursor(after);
  if (cursor?.edition !== edition)
    throw new ProblemError(
      problem('request-invalid', {
        detail: `after: the registry has edition ${edition} by now, or this is no cursor; begin again without it`,
      }),
    );
  const end = cursor.from + limit;
  return { items: all.slice(cursor.from, end), ...(end < all.length ? { next: `${edition}.${end}` } : {}) };
};

const readCursor = (text: string): { readonly edition: number; readonly from: number } | undefined => {
  const parts = /^(\d{1,15})\.(\d{1,9})$/.exec(text);
  return parts === null ? undefined : { edition: Number(parts[1]), from: Number(parts[2]) };
};
