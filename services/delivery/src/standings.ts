/** The stream `DELIVERIES` in memory: the current entry of every delivery that has one, with its sequence. */
import type { DeliveryEntry, DeliveryStanding } from '@dienstweg/schemas/delivery/entry.ts';
import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';

/** An entry as it is known to stand in the stream. */
export interface Standing {
  readonly entry: DeliveryEntry;
  readonly sequence: number;
}

/** `lookAt`: when something is due by itself (milliseconds since 1970). */
interface Kept extends Standing {
  readonly lookAt: number;
}

const earliest = (...times: readonly (string | undefined)[]): number =>
  Math.min(...times.map((time) => (time === undefined ? Number.POSITIVE_INFINITY : Date.parse(time))));

const lookAtOf = ({ standing, obsoleteAfter }: DeliveryEntry): number => {
  switch (standing.state) {
    case 'waiting':
      return earliest(standing.nextAttemptAt, obsoleteAfter);
    case 'in-mailbox':
      return earliest(standing.remindAt, standing.escalateAt, obsoleteAfter);
    default:
      return Number.POSITIVE_INFINITY;
  }
};

/** Filled by following the stream and by this process's own writes; an older entry never replaces a newer one. */
export class Standings {
  readonly #of = new Map<DeliveryId, Kept>();
  readonly #waiting = new Map<AuthorityId, Map<DeliveryId, Kept>>();
  readonly #inMailbox = new Map<DeliveryId, Kept>();
  readonly #onChange: (entry: DeliveryEntry) => void;

  /** `onChange` is told of every entry that became the current one. */
  constructor(onChange: (entry: DeliveryEntry) => void = () => undefined) {
    this.#onChange = onChange;
  }

  take(entry: DeliveryEntry, sequence: number): void {
    const { deliveryId, reader, standing } = entry;
    if ((this.#of.get(deliveryId)?.sequence ?? 0) >= sequence) return;
    const kept: Kept = { entry, sequence, lookAt: lookAtOf(entry) };
    this.#of.set(deliveryId, kept);
    const ofReader = this.#waiting.get(reader) ?? new Map<DeliveryId, Kept>();
    if (standing.state === 'waiting') this.#waiting.set(reader, ofReader.set(deliveryId, kept));
    else if (ofReader.delete(deliveryId) && ofReader.size === 0) this.#waiting.delete(reader);
    if (standing.state === 'in-mailbox') this.#inMailbox.set(deliveryId, kept);
    else this.#inMailbox.delete(deliveryId);
    this.#onChange(entry);
  }

  get(delivery: DeliveryId): Standing | undefined {
    return this.#of.get(delivery);
  }

  all(): IterableIterator<Standing> {
    return this.#of.values();
  }

  /** Everything that waits. */
  *waiting(): IterableIterator<Standing> {
    for (const ofReader of this.#waiting.values()) yield* ofReader.values();
  }

  /** What waits for one reader, in no particular order. */
  waitingFor(reader: AuthorityId): readonly Standing[] {
    return [...(this.#waiting.get(reader)?.values() ?? [])];
  }

  /** What waits and is due before a moment. A look at numbers only: 100,000 cost a millisecond. */
  *dueBefore(ms: number): IterableIterator<Standing> {
    for (const ofReader of this.#waiting.values())
      for (const kept of ofReader.values()) if (kept.lookAt < ms) yield kept;
  }

  /** What lies in a mailbox and is to be looked at before a moment. */
  *mailboxDueBefore(ms: number): IterableIterator<Standing> {
    for (const kept of this.#inMailbox.values()) if (kept.lookAt < ms) yield kept;
  }

  /** How many there are, by state. */
  counts(): Readonly<Record<DeliveryStanding['state'], number>> {
    const counts = { waiting: 0, 'in-mailbox': this.#inMailbox.size, 'in-clearing': 0, 'dead-letter': 0, ended: 0 };
    for (const ofReader of this.#waiting.values()) counts.waiting += ofReader.size;
    for (const { entry } of this.#of.values())
      if (entry.standing.state !== 'waiting' && entry.standing.state !== 'in-mailbox')
        counts[entry.standing.state] += 1;
    return counts;
  }

  /** Forgets everything below a sequence: it was swept from the stream. */
  forgetBelow(sequence: number): void {
    for (const [delivery, standing] of this.#of) if (standing.sequence < sequence) this.#of.delete(delivery);
  }
}
