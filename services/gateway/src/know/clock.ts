/**
 * Whether the clock of this process agrees with that of the message store. Whoever is refused because of the time should
 * know that it was not our clock that was wrong: then it is our fault, and worth another try.
 */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';

/** More than clocks that are kept ever differ, less than what a signing time may be ahead. */
const AGREE_WITHIN_MS = 60_000;

/** Refusals in which the hour has a part: a signing time ahead of ours, what is over. */
const BY_THE_HOUR: readonly ProblemCode[] = ['signature-profile', 'certificate-expired', 'message-obsolete'];

/** Asks the store for its time. What cannot be had is no reason to doubt our own. */
export const clockOf =
  (bus: Bus, now: () => Date) =>
  async (code: ProblemCode): Promise<boolean> => {
    if (!BY_THE_HOUR.includes(code)) return true;
    try {
      const { ts } = (await bus.jsm.streams.info(STREAMS.messages)) as { readonly ts?: unknown };
      const theirs = typeof ts === 'string' ? Date.parse(ts) : Number.NaN;
      return Number.isNaN(theirs) || Math.abs(theirs - now().getTime()) <= AGREE_WITHIN_MS;
    } catch {
      return true;
    }
  };
