/** Which areas a service and role have entries for: a chain through the first rows of the areas, and their levels. */
import { digitsOfHigh } from './areas.ts';
import type { Records } from './records.ts';
import { WORD } from './responsibility-rows.ts';

/** First and last of the areas of a pair, by their first rows; bit n: there are areas of n leading digits. */
interface AreasOfPair {
  readonly first: number;
  last: number;
  levels: number;
}

/** The bit of areas with so many leading digits; none for areas that are no prefix. */
const levelOf = (high: number): number => (high < 0 ? 0 : 1 << digitsOfHigh(high));

/** The areas of each pair, in the order in which they began. The chain itself lies in the rows. */
export class AreasOfPairs {
  readonly #records: Records;
  readonly #pairs: AreasOfPair[] = [];

  constructor(records: Records) {
    this.#records = records;
  }

  /** A row is the first of its area. */
  begin(row: number, pair: number, high: number): void {
    const before = this.#pairs[pair]?.last;
    this.beginAgain(row, pair, high);
    if (before !== undefined) this.#records.set(before, WORD.nextArea, row + 1);
  }

  /** The same for a row whose chain is there already. */
  beginAgain(row: number, pair: number, high: number): void {
    const areas = this.#pairs[pair];
    if (areas === undefined) {
      this.#pairs[pair] = { first: row, last: row, levels: levelOf(high) };
      return;
    }
    areas.last = row;
    areas.levels |= levelOf(high);
  }

  /** Whether a pair has any area of so many leading digits: spares looking for one. */
  hasLevel(pair: number, digits: number): boolean {
    return (((this.#pairs[pair]?.levels ?? 0) >> digits) & 1) === 1;
  }

  /** The first row of each area of a pair. */
  *firstRows(pair: number): IterableIterator<number> {
    let row = this.#pairs[pair]?.first ?? -1;
    while (row >= 0) {
      yield row;
      row = this.#records.get(row, WORD.nextArea) - 1;
    }
  }
}
