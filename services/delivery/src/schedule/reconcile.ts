/**
 * Makes the set of timers equal to the deliveries that wait, lines up what is due although its timer has not come, and
 * looks into mailboxes. Runs at start, each time Redis is back or has forgotten everything, and every so often.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@dienstweg/infra/log.ts';
import type { Standing, Standings } from '../hold/standings.ts';
import type { Timer, Timers } from './timers.ts';

/** What reconciling needs. */
export interface ReconcileNeeds {
  readonly standings: Standings;
  readonly timers: () => Timers;
  /** When the timer of a waiting delivery is to come; `undefined` while it is in hand. */
  readonly timerOf: (standing: Standing) => Date | undefined;
  /** Lines up what has been due for longer than this (milliseconds) and is not in hand; how many that were. */
  readonly offerLate: (lateMs: number) => number;
  readonly lookIntoMailboxes: () => Promise<number>;
  readonly everyMs: number;
  /** A timer may come this much late before its delivery is lined up without it. */
  readonly lateMs: number;
  readonly log: Log;
}

/** How long a run may still take when the service stops: what mailboxes wait for may be a bus that is away. */
const CLOSING_MS = 1_000;

/** A running reconciler. */
export interface Reconciler extends AsyncDisposable {
  /** Asks for a run at once. */
  now(): void;
  /** Deliveries that the last run found due although Redis was there, and their timers had not come. */
  late(): number;
  /** Timers the last run that looked found missing. */
  missing(): number;
}

/** What is to be done so that timers and waiting deliveries agree. Pure. */
export const differences = (
  waiting: Iterable<Standing>,
  armed: ReadonlySet<string>,
  timerOf: (standing: Standing) => Date | undefined,
): { readonly missing: readonly Timer[]; readonly orphans: readonly string[] } => {
  const missing: Timer[] = [];
  const orphans = new Set(armed);
  for (const standing of waiting) {
    const { deliveryId } = standing.entry;
    if (orphans.delete(deliveryId)) continue;
    const at = timerOf(standing);
    if (at !== undefined) missing.push({ delivery: deliveryId, at });
  }
  return { missing, orphans: [...orphans] };
};

/** Reconciles until put down. */
export const startReconciler = (needs: ReconcileNeeds): Reconciler => {
  let running: Promise<void> | undefined;
  let again = false;
  let closed = false;
  let late = 0;
  let missed = 0;
  let begun = false;

  const matchTimers = async (timers: Timers): Promise<void> => {
    const armed = await timers.armed();
    const { missing, orphans } = differences(needs.standings.waiting(), armed, needs.timerOf);
    missed = missing.length;
    const from = performance.now();
    await timers.arm(missing);
    await timers.disarm(orphans);
    if (missing.length > 0)
      needs.log.info({ timers: missing.length, ms: Math.round(performance.now() - from) }, 'missing timers set');
  };
  const once = async (): Promise<void> => {
    await needs.lookIntoMailboxes();
    const timers = needs.timers();
    const wasReady = begun && timers.isReady();
    // at the start nothing is in hand, and what is due has waited long enough
    const found = needs.offerLate(begun ? needs.lateMs : 0);
    begun = true;
    late = wasReady ? found : 0;
    if (late > 0) needs.log.warn({ deliveries: late }, 'due deliveries whose timers did not come');
    if (timers.isReady()) await matchTimers(timers);
  };
  const work = async (): Promise<void> => {
    do {
      again = false;
      await once().catch((error: unknown) => needs.log.warn({ err: error }, 'reconciling is put off'));
    } while (again && !closed);
    running = undefined;
  };
  const now = (): void => {
    if (closed) return;
    if (running === undefined) running = work();
    else again = true;
  };
  const every = setInterval(now, needs.everyMs);
  return {
    now,
    late: () => late,
    missing: () => missed,
    [Symbol.asyncDispose]: async () => {
      closed = true;
      clearInterval(every);
      await Promise.race([running, delay(CLOSING_MS, undefined, { ref: false })]);
    },
  };
};
