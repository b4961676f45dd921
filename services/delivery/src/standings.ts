/** The stream `DELIVERIES` in memory: the current entry of every delivery that has one, with its sequence. */
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { DeliveryId } from '@dienstweg/schemas/identifiers.ts';

/** An entry as it is known to stand in the stream. */
export interface Standing {
  readonly entry: DeliveryEntry;
  readonly sequence: number;
}

/** Filled by following the stream and by this process's own writes; an older entry never replaces a newer one. */
export class Standings {
  readonly #of = new Map<DeliveryId, Standing>();

  take(entry: DeliveryEntry, sequence: number): void {
    if ((this.#of.get(entry.deliveryId)?.sequence ?? 0) < sequence) this.#of.set(entry.deliveryId, { entry, sequence });
  }

  get(delivery: DeliveryId): Standing | undefined {
    return this.#of.get(delivery);
  }

  all(): IterableIterator<Standing> {
    return this.#of.values();
  }

  /** Forgets everything below a sequence: it was swept from the stream. */
  forgetBelow(sequence: number): void {
    for (const [delivery, standing] of this.#of) if (standing.sequence < sequence) this.#of.delete(delivery);
  }
}
