/** From an accepted message to its deliveries, and from a due timer back to the message. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import type { EventWriter } from '@dienstweg/infra/bus/events.ts';
import { readMessage } from '@dienstweg/infra/bus/read.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import { advanceDelivery, beginDelivery } from '@dienstweg/schemas/delivery/life.ts';
import type { DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import {
  type AttemptLimits,
  type AttemptNeeds,
  attemptDelivery,
  type DueDelivery,
  giveUp,
  type Progress,
} from './attempt.ts';
import type { Evidence } from './evidence.ts';
import type { Standing, Standings } from './standings.ts';
import { readTaken, type TakenMessage } from './take.ts';

/** What delivering needs. */
export interface DeliverNeeds {
  readonly bus: Bus;
  readonly attempt: AttemptNeeds;
  readonly standings: Standings;
  readonly events: EventWriter;
  readonly evidence: Evidence;
  readonly first: AttemptLimits;
  readonly later: AttemptLimits;
  /** Failures of this process (not of the recipient) at one delivery after which it is a dead letter. */
  readonly givesUpAfterFailures: number;
  /** Resolves when the directory knows at least this edition; `false` if that takes too long. */
  readonly directoryKnows: (edition: number) => Promise<boolean>;
  /** Sets the timer of a delivery. Must not wait for it: without Redis deliveries go on. */
  readonly arm: (delivery: DeliveryId, at: Date) => void;
  readonly now: () => Date;
}

/** A timer that fires this much early is let through. */
const EARLY_MS = 20;
/** When a delivery is looked at again that is being attempted right now. */
const UNDERWAY_PAUSE_MS = 1_000;

/** Deliveries of this process. No delivery is attempted twice at the same time. */
export class Deliveries {
  readonly #needs: DeliverNeeds;
  readonly #underway = new Set<DeliveryId>();
  /** Handed over, but the message comes again because of another reader. */
  readonly #done = new Map<number, Set<DeliveryId>>();
  readonly #failures = new Map<DeliveryId, number>();

  constructor(needs: DeliverNeeds) {
    this.#needs = needs;
  }

  /** First attempts at every reader of a message, at once. Resolves when each is taken care of, durably. */
  async deliver(message: TakenMessage): Promise<void> {
    const { accepted, sequence } = message;
    if (!(await this.#needs.directoryKnows(accepted.route.edition)))
      throw new Error(`the directory does not know edition ${accepted.route.edition} yet`);
    const done = this.#done.get(sequence) ?? new Set<DeliveryId>();
    const outcomes = await Promise.allSettled(
      accepted.route.readers.map(async (reader) => {
        // An entry, be it an end marker, says that the first attempt is over: this message has come before.
        if (done.has(reader.deliveryId) || this.#needs.standings.get(reader.deliveryId) !== undefined) return;
        const at = this.#needs.now().toISOString();
        const entry = beginDelivery(accepted, reader, sequence, at, message.traceparent);
        await this.#attempt({ ...message, entry, sequence: 0 }, this.#needs.first, true);
        done.add(reader.deliveryId);
      }),
    );
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed === undefined) this.#done.delete(sequence);
    else {
      this.#done.set(sequence, done);
      throw failed.reason;
    }
  }

  /** A timer is due. When the delivery is due again; `undefined` where it needs no timer any more. */
  async due(delivery: DeliveryId): Promise<Date | undefined> {
    const standing = this.#needs.standings.get(delivery);
    if (standing?.entry.standing.state !== 'waiting') return undefined;
    const at = new Date(standing.entry.standing.nextAttemptAt);
    const now = this.#needs.now();
    if (at.getTime() > now.getTime() + EARLY_MS) return at;
    if (this.#underway.has(delivery)) return new Date(now.getTime() + UNDERWAY_PAUSE_MS);
    const progress = await this.#attempt(await this.#message(standing), this.#needs.later, false);
    if (progress.progress === 'waits') return progress.at;
    const after = this.#needs.standings.get(delivery)?.entry.standing;
    return after?.state === 'waiting' ? new Date(after.nextAttemptAt) : undefined;
  }

  /** Attempts a waiting delivery without its timer, and sets the timer if it must go on waiting. */
  async attemptNow(delivery: DeliveryId): Promise<void> {
    const again = await this.due(delivery);
    if (again !== undefined) this.#needs.arm(delivery, again);
  }

  /**
   * Ends what lies in a mailbox past its time. Here the entry comes first: a reader may be fetching it at this
   * moment, and only one of the two may be told. `tellExpired` makes up for a crash between entry and event.
   */
  async expireInMailbox(delivery: DeliveryId): Promise<void> {
    const standing = this.#needs.standings.get(delivery);
    if (standing?.entry.standing.state !== 'in-mailbox') return;
    const advance = advanceDelivery(standing.entry, { step: 'expired', at: this.#needs.now().toISOString() });
    if (!advance.ok || !(await this.#needs.attempt.hold(advance.entry, standing.sequence))) return;
    await this.tellExpired(delivery);
  }

  /** Tells (again, perhaps) that a delivery has expired. */
  async tellExpired(delivery: DeliveryId): Promise<void> {
    const standing = this.#needs.standings.get(delivery);
    if (standing === undefined) return;
    await this.#needs.events.record([this.#needs.evidence.expired(await this.#message(standing))]);
  }

  async #attempt(due: DueDelivery, limits: AttemptLimits, armsTimer: boolean): Promise<Progress> {
    const { deliveryId } = due.entry;
    if (this.#underway.has(deliveryId)) throw new Error('the delivery is being attempted already');
    this.#underway.add(deliveryId);
    try {
      const progress = await this.#attemptOrGiveUp(due, limits);
      if (armsTimer && progress.progress === 'waits') this.#needs.arm(deliveryId, progress.at);
      return progress;
    } finally {
      this.#underway.delete(deliveryId);
    }
  }

  /** Waiting for the bus is no failure; what throws does so for a reason that may never go away. */
  async #attemptOrGiveUp(due: DueDelivery, limits: AttemptLimits): Promise<Progress> {
    const { deliveryId, messageId } = due.entry;
    const { attempt, givesUpAfterFailures } = this.#needs;
    try {
      const progress = await attemptDelivery(attempt, due, limits);
      this.#failures.delete(deliveryId);
      return progress;
    } catch (error) {
      const failures = (this.#failures.get(deliveryId) ?? 0) + 1;
      this.#failures.set(deliveryId, failures);
      if (failures < givesUpAfterFailures) throw error;
      attempt.log.error({ err: error, deliveryId, messageId, failures }, 'delivery is given up');
      const progress = await giveUp(attempt, due, failures);
      this.#failures.delete(deliveryId);
      return progress;
    }
  }

  async #message({ entry, sequence }: Standing): Promise<DueDelivery> {
    const stored = await readMessage(this.#needs.bus, STREAMS.messages, entry.messageSequence);
    if (stored === undefined) throw new Error(`message ${entry.messageSequence} of an open delivery is missing`);
    const { accepted, submissionReceipt, octets } = readTaken(
      (name) => stored.headers[name],
      stored.sequence,
      stored.data,
    );
    return { accepted, submissionReceipt, octets, entry, sequence };
  }
}
