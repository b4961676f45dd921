/** When the next attempt is made, or that there is none. Pure: time and chance are passed in. */

/** How attempts are spread over time. All in milliseconds. */
export interface RetryPolicy {
  /** Pauses after the first failures; the last of them grows by `factor` from then on. */
  readonly firstPausesMs: readonly number[];
  readonly factor: number;
  readonly longestPauseMs: number;
  /** No attempt later than this after the first failure of a round, where the message type says nothing else. */
  readonly giveUpAfterMs: number;
  /** An operator's word: no attempt later than this, whatever the message type says. */
  readonly atMostMs?: number;
  /** No more attempts in a round than this, however often the recipient comes and goes. */
  readonly mostAttempts: number;
  /** Share by which a pause may be longer, 0–1, so that many deliveries do not come back at once. */
  readonly jitter: number;
  /** A recipient's `Retry-After` counts up to this. */
  readonly longestRetryAfterMs: number;
}

/** Quick at first, then up to four hours apart, for three days. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  firstPausesMs: [1_000, 2_000, 5_000, 15_000, 60_000],
  factor: 2.5,
  longestPauseMs: 4 * 3_600_000,
  giveUpAfterMs: 3 * 24 * 3_600_000,
  mostAttempts: 250,
  jitter: 0.2,
  longestRetryAfterMs: 24 * 3_600_000,
};

/**
 * No attempt is put off for longer, milliseconds: what is due later than this was put off by a clock that was wrong.
 * What its author does not want earlier is another matter.
 */
export const longestWaitMs = ({ firstPausesMs, longestPauseMs, jitter, longestRetryAfterMs }: RetryPolicy): number =>
  Math.max(Math.max(longestPauseMs, ...firstPausesMs) * (1 + jitter), longestRetryAfterMs);

/** What decides about the next attempt. */
export interface ScheduleFacts {
  readonly now: Date;
  /** Attempts made in this round, the failed one included; at least 1. */
  readonly attempts: number;
  readonly firstFailureAt: Date;
  readonly obsoleteAfter?: Date;
  /** When the message's deadline is over: until then it is tried in any case. */
  readonly deadlineAt?: Date;
  /** How long the message type has it tried. */
  readonly retryForMs?: number;
  readonly retryAfter?: Date;
  /** 0 ≤ random < 1. */
  readonly random: number;
}

/** `expired`: nobody wants it any more. `exhausted`: the time for attempts is over. */
export type NextAttempt =
  | { readonly next: 'at'; readonly at: Date }
  | { readonly next: 'expired' }
  | { readonly next: 'exhausted' };

/** The moment after which no attempt is begun (milliseconds since 1970). */
export const endOfAttempts = (
  facts: Pick<ScheduleFacts, 'firstFailureAt' | 'deadlineAt' | 'retryForMs'>,
  policy: RetryPolicy,
): number => {
  const first = facts.firstFailureAt.getTime();
  const asked = Math.max(
    first + (facts.retryForMs ?? policy.giveUpAfterMs),
    facts.deadlineAt?.getTime() ?? Number.NEGATIVE_INFINITY,
  );
  return Math.min(asked, first + (policy.atMostMs ?? Number.POSITIVE_INFINITY));
};

/**
 * The next attempt after a failed one. Pauses grow; towards `obsoleteAfter` and a deadline they shrink to half of what is left, so
 * that a message with little time gets its attempts within it. An instant at `obsoleteAfter` itself is not for an
 * attempt but for noticing that it has passed. The last attempt stands at the end of the time for attempts.
 */
export const nextAttempt = (facts: ScheduleFacts, policy: RetryPolicy): NextAttempt => {
  const now = facts.now.getTime();
  const obsoleteAt = facts.obsoleteAfter?.getTime() ?? Number.POSITIVE_INFINITY;
  const deadlineAt = facts.deadlineAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const giveUpAt = endOfAttempts(facts, policy);
  if (now >= obsoleteAt) return { next: 'expired' };
  if (now >= giveUpAt || facts.attempts >= policy.mostAttempts) return { next: 'exhausted' };

  const asked = Math.min(facts.retryAfter?.getTime() ?? 0, now + policy.longestRetryAfterMs);
  const own = now + pauseMs(facts, policy, Math.min(obsoleteAt, deadlineAt > now ? deadlineAt : obsoleteAt) - now);
  const earliest = Math.max(own, asked);
  if (asked > giveUpAt && giveUpAt < obsoleteAt) return { next: 'exhausted' };
  return {
    next: 'at',
    at: new Date(Math.ceil(Math.min(earliest, giveUpAt, obsoleteAt))),
  };
};

/**
 * How many attempts there will be in this round if all fail: those made and those planned, leaving chance and whatever a
 * recipient asks for aside. For people: nothing is decided by it.
 */
export const plannedAttempts = (facts: Omit<ScheduleFacts, 'random' | 'retryAfter'>, policy: RetryPolicy): number => {
  const obsoleteAt = facts.obsoleteAfter?.getTime() ?? Number.POSITIVE_INFINITY;
  let { attempts, now } = facts;
  for (;;) {
    const next = nextAttempt({ ...facts, now, attempts, random: 0.5 }, policy);
    if (next.next !== 'at' || next.at.getTime() >= obsoleteAt) return attempts;
    attempts += 1;
    now = next.at;
  }
};

const pauseMs = (facts: ScheduleFacts, policy: RetryPolicy, leftMs: number): number => {
  const shortest = policy.firstPausesMs[0] ?? policy.longestPauseMs;
  const grown = grownPauseMs(facts.attempts, policy);
  const halved = Math.max(leftMs / 2, shortest);
  return Math.min(grown, halved) * (1 + policy.jitter * facts.random);
};

const grownPauseMs = (attempts: number, policy: RetryPolicy): number => {
  const pauses = policy.firstPausesMs;
  const listed = pauses[attempts - 1];
  const last = pauses.at(-1) ?? policy.longestPauseMs;
  const grown = listed ?? last * policy.factor ** Math.max(attempts - pauses.length, 1);
  return Math.min(grown, policy.longestPauseMs);
};
