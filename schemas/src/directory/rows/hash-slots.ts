/** A hash index over rows that are kept elsewhere: open addressing, linear probing, four octets a slot. */

const EMPTY = 0;
const FULL_AT = 0.7;

/** 32 bits from three numbers. */
export const mixed = (a: number, b: number, c: number): number => {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b);
  hash = Math.imul(hash ^ b ^ (hash >>> 15), 0xc2b2ae35);
  hash = Math.imul(hash ^ c ^ (hash >>> 13), 0x27d4eb2f);
  return hash ^ (hash >>> 16);
};

/** 32 bits from a text (FNV-1a over its characters). */
export const hashOfText = (text: string): number => {
  let hash = 0x811c9dc5 | 0;
  for (let n = 0; n < text.length; n += 1) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
  return hash ^ (hash >>> 15);
};

/** One row for each key. What the key of a row is, only the owner knows. */
export class HashSlots {
  #slots: Int32Array<ArrayBuffer> = new Int32Array(16);
  #used = 0;
  readonly #hashOf: (row: number) => number;

  /** `hashOf` gives the hash of a row's key again when the index grows. */
  constructor(hashOf: (row: number) => number) {
    this.#hashOf = hashOf;
  }

  /** The slot whose row `fits`, else the free one where it belongs (which {@link row} shows as -1). */
  slotOf(hash: number, fits: (row: number) => boolean): number {
    const slots = this.#slots;
    const last = slots.length - 1;
    for (let slot = hash & last; ; slot = (slot + 1) & last) {
      const row = slots[slot] ?? EMPTY;
      if (row === EMPTY || fits(row - 1)) return slot;
    }
  }

  /** The row of a slot; -1 where it is free. */
  row(slot: number): number {
    return (this.#slots[slot] ?? EMPTY) - 1;
  }

  /** The first slot for a hash, and the one behind another, for who probes by itself. */
  first(hash: number): number {
    return hash & (this.#slots.length - 1);
  }

  next(slot: number): number {
    return (slot + 1) & (this.#slots.length - 1);
  }

  /** Puts a row into a slot. Slots found before may be others afterwards. */
  put(slot: number, row: number): void {
    const isNew = this.#slots[slot] === EMPTY;
    this.#slots[slot] = row + 1;
    if (!isNew) return;
    this.#used += 1;
    if (this.#used > FULL_AT * this.#slots.length) this.reserve(this.#slots.length);
  }

  /** Makes room for so many keys without growing again. */
  reserve(keys: number): void {
    let size = this.#slots.length;
    while (keys > FULL_AT * size) size *= 2;
    if (size === this.#slots.length) return;
    const before = this.#slots;
    this.#slots = new Int32Array(size);
    for (const row of before) if (row !== EMPTY) this.#slots[this.slotOf(this.#hashOf(row - 1), never)] = row;
  }
}

const never = (): boolean => false;
