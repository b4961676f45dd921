/**
 * Works off what is due, one line a reader, in order of acceptance: when a recipient comes back, its backlog drains
 * through the same few slots as everything else, not all at once. While something stands in the way of a reader (an
 * open circuit, its rate, maintenance) its line waits on one timer in this process, however long it is.
 */
import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import type { Progress } from '../attempt/attempt.ts';
import { Line, type Place } from './line.ts';

/** What pumping needs. */
export interface PumpNeeds {
  /** Attempts one delivery; must not throw. */
  readonly attempt: (delivery: DeliveryId) => Promise<Progress>;
  /** Workers to one reader, and to all together. */
  readonly perReader: number;
  readonly altogether: number;
  /** Milliseconds of a clock that nobody sets. */
  readonly steadyMs: () => number;
}

interface Reader {
  readonly line: Line;
  working: number;
  /** Nothing is attempted before, by the steady clock. */
  blockedUntil: number;
  timer?: NodeJS.Timeout | undefined;
}

/** Longest time a timer of this process runs; it looks again and waits on. */
const LONGEST_TIMER_MS = 60_000;

/** The lines of all readers. */
export class Pump implements AsyncDisposable {
  readonly #needs: PumpNeeds;
  readonly #readers = new Map<AuthorityId, Reader>();
  readonly #underway = new Set<Promise<void>>();
  /** Readers who found no worker free. */
  readonly #starved = new Set<AuthorityId>();
  #working = 0;
  #closed = false;

  constructor(needs: PumpNeeds) {
    this.#needs = needs;
  }

  /** Lines up a delivery that is due. One that stands in line already keeps its place. */
  offer(reader: AuthorityId, delivery: DeliveryId, sequence: number): void {
    if (this.#closed) return;
    const of = this.#readers.get(reader) ?? { line: new Line(), working: 0, blockedUntil: 0 };
    this.#readers.set(reader, of);
    of.line.add(delivery, sequence);
    this.#work(reader, of);
  }

  /** Whether a delivery stands in line. */
  has(reader: AuthorityId, delivery: DeliveryId): boolean {
    return this.#readers.get(reader)?.line.has(delivery) ?? false;
  }

  /** Whether the line of a reader waits for something. */
  isBlocked(reader: AuthorityId): boolean {
    return (this.#readers.get(reader)?.blockedUntil ?? 0) > this.#needs.steadyMs();
  }

  /** How many stand in line for a reader. */
  lengthOf(reader: AuthorityId): number {
    return this.#readers.get(reader)?.line.size ?? 0;
  }

  /** How many deliveries stand in line for all readers together, and how many workers are at it. */
  load(): { readonly inLine: number; readonly working: number } {
    let inLine = 0;
    for (const { line } of this.#readers.values()) inLine += line.size;
    return { inLine, working: this.#working };
  }

  /** Nothing stands in the way of a reader any more. */
  unblock(reader: AuthorityId): void {
    const of = this.#readers.get(reader);
    if (of === undefined) return;
    of.blockedUntil = 0;
    this.#work(reader, of);
  }

  /** Begins nothing more. */
  close(): void {
    this.#closed = true;
    for (const { timer } of this.#readers.values()) clearTimeout(timer);
  }

  /** Begins nothing more; resolves when what is under way has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await Promise.all(this.#underway);
  }

  #work(reader: AuthorityId, of: Reader): void {
    while (!this.#closed && of.line.size > 0 && of.working < this.#needs.perReader) {
      const waitMs = of.blockedUntil - this.#needs.steadyMs();
      if (waitMs > 0) {
        this.#workAfter(reader, of, waitMs);
        return;
      }
      if (this.#working >= this.#needs.altogether) {
        this.#starved.add(reader);
        return;
      }
      const first = of.line.take();
      if (first === undefined) return;
      of.working += 1;
      this.#working += 1;
      const attempt = this.#one(reader, of, first).finally(() => this.#underway.delete(attempt));
      this.#underway.add(attempt);
    }
    if (of.line.size === 0 && of.working === 0 && of.blockedUntil <= this.#needs.steadyMs())
      this.#readers.delete(reader);
  }

  async #one(reader: AuthorityId, of: Reader, { delivery, sequence }: Place): Promise<void> {
    const progress = await this.#needs.attempt(delivery);
    of.working -= 1;
    this.#working -= 1;
    if (progress.progress === 'blocked') {
      of.blockedUntil = Math.max(of.blockedUntil, this.#needs.steadyMs() + progress.forMs);
      of.line.add(delivery, sequence);
    }
    // who has waited for a worker comes before the rest of a long line
    this.#passOn();
    this.#work(reader, of);
  }

  /** A free worker goes to the first of the starved that can use it: a blocked one, or an empty line, keeps none back. */
  #passOn(): void {
    for (const reader of this.#starved) {
      if (this.#working >= this.#needs.altogether) return;
      this.#starved.delete(reader);
      const of = this.#readers.get(reader);
      if (of !== undefined) this.#work(reader, of);
    }
  }

  #workAfter(reader: AuthorityId, of: Reader, waitMs: number): void {
    if (of.timer !== undefined) return;
    of.timer = setTimeout(
      () => {
        of.timer = undefined;
        this.#work(reader, of);
      },
      Math.min(waitMs, LONGEST_TIMER_MS),
    );
  }
}
