/** Until when a delivery waits without an attempt. */
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { HoldReason } from '@dienstweg/schemas/events.ts';
import { LONGEST_SPREAD_MS } from './standings.ts';

/**
 * `waits`: for its own time; `blocked`: something stands in the way of every delivery to this reader for so long;
 * `behind`: an earlier one of its conversation comes first.
 */
export type Aside =
  | { readonly progress: 'behind' }
  | { readonly progress: 'waits'; readonly at: Date }
  | { readonly progress: 'blocked'; readonly forMs: number };

/** Whether nobody wants the delivery any more. */
export const isObsolete = ({ obsoleteAfter }: DeliveryEntry, now: Date): boolean =>
  obsoleteAfter !== undefined && new Date(obsoleteAfter) <= now;

/** Whether it waits because its reader was away or wanted to be left alone, not for its own failures or its author's day. */
export const wasPutOff = ({ attempts, lastCode, notBefore }: DeliveryEntry): boolean =>
  notBefore === undefined && (attempts === 0 || lastCode === 'recipient-busy');

/** Maintenance and pauses go by the day's clock, which may be wrong just now: they are looked at again. */
const LONGEST_BLOCK_MS = 60_000;

/** What a reason to wait until `at` means for the line of the reader. */
export const progressWhile = (reason: HoldReason, at: Date, now: Date): Aside => {
  if (reason === 'order') return { progress: 'behind' };
  if (reason === 'not-before') return { progress: 'waits', at };
  const forMs = at.getTime() - now.getTime();
  const byDay = reason === 'maintenance' || reason === 'paused';
  return { progress: 'blocked', forMs: byDay ? Math.min(forMs, LONGEST_BLOCK_MS) : forMs };
};

/**
 * Spread, so that not all readers' backlogs come back in one moment; but never after the reader has no use for it, and
 * by seconds only: that the author asked for a day is no reason to come hours after it. `until` in milliseconds since 1970.
 */
export const spreadOver = (
  until: number,
  { now, random, obsoleteAfter }: { now: Date; random: number; obsoleteAfter: string | undefined },
): Date => {
  const waitMs = Math.max(until - now.getTime(), 0);
  const at = now.getTime() + waitMs + (Math.min(0.3 * waitMs, LONGEST_SPREAD_MS) + 20) * random;
  return new Date(Math.min(at, obsoleteAfter === undefined ? at : Date.parse(obsoleteAfter)));
};

const LEASE_MS = 30 * 60_000;

/**
 * A delivery in the line of a blocked reader keeps a timer this far away: should this process forget it, it comes up.
 * Spread, so that a long line does not bring all its timers in one moment. `random` from 0 to 1.
 */
export const leaseOf = ({ obsoleteAfter }: DeliveryEntry, now: Date, random: number): Date => {
  const at = now.getTime() + LEASE_MS * (1 + random);
  return new Date(Math.min(at, obsoleteAfter === undefined ? at : Date.parse(obsoleteAfter)));
};
