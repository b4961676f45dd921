/** The readers' nodes as this process knows them: circuit, slots, rate and connections of each, apart from all others. */

import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Pool } from 'undici';
import type { DeliveryFacts } from '../attempt/decide.ts';
import type { PushVerdict } from '../attempt/judge.ts';
import { Stopping } from '../stopping.ts';
import { answeredCircuit, type Circuit, type CircuitPolicy, CLOSED, enterCircuit, failedCircuit } from './circuit.ts';
import { type Bucket, rateUntil, refill, takeLeave } from './rate.ts';

/** Where a reader's node stands and by which certificate it is known. */
export interface PushTarget {
  readonly url: string;
  readonly tlsFingerprint: string;
}

/** What a reader's node stands, as registered. */
export interface RecipientLimits {
  /** Pushes at the same time; absent: the broker's own limit, which is never exceeded. */
  readonly concurrent?: number;
  readonly perMinute?: number;
}

/** What recipients need. */
export interface RecipientsNeeds {
  readonly circuit: CircuitPolicy;
  readonly pushesPerReader: number;
  readonly waitingPerReader: number;
  readonly poolFor: (target: PushTarget) => Pool;
  /**
   * A node has answered that had failed, or that nothing was known of for a while. `wasLong`: its deliveries should not
   * wait for their own times any more.
   */
  readonly onBack: (reader: AuthorityId, wasLong: boolean) => void;
  /** A recipient's `Retry-After` counts up to this. */
  readonly longestRetryAfterMs: number;
  /** Milliseconds of a clock that nobody sets: circuits and rates are not to notice that the day's clock was wrong. */
  readonly steadyMs: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told how long each push took, whatever came of it. */
  readonly onPushed?: (tookMs: number) => void;
}

interface Recipient {
  circuit: Circuit;
  /** Since when the circuit is not closed, milliseconds since 1970. */
  failingSince?: number;
  /** It has answered since it is known here. */
  hasAnswered: boolean;
  pushing: number;
  readonly waiting: (() => void)[];
  /** How long a push takes at best: falls quickly, rises slowly, so that our own rush is not taken for a slow reader. */
  pushMs: number;
  bucket?: Bucket;
  pool?: { readonly of: string; readonly pool: Pool };
  usedAt: number;
}

/** When the service stops, recipients may take this long to answer what was pushed to them. */
const STOP_GRACE_MS = 1_500;
/** Connections of a reader that nothing was pushed to for this long are closed. */
const IDLE_MS = 60_000;
/** How long a push takes is taken to be this until it is known, and how much a quicker or slower one changes that. */
const FIRST_GUESS_MS = 50;
const WEIGHT = { quicker: 0.3, slower: 0.03 };
/** After so many openings in a row an outage was long. */
const LONG_OUTAGE_OPENINGS = 3;

/** A slot that was waited for; whoever does not push gives it back. */
export interface Slot extends Disposable {
  readonly reader: AuthorityId;
}

/** A push that may be made. Whoever entered leaves, with the verdict, or with nothing where no push was made. */
export type Leave = (verdict: PushVerdict | undefined) => void;

/** Slots, circuits, rates and connections by reader. */
export class Recipients implements AsyncDisposable {
  readonly #needs: RecipientsNeeds;
  readonly #of = new Map<AuthorityId, Recipient>();
  readonly #closesIdle: NodeJS.Timeout;
  #stopping: Stopping | undefined;

  constructor(needs: RecipientsNeeds) {
    this.#needs = needs;
    this.#closesIdle = setInterval(() => this.#closeIdle(), IDLE_MS / 2).unref();
  }

  /**
   * What stands in the way of a push, times by the day's clock. `waitMs`: how long a slot would be waited for. A burst
   * to a quick reader waits its turn; a slow one does not fill this process with those who wait for it.
   */
  look(
    reader: AuthorityId,
    limits: RecipientLimits,
    waitMs: number,
    slot: Slot | undefined,
  ): Pick<DeliveryFacts, 'circuitUntil' | 'probing' | 'rateUntil' | 'slot'> {
    const recipient = this.#recipient(reader);
    const steadyMs = this.#needs.steadyMs();
    const entrance = enterCircuit(recipient.circuit, steadyMs);
    const until = rateUntilOf(recipient, limits, steadyMs);
    return {
      ...(entrance.open
        ? { circuitUntil: this.#needs.now() + entrance.until - steadyMs, probing: entrance.probing }
        : {}),
      ...(until === undefined ? {} : { rateUntil: this.#needs.now() + until - steadyMs }),
      slot: slot !== undefined ? 'free' : this.#slotWithin(recipient, limits, waitMs),
    };
  }

  /** Waits for a slot handed on by whoever leaves; `undefined` if none came in time. */
  async slot(reader: AuthorityId, waitMs: number): Promise<Slot | undefined> {
    const recipient = this.#recipient(reader);
    const came = await new Promise<boolean>((settle) => {
      const wake = (): void => {
        clearTimeout(timer);
        settle(true);
      };
      const timer = setTimeout(() => {
        recipient.waiting.splice(recipient.waiting.indexOf(wake), 1);
        settle(false);
      }, waitMs);
      recipient.waiting.push(wake);
    });
    return came ? { reader, [Symbol.dispose]: () => this.#release(recipient) } : undefined;
  }

  /** Begins a push; to be called in the turn in which {@link look} found nothing in its way. */
  enter(reader: AuthorityId, limits: RecipientLimits, slot: Slot | undefined): Leave {
    const recipient = this.#recipient(reader);
    if (slot === undefined) recipient.pushing += 1;
    const begun = this.#needs.steadyMs();
    const entrance = enterCircuit(recipient.circuit, begun);
    if (!entrance.open) recipient.circuit = entrance.circuit;
    if (limits.perMinute !== undefined) recipient.bucket = takeLeave(refill(recipient.bucket, limits.perMinute, begun));
    recipient.usedAt = begun;
    return (verdict) => {
      const tookMs = this.#needs.steadyMs() - begun;
      if (verdict !== undefined) this.#needs.onPushed?.(tookMs);
      const change = tookMs - recipient.pushMs;
      recipient.pushMs += change * (change < 0 ? WEIGHT.quicker : WEIGHT.slower);
      this.#leave(reader, recipient, verdict);
    };
  }

  /** How many circuits stand how. */
  circuits(): Readonly<Record<Circuit['state'], number>> {
    const counts = { closed: 0, open: 0, probing: 0 };
    for (const { circuit } of this.#of.values()) counts[circuit.state] += 1;
    return counts;
  }

  /** Readers whose circuit is not closed: since when, and until when nothing is pushed to them; milliseconds since 1970. */
  *failing(): IterableIterator<{ readonly reader: AuthorityId; readonly since: number; readonly until: number }> {
    const now = this.#needs.now();
    for (const [reader, { circuit, failingSince }] of this.#of)
      if (circuit.state !== 'closed')
        yield { reader, since: failingSince ?? now, until: now + Math.max(0, circuit.until - this.#needs.steadyMs()) };
  }

  /** Pushes on their way, and first attempts that wait for a slot. */
  pushes(): { readonly underway: number; readonly waiting: number } {
    let [underway, waiting] = [0, 0];
    for (const recipient of this.#of.values()) {
      underway += recipient.pushing;
      waiting += recipient.waiting.length;
    }
    return { underway, waiting };
  }

  /**
   * Connections to a reader's node; made anew when its address or certificate changed in the registry.
   * @throws Stopping when it was abandoned.
   */
  poolOf(reader: AuthorityId, target: PushTarget): Pool {
    if (this.#stopping !== undefined) throw this.#stopping;
    const recipient = this.#recipient(reader);
    const of = `${new URL(target.url).origin} ${target.tlsFingerprint}`;
    if (recipient.pool?.of !== of) {
      void recipient.pool?.pool.close();
      recipient.pool = { of, pool: this.#needs.poolFor(target) };
    }
    return recipient.pool.pool;
  }

  /** After a moment in which recipients may still answer, gives up every push under way and begins no more. */
  abandonSoon(): void {
    setTimeout(() => this.#abandon(), STOP_GRACE_MS).unref();
  }

  #abandon(): void {
    const stopping = new Stopping();
    this.#stopping = stopping;
    for (const { pool } of this.#of.values()) void pool?.pool.destroy(stopping);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#closesIdle);
    await Promise.all([...this.#of.values()].map(({ pool }) => pool?.pool.destroy()));
  }

  #recipient(reader: AuthorityId): Recipient {
    const known = this.#of.get(reader);
    if (known !== undefined) return known;
    const made: Recipient = {
      circuit: CLOSED,
      hasAnswered: false,
      pushing: 0,
      waiting: [],
      pushMs: FIRST_GUESS_MS,
      usedAt: this.#needs.steadyMs(),
    };
    this.#of.set(reader, made);
    return made;
  }

  #slots({ concurrent }: RecipientLimits): number {
    return Math.min(concurrent ?? this.#needs.pushesPerReader, this.#needs.pushesPerReader);
  }

  #slotWithin(recipient: Recipient, limits: RecipientLimits, waitMs: number): DeliveryFacts['slot'] {
    const slots = this.#slots(limits);
    if (recipient.pushing < slots) return 'free';
    const expectedMs = ((recipient.waiting.length + 1) * recipient.pushMs) / slots;
    return expectedMs > waitMs || recipient.waiting.length >= this.#needs.waitingPerReader ? 'none' : 'expected';
  }

  #leave(reader: AuthorityId, recipient: Recipient, verdict: PushVerdict | undefined): void {
    const before = recipient.circuit;
    if (verdict !== undefined) {
      recipient.circuit =
        verdict.verdict === 'try-again'
          ? failedCircuit(before, this.#needs.steadyMs(), this.#needs.circuit, this.#steady(verdict.notBefore))
          : answeredCircuit();
    }
    if (recipient.circuit.state === 'closed') delete recipient.failingSince;
    else recipient.failingSince ??= this.#needs.now();
    this.#release(recipient);
    if (verdict === undefined || verdict.verdict === 'try-again') return;
    const wasFailing = before.state !== 'closed';
    if (wasFailing || !recipient.hasAnswered)
      this.#needs.onBack(reader, wasFailing && before.openings >= LONG_OUTAGE_OPENINGS);
    recipient.hasAnswered = true;
  }

  /** A recipient's order to wait, by the steady clock. */
  #steady(notBefore: Date | undefined): number | undefined {
    if (notBefore === undefined) return undefined;
    const waitMs = Math.min(notBefore.getTime() - this.#needs.now(), this.#needs.longestRetryAfterMs);
    return this.#needs.steadyMs() + waitMs;
  }

  /** Hands the slot to whoever waits longest. */
  #release(recipient: Recipient): void {
    const next = recipient.waiting.shift();
    if (next === undefined) recipient.pushing -= 1;
    else next();
  }

  #closeIdle(): void {
    const before = this.#needs.steadyMs() - IDLE_MS;
    for (const [reader, recipient] of this.#of) {
      if (recipient.pushing > 0 || recipient.waiting.length > 0 || recipient.usedAt > before) continue;
      void recipient.pool?.pool.close();
      // a full bucket may be forgotten: a new one is full
      if (recipient.circuit.state === 'closed') this.#of.delete(reader);
      else delete recipient.pool;
    }
  }
}

const rateUntilOf = ({ bucket }: Recipient, { perMinute }: RecipientLimits, now: number): number | undefined =>
  perMinute === undefined ? undefined : rateUntil(refill(bucket, perMinute, now), perMinute);
