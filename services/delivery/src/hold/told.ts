/**
 * Ends that were told and may not be written down yet. Events come before entries, and what ends at its first attempt
 * has no entry at all: after a crash between the two the delivery would be attempted again, and might be told to have
 * ended otherwise. What was told stands; only the entry is completed.
 */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { followStream } from '@dienstweg/infra/bus/follow.ts';
import { readLast, readMessage } from '@dienstweg/infra/bus/read.ts';
import { readStoredEvents } from '@dienstweg/schemas/bus/stored.ts';
import { CONSUMERS, STREAMS, subjectOfEvents } from '@dienstweg/schemas/bus/streams.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { DeliveryStep } from '@dienstweg/schemas/delivery/life.ts';
import type { DeadLettered, DienstwegEvent, Expired, HandedOver } from '@dienstweg/schemas/events.ts';
import type { DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import type { Standing, Standings } from './standings.ts';

/** An end as it was told, without its receipt. */
export type ToldEnd =
  | Pick<HandedOver, 'type' | 'at'>
  | Pick<Expired, 'type' | 'at'>
  | Pick<DeadLettered, 'type' | 'at' | 'attempt' | 'code'>;

/** So many are remembered; the oldest are forgotten first. */
const REMEMBERED = 50_000;

/** Told ends by delivery. */
export class ToldEnds {
  readonly #of = new Map<DeliveryId, ToldEnd>();

  /** An event of this node, in the order in which they were told. What was handed over stays handed over. */
  take(event: DienstwegEvent): void {
    switch (event.type) {
      case 'handed-over':
      case 'expired':
        this.#note(event.deliveryId, { type: event.type, at: event.at });
        return;
      case 'dead-lettered':
        this.#note(event.deliveryId, { type: event.type, at: event.at, attempt: event.attempt, code: event.code });
        return;
      case 'replayed':
      case 'assigned':
      case 'returned':
        this.#of.delete(event.deliveryId);
        return;
      default:
        return;
    }
  }

  get(delivery: DeliveryId): ToldEnd | undefined {
    return this.#of.get(delivery);
  }

  /** It stands in its entry, or is known not to matter any more. */
  forget(delivery: DeliveryId): void {
    this.#of.delete(delivery);
  }

  deliveries(): readonly DeliveryId[] {
    return [...this.#of.keys()];
  }

  #note(delivery: DeliveryId, end: ToldEnd): void {
    if (this.#of.get(delivery)?.type === 'handed-over') return;
    this.#of.set(delivery, end);
    const [oldest] = this.#of.keys();
    if (this.#of.size > REMEMBERED && oldest !== undefined) this.#of.delete(oldest);
  }
}

/** The step that was told, for its entry. Pure. */
export const stepTold = (end: ToldEnd, { attempts }: DeliveryEntry): DeliveryStep => {
  switch (end.type) {
    case 'handed-over':
    case 'expired':
      return { step: end.type, at: end.at };
    case 'dead-lettered': {
      const { at, code, attempt } = end;
      const detail = 'written down after an interruption; the events before it say why';
      return { step: 'dead-lettered', at, code, detail, attempted: attempt > attempts };
    }
    default:
      return end satisfies never;
  }
};

/** What waits although its end was told. What ended as it was told is forgotten; without an entry its message may come again. */
export const endsToWrite = (told: ToldEnds, standings: Standings): readonly Standing[] =>
  told.deliveries().flatMap((delivery) => {
    const standing = standings.get(delivery);
    if (standing?.entry.standing.state === 'waiting') return [standing];
    if (standing !== undefined) told.forget(delivery);
    return [];
  });

/** Events of this node before its last one are read again this far back: an entry follows its event at once. */
const LOOKED_BACK_MS = 20_000;
/** Messages that come again are older; their events are looked for this far back at most. */
const LONGEST_LOOK_BACK_MS = 10 * 60_000;

/**
 * Reads what this node told last, at the start: since the oldest message that was not put down, and the last seconds
 * before its own last word in any case, however long ago that was and whatever others told since. By the server's clock.
 */
export const readToldEnds = async (bus: Bus, node: string): Promise<ToldEnds> => {
  const told = new ToldEnds();
  const filterSubject = subjectOfEvents(node);
  const last = await readLast(bus, STREAMS.events, filterSubject);
  if (last === undefined) return told;
  const lastAt = last.recordedAt.getTime();
  const open = (await oldestOpen(bus)) ?? lastAt;
  const from = Math.max(Math.min(open, lastAt - LOOKED_BACK_MS), lastAt - LONGEST_LOOK_BACK_MS);
  await using following = await followStream(
    bus,
    { stream: STREAMS.events, filterSubject, fromTime: new Date(from) },
    ({ data }) => {
      for (const event of readStoredEvents(data)) told.take(event);
    },
  );
  await following.caughtUp;
  return told;
};

const timeOf = async (bus: Bus, stream: string, sequence: number): Promise<number | undefined> =>
  (await readMessage(bus, stream, sequence))?.recordedAt.getTime();

/** When the oldest message that was not put down was stored. */
const oldestOpen = async (bus: Bus): Promise<number | undefined> => {
  const consumer = await bus.jsm.consumers.info(STREAMS.messages, CONSUMERS.delivery).catch(() => undefined);
  return consumer === undefined ? undefined : timeOf(bus, STREAMS.messages, consumer.ack_floor.stream_seq + 1);
};
