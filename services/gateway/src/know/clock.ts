/**
 * Whether the clock by which a message was examined agrees with that of the message store. Whoever is refused because of
 * the time should know that it was not our clock that was wrong: then it is our fault, and worth another try.
 */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';

/** More than clocks that are kept ever differ, less than what a signing time may be ahead. */
const AGREE_WITHIN_MS = 60_000;

/** Refusals in which the hour has a part: a signing time ahead of ours, what is over. */
const BY_THE_HOUR: readonly ProblemCode[] = ['signature-profile', 'certificate-expired', 'message-obsolete'];

/** A clock that shows a time now and goes on from there, whoever sets the clock of the machine meanwhile. */
export const goingOnFrom = (at: Date): (() => number) => {
  const begun = performance.now();
  return () => at.getTime() + performance.now() - begun;
};

/** `unknown`: the store could not be asked for its time. */
export type ClockVerdict = 'right' | 'wrong' | 'unknown';

/** Asks the store for its time, where the hour has a part in a refusal. `ours`: by which clock it was refused. */
export const clockJudge =
  (bus: Bus) =>
  async (code: ProblemCode, ours: () => number): Promise<ClockVerdict> => {
    if (!BY_THE_HOUR.includes(code)) return 'right';
    try {
      const { ts } = (await bus.jsm.streams.info(STREAMS.messages)) as { readonly ts?: unknown };
      const theirs = typeof ts === 'string' ? Date.parse(ts) : Number.NaN;
      return Number.isNaN(theirs) || Math.abs(theirs - ours()) <= AGREE_WITHIN_MS ? 'right' : 'wrong';
    } catch {
      return 'unknown';
    }
  };
