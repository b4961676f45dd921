/** From an accepted message to its deliveries, and from a delivery that is due back to the message. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import type { EventWriter } from '@dienstweg/infra/bus/events.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import { beginDelivery } from '@dienstweg/schemas/delivery/life.ts';
import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import type { AttemptLimits, AttemptNeeds, DueDelivery, Progress } from './attempt/attempt.ts';
import { attemptsGivenUpAfter } from './attempt/give-up.ts';
import { isObsolete, leaseOf, wasPutOff } from './hold/put-aside.ts';
import type { Standing, Standings } from './hold/standings.ts';
import { endsToWrite } from './hold/told.ts';
import type { ConversationOrder } from './in-order/order.ts';
import { Pump } from './in-order/pump.ts';
import { Stopping } from './stopping.ts';
import { messageOf } from './take/message-of.ts';
import type { TakenMessage } from './take/taken-message.ts';
import type { Evidence } from './tell/evidence.ts';

/** What delivering needs. */
export interface DeliverNeeds {
  readonly bus: Bus;
  readonly attempt: AttemptNeeds;
  readonly standings: Standings;
  readonly order: ConversationOrder;
  readonly events: EventWriter;
  readonly evidence: Evidence;
  readonly first: AttemptLimits;
  readonly later: AttemptLimits;
  /** Later attempts at the same time: to one reader, and to all together. */
  readonly attemptsPerReader: number;
  readonly attemptsAtOnce: number;
  /** Failures of this process (not of the recipient) at one delivery after which it is a dead letter. */
  readonly givesUpAfterFailures: number;
  /** Resolves when the directory knows at least this edition; `false` if that takes too long. */
  readonly directoryKnows: (edition: number) => Promise<boolean>;
  /** Sets the timer of a delivery. Must not wait for it: without Redis deliveries go on. */
  readonly arm: (delivery: DeliveryId, at: Date) => void;
  readonly now: () => Date;
  /** Milliseconds of a clock that nobody sets. */
  readonly steadyMs: () => number;
}

/** A timer that fires this much early is let through. */
const EARLY_MS = 20;
/** When a delivery is tried again whose work failed for a reason of our own. */
const AFTER_FAILURE_MS = 5_000;
/** How long attempts under way may still take when the service stops: what is not written down by then is begun again. */
const CLOSING_MS = { withBus: 3_000, withoutBus: 200 };

/** Deliveries of this process. No delivery is attempted twice at the same time. */
export class Deliveries implements AsyncDisposable {
  readonly #needs: DeliverNeeds;
  readonly #pump: Pump;
  readonly #underway = new Set<DeliveryId>();
  /** Handed over, but the message comes again because of another reader. */
  readonly #done = new Map<number, Set<DeliveryId>>();
  readonly #tries: (due: DueDelivery, limits: AttemptLimits) => Promise<Progress>;

  constructor(needs: DeliverNeeds) {
    this.#needs = needs;
    this.#tries = attemptsGivenUpAfter(needs.givesUpAfterFailures, needs.attempt);
    this.#pump = new Pump({
      attempt: (delivery) => this.#later(delivery),
      perReader: needs.attemptsPerReader,
      altogether: needs.attemptsAtOnce,
      steadyMs: needs.steadyMs,
    });
  }

  /** Takes its place in its conversation: before anything is waited for, so that later messages find it. */
  enter(message: TakenMessage): readonly DeliveryEntry[] {
    const { accepted, sequence } = message;
    const at = this.#needs.now().toISOString();
    const done = this.#done.get(sequence);
    const open = accepted.route.readers
      .map((reader) => beginDelivery(accepted, reader, sequence, at, message.traceparent))
      // An entry, be it an end marker, says that the first attempt is over: this message has come before.
      .filter(({ deliveryId }) => !done?.has(deliveryId) && this.#needs.standings.get(deliveryId) === undefined);
    for (const entry of open) this.#needs.order.enter(entry);
    return open;
  }

  /** First attempts at every reader of a message, at once. Resolves when each is taken care of, durably. */
  async deliver(message: TakenMessage): Promise<void> {
    const { accepted, sequence } = message;
    const open = this.enter(message);
    const done = this.#done.get(sequence) ?? new Set<DeliveryId>();
    if (!(await this.#needs.directoryKnows(accepted.route.edition)))
      throw new Error(`the directory does not know edition ${accepted.route.edition} yet`);
    const outcomes = await Promise.allSettled(
      open.map(async (entry) => {
        await this.#first({ ...message, entry, sequence: 0 });
        done.add(entry.deliveryId);
      }),
    );
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed === undefined) this.#done.delete(sequence);
    else {
      this.#done.set(sequence, done);
      throw failed.reason;
    }
  }

  /** Deliveries in line and workers at them. */
  load(): ReturnType<Pump['load']> {
    return this.#pump.load();
  }

  /**
   * A timer has come. When it is to come again; `undefined` where the delivery needs none any more, or is due: then
   * {@link fired} is to be called when the timer is gone.
   */
  due(delivery: DeliveryId): Date | undefined {
    const standing = this.#needs.standings.get(delivery);
    if (standing?.entry.standing.state !== 'waiting') return undefined;
    const now = this.#needs.now();
    const waitMs = this.#needs.standings.msUntilDue(delivery);
    if (waitMs > EARLY_MS) return new Date(now.getTime() + waitMs);
    const { entry } = standing;
    if (isObsolete(entry, now) || !this.#pump.isBlocked(entry.reader)) return undefined;
    this.#offer(standing);
    return this.#lease(entry);
  }

  /** A timer has come and is gone. */
  fired(delivery: DeliveryId): void {
    const standing = this.#needs.standings.get(delivery);
    if (standing?.entry.standing.state !== 'waiting') return;
    // what nobody wants any more ends now, whatever stands in the way of its reader
    if (isObsolete(standing.entry, this.#needs.now())) void this.#later(delivery);
    else this.#offer(standing);
  }

  /** What was told before this process began is written down now: it waits for no attempt, and in no line. */
  completeTold(): void {
    const { told } = this.#needs.attempt;
    for (const { entry } of endsToWrite(told, this.#needs.standings)) void this.#later(entry.deliveryId);
  }

  /** Attempts a waiting delivery as soon as its reader can take it, whenever its time is. */
  readonly attemptNow = async (delivery: DeliveryId): Promise<void> => this.fired(delivery);

  /** When the timer of a waiting delivery is to come; `undefined` while it is in hand and needs none. */
  timerOf({ entry }: Standing): Date | undefined {
    if (entry.standing.state !== 'waiting' || this.#underway.has(entry.deliveryId)) return undefined;
    if (!this.#pump.has(entry.reader, entry.deliveryId))
      return new Date(this.#needs.now().getTime() + this.#needs.standings.msUntilDue(entry.deliveryId));
    return this.#pump.isBlocked(entry.reader) ? this.#lease(entry) : undefined;
  }

  /** Lines up what has been due for longer and is not in hand, whatever became of its timer. Returns how many were found. */
  offerLate(lateMs: number): number {
    let found = 0;
    for (const standing of this.#needs.standings.dueFor(lateMs)) {
      const { entry } = standing;
      if (entry.standing.state !== 'waiting' || this.#isInHand(entry.reader, entry.deliveryId)) continue;
      if (this.#needs.order.hasEarlier(entry)) continue;
      found += 1;
      this.fired(entry.deliveryId);
    }
    return found;
  }

  /**
   * A reader's node is there. What was never tried because it was away, or was told to wait, does not wait any more: its
   * time may have been set by a process that is no more. `wasLong`: nor does what failed meanwhile.
   */
  readerIsBack(reader: AuthorityId, wasLong: boolean): void {
    for (const standing of this.#needs.standings.waitingFor(reader)) {
      const { entry } = standing;
      const isWanted = wasPutOff(entry) || (wasLong && entry.firstFailureAt !== undefined);
      if (isWanted && !this.#needs.order.hasEarlier(entry)) this.#offer(standing);
    }
    this.#pump.unblock(reader);
  }

  /** A reader was paused and is pushed to again: nothing that waits for it waits for its own time. */
  readerIsResumed(reader: AuthorityId): void {
    for (const standing of this.#needs.standings.waitingFor(reader)) this.#offer(standing);
    this.#pump.unblock(reader);
  }

  /** These may go on: an earlier delivery of their conversation has ended. */
  goOn(behind: readonly DeliveryId[]): void {
    for (const delivery of behind) this.fired(delivery);
  }

  /** Whether deliveries to a reader stand in line. */
  hasLine(reader: AuthorityId): boolean {
    return this.#pump.lengthOf(reader) > 0;
  }

  /** Begins no later attempt more. */
  close(): void {
    this.#pump.close();
  }

  /** Begins no attempt more; resolves when those under way have ended, or, as the bus may be away, after a moment. */
  async [Symbol.asyncDispose](): Promise<void> {
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, this.#needs.bus.isConnected() ? CLOSING_MS.withBus : CLOSING_MS.withoutBus);
    await Promise.race([this.#pump[Symbol.asyncDispose](), late.promise]);
    clearTimeout(timer);
  }

  #isInHand(reader: AuthorityId, delivery: DeliveryId): boolean {
    return this.#underway.has(delivery) || this.#pump.has(reader, delivery);
  }

  #offer({ entry }: Standing): void {
    this.#pump.offer(entry.reader, entry.deliveryId, entry.messageSequence);
  }

  #lease(entry: DeliveryEntry): Date {
    return leaseOf(entry, this.#needs.now(), this.#needs.attempt.random());
  }

  async #first(due: DueDelivery): Promise<void> {
    const progress = await this.#attempt(due, this.#needs.first);
    const { deliveryId } = due.entry;
    const standing = this.#needs.standings.get(deliveryId);
    switch (progress.progress) {
      case 'settled':
        // what ended without an entry is known to have ended by nobody but us
        if (standing === undefined) this.goOn(this.#needs.order.leave(due.entry));
        break;
      case 'overtaken':
        break;
      case 'waits':
        this.#needs.arm(deliveryId, progress.at);
        break;
      case 'blocked':
        if (standing !== undefined) this.#offer(standing);
        this.#needs.arm(deliveryId, this.#lease(due.entry));
        break;
      case 'behind':
        this.#needs.arm(deliveryId, this.#lease(due.entry));
        // the earlier one may have ended while this one was being written down
        if (standing !== undefined && !this.#needs.order.hasEarlier(due.entry)) this.#offer(standing);
        break;
      default:
        progress satisfies never;
    }
  }

  /** An attempt at what has an entry. What fails for a reason of our own is tried again a little later. */
  async #later(delivery: DeliveryId): Promise<Progress> {
    const standing = this.#needs.standings.get(delivery);
    if (standing?.entry.standing.state !== 'waiting' || this.#underway.has(delivery)) return { progress: 'settled' };
    try {
      const due = await messageOf(this.#needs.bus, standing);
      // offered twice, and begun while this one was read
      if (this.#underway.has(delivery)) return { progress: 'settled' };
      const progress = await this.#attempt(due, this.#needs.later);
      if (progress.progress === 'waits') {
        if (this.#needs.standings.get(delivery)?.sequence === standing.sequence)
          this.#needs.standings.postpone(delivery, progress.at);
        this.#needs.arm(delivery, progress.at);
      }
      if (progress.progress === 'behind' && !this.#needs.order.hasEarlier(standing.entry)) this.#offer(standing);
      return progress;
    } catch (error) {
      if (error instanceof Stopping) return { progress: 'settled' };
      this.#needs.attempt.log.error({ err: error, deliveryId: delivery }, 'delivery could not be attempted');
      this.#needs.arm(delivery, new Date(this.#needs.now().getTime() + AFTER_FAILURE_MS));
      return { progress: 'settled' };
    }
  }

  async #attempt(due: DueDelivery, limits: AttemptLimits): Promise<Progress> {
    const { deliveryId } = due.entry;
    if (this.#underway.has(deliveryId)) throw new Error('the delivery is being attempted already');
    this.#underway.add(deliveryId);
    try {
      return await this.#tries(due, limits);
    } finally {
      this.#underway.delete(deliveryId);
    }
  }
}
