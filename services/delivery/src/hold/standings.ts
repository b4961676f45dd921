/** The stream `DELIVERIES` in memory: the current entry of every delivery that has one, with its sequence. */
import type { DeliveryEntry, DeliveryStanding } from '@dienstweg/schemas/delivery/entry.ts';
import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';

/** An entry as it is known to stand in the stream. */
export interface Standing {
  readonly entry: DeliveryEntry;
  /** Behind which the next one is written. */
  readonly sequence: number;
}

/** `lookAt`: when something is due by itself (milliseconds since 1970). */
interface Kept extends Standing {
  /** Its own; lower than `sequence` where something that is no entry was written over it. */
  readonly writtenAt: number;
  readonly lookAt: number;
  /** When what waits is due by the steady clock, should the day's be set while it waits. */
  readonly dueAt: number;
}

/** By how much what is put off is spread at most. */
export const LONGEST_SPREAD_MS = 10_000;

/** How standings tell the time. */
export interface StandingsNeeds {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds of a clock that nobody sets. */
  readonly steadyMs: () => number;
  /** Nothing is put off for longer, but by its author: what is, was put off by a wrong clock, and is due now. */
  readonly longestWaitMs: number;
  /** Told of every entry that became the current one. */
  readonly onChange: (entry: DeliveryEntry) => void;
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
  readonly #needs: StandingsNeeds;

  constructor(needs: StandingsNeeds) {
    this.#needs = needs;
  }

  take(entry: DeliveryEntry, sequence: number): void {
    const { deliveryId } = entry;
    if ((this.#of.get(deliveryId)?.sequence ?? 0) >= sequence) return;
    const kept: Kept = { entry, sequence, writtenAt: sequence, lookAt: lookAtOf(entry), dueAt: this.#dueAt(entry) };
    this.#keep(kept);
    this.#needs.onChange(entry);
  }

  #keep(kept: Kept): void {
    const { deliveryId, reader, standing } = kept.entry;
    this.#of.set(deliveryId, kept);
    const ofReader = this.#waiting.get(reader) ?? new Map<DeliveryId, Kept>();
    if (standing.state === 'waiting') this.#waiting.set(reader, ofReader.set(deliveryId, kept));
    else if (ofReader.delete(deliveryId) && ofReader.size === 0) this.#waiting.delete(reader);
    if (standing.state === 'in-mailbox') this.#inMailbox.set(deliveryId, kept);
    else this.#inMailbox.delete(deliveryId);
  }

  get(delivery: DeliveryId): Standing | undefined {
    return this.#of.get(delivery);
  }

  /**
   * Something that is no entry was written over that of a delivery: what is known stays, and the next one is written
   * behind it. Whether there is one that stands in the stream no more.
   */
  passOver(delivery: DeliveryId, sequence: number): boolean {
    const kept = this.#of.get(delivery);
    if (kept === undefined || kept.sequence >= sequence) return false;
    this.#keep({ ...kept, sequence });
    return true;
  }

  /** Whether an entry came behind this sequence. */
  wasAdvanced(delivery: DeliveryId, since: number): boolean {
    return (this.#of.get(delivery)?.writtenAt ?? 0) > since;
  }

  all(): IterableIterator<Standing> {
    return this.#of.values();
  }

  /** Everything that waits. */
  *waiting(): IterableIterator<Standing> {
    for (const ofReader of this.#waiting.values()) yield* ofReader.values();
  }

  /** Sequence of the last message of which something waits; 0: nothing does. */
  lastMessage(): number {
    let last = 0;
    for (const { entry } of this.waiting()) last = Math.max(last, entry.messageSequence);
    return last;
  }

  /** What waits for one reader, in no particular order. */
  waitingFor(reader: AuthorityId): readonly Standing[] {
    return [...(this.#waiting.get(reader)?.values() ?? [])];
  }

  /** What waits and has been due for longer than this. A look at numbers only: 100,000 cost a millisecond. */
  *dueFor(ms: number): IterableIterator<Standing> {
    const [now, steadyMs] = [this.#needs.now() - ms, this.#needs.steadyMs() - ms];
    for (const ofReader of this.#waiting.values())
      for (const kept of ofReader.values()) if (kept.lookAt < now || kept.dueAt < steadyMs) yield kept;
  }

  /** Milliseconds until what waits is to be attempted, by whichever clock says so first; not above 0 where it is due. */
  msUntilDue(delivery: DeliveryId): number {
    const kept = this.#of.get(delivery);
    if (kept?.entry.standing.state !== 'waiting') return Number.POSITIVE_INFINITY;
    const byDay = Date.parse(kept.entry.standing.nextAttemptAt) - this.#needs.now();
    return Math.min(byDay, kept.dueAt - this.#needs.steadyMs());
  }

  /** It was looked at, and waits until then: its author does not want it earlier. */
  postpone(delivery: DeliveryId, until: Date): void {
    const kept = this.#of.get(delivery);
    if (kept?.entry.standing.state !== 'waiting') return;
    const dueAt = this.#needs.steadyMs() + until.getTime() - this.#needs.now();
    const later: Kept = { ...kept, dueAt };
    this.#of.set(delivery, later);
    this.#waiting.get(kept.entry.reader)?.set(delivery, later);
  }

  /** Everything that lies in a mailbox. */
  inMailboxes(): IterableIterator<Standing> {
    return this.#inMailbox.values();
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

  #dueAt({ standing, notBefore }: DeliveryEntry): number {
    if (standing.state !== 'waiting') return Number.POSITIVE_INFINITY;
    const at = Date.parse(standing.nextAttemptAt);
    const latest = Math.max(this.#needs.now(), notBefore === undefined ? 0 : Date.parse(notBefore)) + LONGEST_SPREAD_MS;
    const isBelievable = at <= latest + this.#needs.longestWaitMs;
    return this.#needs.steadyMs() + (isBelievable ? at - this.#needs.now() : 0);
  }
}
