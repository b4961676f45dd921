/**
 * End markers of `DELIVERIES` keep a late redelivery from reviving what has ended. They are removed in one purge by
 * sequence, up to the first entry that is still needed.
 */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { Standing, Standings } from './standings.ts';

/** The acknowledged part of `MESSAGES`, as seen at a time (milliseconds since 1970). */
export interface FloorSeen {
  readonly at: number;
  readonly floor: number;
}

/**
 * The sequence below which everything in `DELIVERIES` may go: every entry there has ended at least `stayMs` ago, and
 * its message lay below the consumer's acknowledged position at least as long. `undefined` where nothing may go.
 */
export const sweepableBelow = (
  standings: Iterable<Standing>,
  seen: readonly FloorSeen[],
  now: number,
  stayMs: number,
): number | undefined => {
  const floor = Math.max(0, ...seen.filter(({ at }) => at <= now - stayMs).map((one) => one.floor));
  let firstNeeded = Number.POSITIVE_INFINITY;
  let last = 0;
  for (const { entry, sequence } of standings) {
    last = Math.max(last, sequence);
    const over =
      entry.standing.state === 'ended' &&
      Date.parse(entry.standing.at) <= now - stayMs &&
      entry.messageSequence <= floor;
    if (!over) firstNeeded = Math.min(firstNeeded, sequence);
  }
  const below = Math.min(firstNeeded, last + 1);
  for (const { sequence } of standings) if (sequence < below) return below;
  return undefined;
};

/** What sweeping needs. */
export interface SweepNeeds {
  readonly bus: Bus;
  readonly standings: Standings;
  readonly ackFloor: () => Promise<number>;
  readonly stayMs: number;
}

/** Sweeps now and then until put down. A sweep that fails is made up for by the next. */
export const startSweeping = ({ bus, standings, ackFloor, stayMs }: SweepNeeds): AsyncDisposable => {
  let seen: readonly FloorSeen[] = [];
  let running: Promise<void> | undefined;
  const sweep = async (): Promise<void> => {
    if (!bus.isConnected()) return;
    const now = Date.now();
    seen = [...seen.filter(({ at }) => at > now - 4 * stayMs), { at: now, floor: await ackFloor() }];
    const below = sweepableBelow([...standings.all()], seen, now, stayMs);
    if (below === undefined) return;
    const { purged } = await bus.jsm.streams.purge(STREAMS.deliveries, { seq: below });
    standings.forgetBelow(below);
    bus.log.info({ below, purged }, 'end markers swept');
  };
  const every = setInterval(() => {
    running ??= sweep()
      .catch((error: unknown) => bus.log.warn({ err: error }, 'sweeping is put off'))
      .finally(() => {
        running = undefined;
      });
  }, stayMs / 2);
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(every);
      await running;
    },
  };
};
