/**
 * Messages that the server has given out and that have not come here: to a process that is no more, or lost on a line
 * that broke. They come again after a while, in any order, and whoever promises an order waits for them. Pure.
 */

/** Where the consumer stood when this process began. */
export interface BeganAt {
  /** Sequence of the last message that was given out; 0: none was. */
  readonly givenOut: number;
  /** Messages given out that nobody has put down. */
  readonly open: number;
  /** Sequence of the last message of which a delivery is known all the same: the server may have lost the place. */
  readonly known?: number;
}

/** What is missing among the messages of one consumer whose messages are given out in the order of the stream. */
export class GivenOut {
  #highest: number;
  /** Up to there some may be missing, nobody knows which. */
  #unknownUpTo: number;
  readonly #missing = new Set<number>();

  constructor({ givenOut, open, known = 0 }: BeganAt) {
    this.#highest = givenOut;
    // what is known was given out, and all before it was
    if (known > givenOut) this.#unknownUpTo = known;
    else this.#unknownUpTo = open > 0 ? givenOut : 0;
  }

  /**
   * A message has come, for the first time or again.
   * @param mostAtOnce messages that may be given out and not put down: a wider gap holds messages that are no more
   */
  came(sequence: number, mostAtOnce: number): void {
    this.#missing.delete(sequence);
    if (sequence <= this.#highest) return;
    if (sequence - this.#highest > mostAtOnce) this.#unknownUpTo = Math.max(this.#unknownUpTo, sequence - 1);
    else for (let each = this.#highest + 1; each < sequence; each += 1) this.#missing.add(each);
    this.#highest = sequence;
  }

  /** The server says that everything up to there is put down, or is no more. */
  putDownUpTo(sequence: number): void {
    if (this.#unknownUpTo <= sequence) this.#unknownUpTo = 0;
    for (const each of this.#missing) if (each <= sequence) this.#missing.delete(each);
  }

  /** Whether every message that was given out has come. */
  isWhole(): boolean {
    return this.#unknownUpTo === 0 && this.#missing.size === 0;
  }
}
