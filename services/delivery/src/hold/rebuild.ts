/**
 * Entries of `DELIVERIES` over which something else was written: whoever may ask nats-server anything may name such a
 * subject for its answer. They are made anew from what was accepted and what was told since, so that nothing accepted is
 * lost with them.
 */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { followStream } from '@dienstweg/infra/bus/follow.ts';
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import { readStoredEvents } from '@dienstweg/schemas/bus/stored.ts';
import { STREAMS, subjectOfDeliveryToAnybody } from '@dienstweg/schemas/bus/streams.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import { advanceDelivery, beginClearing, beginDelivery, type DeliveryStep } from '@dienstweg/schemas/delivery/life.ts';
import type { Assigned, DienstwegEvent } from '@dienstweg/schemas/events.ts';
import type { DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { readTaken } from '../take/taken-message.ts';

/** What is made anew, of the deliveries that are sought. Events first, then messages; both in their order. Pure. */
export class Rebuilding {
  readonly #sought: ReadonlySet<DeliveryId>;
  readonly #steps = new Map<DeliveryId, DeliveryStep[]>();
  readonly #places = new Map<DeliveryId, Assigned>();
  readonly #made = new Map<DeliveryId, DeliveryEntry>();

  constructor(sought: Iterable<DeliveryId>) {
    this.#sought = new Set(sought);
  }

  /** Something that was told. */
  takeEvent(event: DienstwegEvent): void {
    if (event.type === 'assigned' && this.#sought.has(event.to.deliveryId))
      this.#places.set(event.to.deliveryId, event);
    const delivery = 'deliveryId' in event ? event.deliveryId : undefined;
    if (delivery === undefined || !this.#sought.has(delivery)) return;
    const step = stepOf(event);
    if (step !== undefined) this.#steps.set(delivery, [...(this.#steps.get(delivery) ?? []), step]);
  }

  /** A message as it was accepted. `now`: what still waits is due then. */
  takeMessage(accepted: AcceptedRecord, sequence: number, now: string, traceparent?: string): void {
    for (const reader of accepted.route.readers)
      if (this.#sought.has(reader.deliveryId)) this.#make(beginDelivery(accepted, reader, sequence, now, traceparent));
    for (const role of accepted.route.clearing ?? [])
      if (this.#sought.has(role.deliveryId)) this.#make(beginClearing(accepted, role, sequence, now, traceparent));
    for (const { to, author, messageId, deliveryId, by, reason } of this.#places.values())
      if (author === accepted.author && messageId === accepted.messageId)
        this.#make({
          ...beginDelivery(accepted, to, sequence, now, traceparent),
          insteadOf: { deliveryId, by, reason },
        });
  }

  /** Everything that was found. */
  made(): readonly DeliveryEntry[] {
    return [...this.#made.values()];
  }

  #make(begun: DeliveryEntry): void {
    let entry = begun;
    for (const step of this.#steps.get(begun.deliveryId) ?? []) {
      const advance = advanceDelivery(entry, step);
      // told twice, or of a way that is not gone again: what was told last counts
      if (advance.ok) entry = advance.entry;
    }
    this.#made.set(entry.deliveryId, entry);
  }
}

const stepOf = (event: DienstwegEvent): DeliveryStep | undefined => {
  const { at } = event;
  switch (event.type) {
    case 'attempt-failed':
      return event.nextAttemptAt === undefined
        ? undefined
        : { step: 'attempt-failed', at, code: event.code, nextAttemptAt: event.nextAttemptAt };
    case 'handed-over':
      return { step: event.via === 'mailbox' ? 'fetched' : 'handed-over', at };
    case 'expired':
    case 'replayed':
    case 'returned':
      return { step: event.type, at };
    case 'laid-into-mailbox':
      return { step: 'laid-into-mailbox', at };
    case 'dead-lettered':
      return { step: 'dead-lettered', at, code: event.code, detail: 'made anew from the events', attempted: true };
    case 'assigned':
      return { step: 'assigned', at, to: event.to.deliveryId };
    default:
      return undefined;
  }
};

/** What rebuilding needs. */
export interface RebuildNeeds {
  readonly bus: Bus;
  /** Records an entry in place of what stands at a sequence. */
  readonly hold: (entry: DeliveryEntry, predecessor: number) => Promise<boolean>;
  readonly now: () => Date;
}

/**
 * Makes anew what was overwritten, and resolves when it stands in the stream. Reads all events and all messages, which
 * takes some seconds for a million: it happens only after somebody with a key of the bus has done harm. What stands on
 * the subject of a delivery that never was is removed.
 */
export const rebuildOverwritten = async (
  { bus, hold, now }: RebuildNeeds,
  overwritten: ReadonlyMap<DeliveryId, number>,
): Promise<void> => {
  if (overwritten.size === 0) return;
  bus.log.error({ count: overwritten.size }, 'entries of deliveries were overwritten; they are made anew');
  const rebuilding = new Rebuilding(overwritten.keys());
  {
    await using events = await followStream(bus, { stream: STREAMS.events }, ({ data }) => {
      for (const event of readStoredEvents(data)) rebuilding.takeEvent(event);
    });
    await events.caughtUp;
  }
  {
    const dueAt = now().toISOString();
    const onlyHeaders = { stream: STREAMS.messages, headersOnly: true };
    await using messages = await followStream(bus, onlyHeaders, ({ headers, sequence, data }) => {
      const { accepted, traceparent } = readTaken((name) => headers[name], sequence, data);
      rebuilding.takeMessage(accepted, sequence, dueAt, traceparent);
    });
    await messages.caughtUp;
  }
  const made = rebuilding.made();
  for (const entry of made) await hold(entry, overwritten.get(entry.deliveryId) ?? 0);
  const found = new Set(made.map(({ deliveryId }) => deliveryId));
  for (const delivery of overwritten.keys())
    if (!found.has(delivery))
      await bus.jsm.streams.purge(STREAMS.deliveries, { filter: subjectOfDeliveryToAnybody(delivery) });
  bus.log.warn({ count: found.size }, 'entries of deliveries were made anew');
};
