/** Pull consumers can stall without any sign: seen on servers of every version. Then pulling is begun anew. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { CONSUMERS, STREAMS } from '@dienstweg/schemas/bus/streams.ts';

/** With messages waiting and none arriving for this long, pulling begins anew. */
const STALLED_MS = 15_000;
const TOLD_FOR_MS = 10 * 60_000;

/** What is watched. */
export interface StallWatchNeeds {
  readonly bus: Bus;
  /** Whether nothing is in work: while something is, the server may rightly wait. */
  readonly isIdle: () => boolean;
  readonly beginAnew: () => void;
}

/** A watch over messages arriving, until disposed of. */
export interface StallWatch extends Disposable {
  arrived(): void;
  /** Stalls of the last ten minutes. */
  count(): number;
}

/** Begins to watch. */
export const stallWatch = ({ bus, isIdle, beginAnew }: StallWatchNeeds): StallWatch => {
  let lastArrival = performance.now();
  let stalledAt: readonly number[] = [];
  const recent = (): readonly number[] => stalledAt.filter((at) => at > performance.now() - TOLD_FOR_MS);
  const look = setInterval(() => {
    if (!isIdle() || performance.now() - lastArrival < STALLED_MS || !bus.isConnected()) return;
    lastArrival = performance.now();
    bus.jsm.consumers.info(STREAMS.messages, CONSUMERS.delivery).then(
      ({ num_pending }) => {
        if (num_pending === 0 || !isIdle()) return;
        bus.log.warn({ waiting: num_pending }, 'messages wait and none comes; pulling begins anew');
        stalledAt = [...recent(), performance.now()];
        beginAnew();
      },
      () => undefined,
    );
  }, STALLED_MS / 3);
  return {
    arrived: () => {
      lastArrival = performance.now();
    },
    count: () => recent().length,
    [Symbol.dispose]: () => clearInterval(look),
  };
};
