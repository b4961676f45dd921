/** The deliveries to one reader that are due, in the order in which their messages were accepted. */
import type { DeliveryId } from '@dienstweg/schemas/identifiers.ts';

/** A delivery in line, by the sequence of its message. */
export interface Place {
  readonly delivery: DeliveryId;
  readonly sequence: number;
}

/** A binary heap that holds each delivery once. */
export class Line {
  readonly #heap: Place[] = [];
  readonly #held = new Set<DeliveryId>();

  get size(): number {
    return this.#heap.length;
  }

  has(delivery: DeliveryId): boolean {
    return this.#held.has(delivery);
  }

  /** Lines up; a delivery that stands in the line already keeps its place. */
  add(delivery: DeliveryId, sequence: number): void {
    if (this.#held.has(delivery)) return;
    this.#held.add(delivery);
    const heap = this.#heap;
    let at = heap.length;
    heap.push({ delivery, sequence });
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#sequence(above) <= sequence) break;
      this.#swap(at, above);
      at = above;
    }
  }

  /** The first of the line leaves it. */
  take(): Place | undefined {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (first === undefined || last === undefined) return undefined;
    this.#held.delete(first.delivery);
    if (this.#heap.length === 0) return first;
    this.#heap[0] = last;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const least = this.#sequence(left + 1) < this.#sequence(left) ? left + 1 : left;
      if (this.#sequence(least) >= last.sequence) return first;
      this.#swap(at, least);
      at = least;
    }
  }

  #sequence(at: number): number {
    return this.#heap[at]?.sequence ?? Number.POSITIVE_INFINITY;
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (one === undefined || other === undefined) return;
    this.#heap[a] = other;
    this.#heap[b] = one;
  }
}
