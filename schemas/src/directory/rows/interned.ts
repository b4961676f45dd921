/** Texts that occur many times, kept once and told apart by small numbers. */

/** Numbers from 0 on, in the order in which texts first came. */
export class Interned {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];
  /** The same text often comes many times in a row: comparing is cheaper than looking up. */
  #last = { text: '', number: -1 };

  /** The texts in the order of their numbers. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  /** The number of a text, which gets the next one if it is new. */
  add(text: string): number {
    if (text === this.#last.text && this.#last.number >= 0) return this.#last.number;
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#texts.push(text) - 1;
      this.#numbers.set(text, number);
    }
    this.#last.text = this.#texts[number] ?? text;
    this.#last.number = number;
    return number;
  }

  /** The number of a text; -1 for one that never came. */
  find(text: string): number {
    return this.#numbers.get(text) ?? -1;
  }

  /** The text of a number that was given out. */
  text(number: number): string {
    return this.#texts[number] ?? '';
  }
}
