/** What a refusal is worth in which the hour has a part: nothing, unless our clock is known to be right. */
import type { clockJudge } from '../know/clock.ts';
import type { Refusal } from './refusal.ts';

/** Where our clock is wrong, or nobody can be asked whether it is, nothing is decided. */
const NOT_BY_OUR_CLOCK = {
  wrong: { code: 'broker-unavailable', say: { text: 'clock-wrong' }, retryAfterSeconds: 60 },
  unknown: { code: 'broker-unavailable', say: { text: 'bus-away' }, retryAfterSeconds: 2 },
} as const satisfies Record<string, Refusal>;

/** The refusal as it stands; `ours`: the clock by which it was made. */
export type ByTheHour = (refusal: Refusal, ours: () => number) => Promise<Refusal>;

/** Asks the store for its time, where the hour has a part in a refusal. */
export const judgedByTheHour =
  (judge: ReturnType<typeof clockJudge>): ByTheHour =>
  async (refusal, ours) => {
    const clock = await judge(refusal.code, ours);
    return clock === 'right' ? refusal : NOT_BY_OUR_CLOCK[clock];
  };
