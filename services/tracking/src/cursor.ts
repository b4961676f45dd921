/** Opaque cursors of pages. They hold stream positions only, so they stay valid when the view is rebuilt. */
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';

/** Where a feed's reader stands: last sequence of `MESSAGES`, last position among the events. */
export interface FeedPosition {
  readonly message: number;
  readonly event: number;
}

const FEED = /^f(\d{1,15})-(\d{1,16})$/;
const LIST = /^d(\d{1,15})$/;

const refuse = (cursor: string): never => {
  throw new ProblemError(
    problem('request-invalid', {
      detail: `"${cursor.slice(0, 60)}" is no cursor of this list: leave "after" away to begin, then give what stands in "next"`,
    }),
  );
};

/** The cursor of a feed. */
export const feedCursor = (at: FeedPosition): string => `f${at.message}-${at.event}`;
/** Reads a feed's cursor; absent means from the beginning. Throws `request-invalid`. */
export const parseFeedCursor = (cursor: string | undefined): FeedPosition => {
  if (cursor === undefined) return { message: 0, event: 0 };
  const [, message, event] = FEED.exec(cursor) ?? refuse(cursor);
  return { message: Number(message), event: Number(event) };
};

/** The cursor of a list of deliveries: the last message's sequence. */
export const listCursor = (sequence: number): string => `d${sequence}`;
/** Reads a list's cursor; absent means from the beginning. Throws `request-invalid`. */
export const parseListCursor = (cursor: string | undefined): number => {
  if (cursor === undefined) return 0;
  const [, sequence] = LIST.exec(cursor) ?? refuse(cursor);
  return Number(sequence);
};
