/**
 * How far the index lies behind the stream. The server's memory for ids is bounded by its window: an index that lags
 * more than half of it could let an id count twice, so the gateway stops accepting before.
 */

/** Judged from what was acknowledged to this gateway and what the follower has applied. */
export interface Lag {
  /** A publication of this gateway was acknowledged. */
  stored(sequence: number, nowMs: number): void;
  /** The follower applied a message this long after it was recorded. */
  applied(sequence: number, ageMs: number): void;
  /** The follower has reached what stood in the stream at the start. */
  caughtUp(): void;
  /** Whether nothing may be accepted now. `behind`: messages known to stand in the stream and not applied. */
  isTooFar(nowMs: number, behind: number): boolean;
}

/** Lag is too far when it exceeds `limitMs`, and until the index has caught up the first time. */
export const watchLag = (limitMs: number): Lag => {
  let caughtUp = false;
  let position = 0;
  let lastAgeMs = 0;
  /** The oldest own publication known not to be applied yet. */
  let awaited: { readonly sequence: number; readonly sinceMs: number } | undefined;
  return {
    stored: (sequence, nowMs) => {
      if (awaited === undefined && sequence > position) awaited = { sequence, sinceMs: nowMs };
    },
    applied: (sequence, ageMs) => {
      position = sequence;
      lastAgeMs = ageMs;
      if (awaited !== undefined && awaited.sequence <= sequence) awaited = undefined;
    },
    caughtUp: () => {
      caughtUp = true;
    },
    isTooFar: (nowMs, behind) =>
      !caughtUp || (awaited !== undefined && nowMs - awaited.sinceMs > limitMs) || (behind > 0 && lastAgeMs > limitMs),
  };
};
