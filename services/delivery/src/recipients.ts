/** The readers' nodes as this process knows them: circuit, slots and connections of each, apart from all others. */

import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Pool } from 'undici';
import { answeredCircuit, type Circuit, type CircuitPolicy, CLOSED, enterCircuit, failedCircuit } from './circuit.ts';
import type { PushVerdict } from './judge.ts';

/** Where a reader's node stands and by which certificate it is known. */
export interface PushTarget {
  readonly url: string;
  readonly tlsFingerprint: string;
}

/** Leave to push, or why not and when to ask again (milliseconds since 1970). */
export type Entrance =
  | { readonly entered: true; readonly leave: (verdict: PushVerdict | undefined) => void }
  | { readonly entered: false; readonly reason: 'circuit-open' | 'no-slot'; readonly until: number };

/** What recipients need. */
export interface RecipientsNeeds {
  readonly circuit: CircuitPolicy;
  readonly pushesPerReader: number;
  readonly waitingPerReader: number;
  readonly poolFor: (target: PushTarget) => Pool;
  readonly now: () => number;
}

interface Recipient {
  circuit: Circuit;
  pushing: number;
  readonly waiting: (() => void)[];
  /** How long a push takes at best: falls quickly, rises slowly, so that our own rush is not taken for a slow reader. */
  pushMs: number;
  pool?: { readonly of: string; readonly pool: Pool };
  usedAt: number;
}

/** Connections of a reader that nothing was pushed to for this long are closed. */
const IDLE_MS = 60_000;
/** How long a push takes is taken to be this until it is known, and how much a quicker or slower one changes that. */
const FIRST_GUESS_MS = 50;
const WEIGHT = { quicker: 0.3, slower: 0.03 };
/** When to ask again after no slot was free. */
const NO_SLOT_PAUSE_MS = 500;

/** Slots, circuits and connections by reader. */
export class Recipients implements AsyncDisposable {
  readonly #needs: RecipientsNeeds;
  readonly #of = new Map<AuthorityId, Recipient>();
  readonly #closesIdle: NodeJS.Timeout;

  constructor(needs: RecipientsNeeds) {
    this.#needs = needs;
    this.#closesIdle = setInterval(() => this.#closeIdle(), IDLE_MS / 2).unref();
  }

  /**
   * Leave to push to a reader. Waits for a free slot at most `waitMs`, and only where one can be expected by then: a
   * burst to a quick reader waits its turn, a slow one does not fill this process with those who wait for it.
   * Whoever entered must leave, with the verdict, or with nothing where no push was made.
   */
  async enter(reader: AuthorityId, waitMs: number): Promise<Entrance> {
    const recipient = this.#recipient(reader);
    const before = enterCircuit(recipient.circuit, this.#needs.now());
    if (before.open) return { entered: false, reason: 'circuit-open', until: before.until };
    if (recipient.pushing < this.#needs.pushesPerReader) recipient.pushing += 1;
    else if (!(await this.#slot(recipient, waitMs)))
      return { entered: false, reason: 'no-slot', until: this.#needs.now() + NO_SLOT_PAUSE_MS };
    // While waiting for the slot the circuit may have opened.
    const entrance = enterCircuit(recipient.circuit, this.#needs.now());
    if (entrance.open) {
      this.#release(recipient);
      return { entered: false, reason: 'circuit-open', until: entrance.until };
    }
    recipient.circuit = entrance.circuit;
    const begun = this.#needs.now();
    recipient.usedAt = begun;
    return {
      entered: true,
      leave: (verdict) => {
        const change = this.#needs.now() - begun - recipient.pushMs;
        recipient.pushMs += change * (change < 0 ? WEIGHT.quicker : WEIGHT.slower);
        this.#leave(recipient, verdict);
      },
    };
  }

  /** Connections to a reader's node; made anew when its address or certificate changed in the registry. */
  poolOf(reader: AuthorityId, target: PushTarget): Pool {
    const recipient = this.#recipient(reader);
    const of = `${new URL(target.url).origin} ${target.tlsFingerprint}`;
    if (recipient.pool?.of !== of) {
      void recipient.pool?.pool.close();
      recipient.pool = { of, pool: this.#needs.poolFor(target) };
    }
    return recipient.pool.pool;
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
      pushing: 0,
      waiting: [],
      pushMs: FIRST_GUESS_MS,
      usedAt: this.#needs.now(),
    };
    this.#of.set(reader, made);
    return made;
  }

  /** A slot handed on by whoever leaves; `false` if none came in time. */
  async #slot(recipient: Recipient, waitMs: number): Promise<boolean> {
    const expectedMs = ((recipient.waiting.length + 1) * recipient.pushMs) / this.#needs.pushesPerReader;
    if (expectedMs > waitMs || recipient.waiting.length >= this.#needs.waitingPerReader) return false;
    return new Promise((settle) => {
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
  }

  #leave(recipient: Recipient, verdict: PushVerdict | undefined): void {
    if (verdict !== undefined) {
      recipient.circuit =
        verdict.verdict === 'try-again'
          ? failedCircuit(recipient.circuit, this.#needs.now(), this.#needs.circuit, verdict.notBefore?.getTime())
          : answeredCircuit();
    }
    this.#release(recipient);
  }

  /** Hands the slot to whoever waits longest. */
  #release(recipient: Recipient): void {
    const next = recipient.waiting.shift();
    if (next === undefined) recipient.pushing -= 1;
    else next();
  }

  #closeIdle(): void {
    const before = this.#needs.now() - IDLE_MS;
    for (const [reader, recipient] of this.#of) {
      if (recipient.pushing > 0 || recipient.waiting.length > 0 || recipient.usedAt > before) continue;
      void recipient.pool?.pool.close();
      if (recipient.circuit.state === 'closed') this.#of.delete(reader);
      else delete recipient.pool;
    }
  }
}
