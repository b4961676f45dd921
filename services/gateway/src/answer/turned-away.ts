/** Requests beyond a quota: nothing is recorded of each, so that asking too often costs the broker nothing durable. */
import type { Log } from '@dienstweg/infra/log.ts';

/** Counts what was turned away. */
export interface TurnedAway extends Disposable {
  /** `known`: by an authority whose quota is used up, not by a stranger. */
  readonly count: (known: boolean) => void;
}

const TELL_EVERY_MS = 60_000;

/** Writes one line a minute, if there was anything. */
export const countTurnedAway = (log: Log): TurnedAway => {
  let counts = { authorities: 0, strangers: 0 };
  const tell = (): void => {
    if (counts.authorities + counts.strangers > 0) log.warn(counts, 'requests beyond their quota were turned away');
    counts = { authorities: 0, strangers: 0 };
  };
  const timer = setInterval(tell, TELL_EVERY_MS);
  return {
    count: (known) => {
      counts[known ? 'authorities' : 'strangers'] += 1;
    },
    [Symbol.dispose]: () => {
      clearInterval(timer);
      tell();
    },
  };
};
