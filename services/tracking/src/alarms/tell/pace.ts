/** How often a channel is used: gathered, and after a failure ever more seldom. Pure. */

/** How a channel stands. Milliseconds since 1970. */
export interface Pace {
  readonly notBefore: number;
  readonly failures: number;
}

/** How quickly. */
export interface PacePolicy {
  /** Between two notices that went well: what happens meanwhile goes into one. */
  readonly gatherMs: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

export const AT_ONCE: Pace = { notBefore: 0, failures: 0 };
export const DEFAULT_PACE: PacePolicy = { gatherMs: 60_000, firstPauseMs: 30_000, longestPauseMs: 3_600_000 };

/** After a notice was taken over. */
export const afterSuccess = (now: number, { gatherMs }: PacePolicy): Pace => ({
  notBefore: now + gatherMs,
  failures: 0,
});

/** After one that was not. */
export const afterFailure = ({ failures }: Pace, now: number, { firstPauseMs, longestPauseMs }: PacePolicy): Pace => ({
  notBefore: now + Math.min(firstPauseMs * 2 ** failures, longestPauseMs),
  failures: failures + 1,
});
