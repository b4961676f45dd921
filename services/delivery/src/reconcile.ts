/**
 * Makes the set of timers equal to the deliveries that wait, and expires what lies in a mailbox past its time. Runs
 * at start, each time Redis is back (it may come back empty), and every so often.
 */
import type { Log } from '@dienstweg/infra/log.ts';
import type { DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import type { Standing, Standings } from './standings.ts';
import type { Timer, Timers } from './timers.ts';

/** What reconciling needs. */
export interface ReconcileNeeds {
  readonly standings: Standings;
  readonly timers: () => Timers;
  readonly expire: (delivery: DeliveryId) => Promise<void>;
  readonly everyMs: number;
  readonly now: () => Date;
  readonly log: Log;
}

/** The timers that are missing. Timers without a waiting delivery do no harm: they are dropped when due. */
export const missingTimers = (standings: Iterable<Standing>, armed: ReadonlySet<string>): readonly Timer[] => {
  const missing: Timer[] = [];
  for (const { entry } of standings)
    if (entry.standing.state === 'waiting' && !armed.has(entry.deliveryId))
      missing.push({ delivery: entry.deliveryId, at: new Date(entry.standing.nextAttemptAt) });
  return missing;
};

/** Deliveries lying in a mailbox that nobody has a use for any more. */
export const obsoleteInMailbox = (standings: Iterable<Standing>, now: Date): readonly DeliveryId[] => {
  const obsolete: DeliveryId[] = [];
  for (const { entry } of standings)
    if (
      entry.standing.state === 'in-mailbox' &&
      entry.obsoleteAfter !== undefined &&
      new Date(entry.obsoleteAfter) <= now
    )
      obsolete.push(entry.deliveryId);
  return obsolete;
};

/** Reconciles until put down; `now` asks for a run at once. */
export const startReconciler = (needs: ReconcileNeeds): AsyncDisposable & { now(): void } => {
  let running: Promise<void> | undefined;
  let again = false;
  let closed = false;

  const once = async (): Promise<void> => {
    for (const delivery of obsoleteInMailbox(needs.standings.all(), needs.now())) await needs.expire(delivery);
    const timers = needs.timers();
    if (!timers.isReady()) return;
    const missing = missingTimers(needs.standings.all(), await timers.armed());
    if (missing.length === 0) return;
    await timers.arm(missing);
    needs.log.info({ timers: missing.length }, 'missing timers set');
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
    [Symbol.asyncDispose]: async () => {
      closed = true;
      clearInterval(every);
      await running;
    },
  };
};
