/** Waits until everything accepted has come to its end. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { followStream } from '@dienstweg/infra/bus/follow.ts';
import { readStoredEntry } from '@dienstweg/schemas/bus/stored.ts';
import { CONSUMERS, STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import { deliveryIdOf } from '@dienstweg/schemas/delivery/delivery-id.ts';
import type { AuthorityId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import type { Submission } from '../checker/history.ts';
import type { House } from '../world/house.ts';

/** What draining came to. */
export interface Drained {
  readonly ms: number;
  /** Whether an hour had to pass, because a clock had been ahead. */
  readonly hourPassed: boolean;
  /** Deliveries that had not ended when the time was over. */
  readonly open: number;
  readonly isDrained: boolean;
}

const LOOK_EVERY_MS = 200;
/** Longer than any pause of these runs. */
const NOTHING_HAPPENS_MS = 15_000;
const HOUR_AND_A_BIT_MS = 3_700_000;

/**
 * Resolves when no accepted delivery is open and the delivery service has put down every message, or after `limitMs`:
 * then the checker says what is missing.
 */
export const drain = async (
  bus: Bus,
  { recipients, processes }: Pick<House, 'recipients' | 'processes'>,
  submissions: readonly Submission[],
  limitMs: number,
): Promise<Drained> => {
  const begunAt = performance.now();
  const state = new Map<string, string>();
  let changedAt = performance.now();
  const following = await followStream(bus, { stream: STREAMS.deliveries, lastPerSubject: true }, ({ data }) => {
    const { deliveryId, standing } = readStoredEntry(data);
    state.set(deliveryId, standing.state);
    changedAt = performance.now();
  });
  await following.caughtUp;
  let missing = submissions
    .filter(({ tries }) => tries.some(({ end }) => end === 'accepted'))
    .map(({ author, messageId, reader }) =>
      deliveryIdOf(author as AuthorityId, messageId as MessageId, reader as AuthorityId),
    );
  const isOver = (delivery: string): boolean => {
    const standing = state.get(delivery);
    if (standing === 'waiting') return false;
    return standing === 'dead-letter' || standing === 'ended' || recipients.hasTaken(delivery);
  };
  const look = async (): Promise<boolean> => {
    missing = missing.filter((delivery) => !isOver(delivery));
    if (missing.length > 0) return false;
    const consumer = await bus.jsm.consumers.info(STREAMS.messages, CONSUMERS.delivery).catch(() => undefined);
    if (consumer === undefined || consumer.num_pending + consumer.num_ack_pending > 0) return false;
    return ![...state.values()].includes('waiting');
  };
  let isDrained = await look();
  let hasPassed = false;
  while (!isDrained && performance.now() - begunAt < limitMs) {
    await delay(LOOK_EVERY_MS);
    isDrained = await look();
    if (isDrained || hasPassed || performance.now() - changedAt < NOTHING_HAPPENS_MS) continue;
    // Put off while the clock was an hour ahead, or behind a reader who was: not lost, but late. That hour passes now.
    hasPassed = true;
    processes.get('delivery')?.tell({ order: 'clock', offsetMs: HOUR_AND_A_BIT_MS });
  }
  await following[Symbol.asyncDispose]();
  return { ms: performance.now() - begunAt, hourPassed: hasPassed, open: missing.length, isDrained };
};
