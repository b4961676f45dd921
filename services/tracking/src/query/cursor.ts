/** Opaque cursors of pages. They hold stream positions and moments only, so they stay valid when the view is rebuilt. */
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';

/** Where a feed's reader stands: last sequence of `MESSAGES`, last position among the events. */
export interface FeedPosition {
  readonly message: number;
  readonly event: number;
}

/** A place in a list by moment; `position` where several are of one moment. */
export interface MomentPosition {
  readonly at: number;
  readonly position: number;
}

const FEED = /^f(\d{1,15})-(\d{1,16})$/;
const LIST = /^d(\d{1,15})$/;
const MOMENT = /^m(\d{1,15})-(\d{1,16})$/;

const refuse = (cursor: string): never => {
  throw new ProblemError(
    problem('request-invalid', {
      detail: `"${cursor.slice(0, 60)}" is no cursor of this list: leave it away to begin, then give what stands in "next" or "previous"`,
    }),
  );
};

const numbersIn = (form: RegExp, cursor: string): readonly number[] =>
  (form.exec(String(cursor)) ?? refuse(String(cursor))).slice(1).map(Number);

/** The cursor of a feed. */
export const feedCursor = (at: FeedPosition): string => `f${at.message}-${at.event}`;
/** Reads a feed's cursor; absent means from the beginning. Throws `request-invalid`. */
export const parseFeedCursor = (cursor: string | undefined): FeedPosition => {
  if (cursor === undefined) return { message: 0, event: 0 };
  const [message = 0, event = 0] = numbersIn(FEED, cursor);
  return { message, event };
};

/** The cursor of a list of messages or deliveries: a message's sequence. */
export const listCursor = (sequence: number): string => `d${sequence}`;
/** Reads a list's cursor; absent means from the beginning. Throws `request-invalid`. */
export const parseListCursor = (cursor: string | undefined): number =>
  cursor === undefined ? 0 : (numbersIn(LIST, cursor)[0] ?? 0);

/** The cursor of a list by moment. */
export const momentCursor = ({ at, position }: MomentPosition): string => `m${at}-${position}`;
/** Whether a cursor, if there is one, is of a list by moment. */
export const isMomentCursor = (cursor: string | undefined): boolean => cursor !== undefined && MOMENT.test(cursor);
/** Reads it. Throws `request-invalid`. */
export const parseMomentCursor = (cursor: string): MomentPosition => {
  const [at = 0, position = 0] = numbersIn(MOMENT, cursor);
  return { at, position };
};
