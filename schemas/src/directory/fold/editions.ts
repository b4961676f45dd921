/** What each edition of the registry was: who recorded it, why and when. */
import type { CertificateFingerprint } from '../../identifiers.ts';

/** Who said so, and why. */
export interface Word {
  readonly by: string;
  readonly reason: string;
  /** Certificate of the registrar that signed it; absent where it was recorded without. */
  readonly registrar?: CertificateFingerprint;
}

/** The facts of one edition, as recorded. */
export interface Edition extends Word {
  readonly edition: number;
  readonly recordedAt: Date;
  /**
   * What happened in it: a `change` took effect, also with the last of its parts; a `part` came in, or a `proposal`
   * that waits for approval; an `approval` put one into effect, a `withdrawal` ended one; `nothing`: a repeat.
   * `by` and `reason` are those of the change, whoever approved or withdrew it.
   */
  readonly recorded: 'change' | 'part' | 'proposal' | 'approval' | 'withdrawal' | 'nothing';
  readonly changeId: string;
  readonly part?: { readonly n: number; readonly of: number };
  /** Of an approval or a withdrawal: the edition of the proposal, and who decided. */
  readonly proposedIn?: number;
  readonly decided?: Word;
}

/** Editions in their order; a gap is an edition that held nothing readable. */
export class Editions {
  readonly #all: Edition[] = [];

  /** Must be later than every edition there. */
  add(edition: Edition): void {
    this.#all.push(edition);
  }

  /** The last edition; 0 before the first. */
  get last(): number {
    return this.#all.at(-1)?.edition ?? 0;
  }

  /** The facts of an edition; `undefined` for one that is not known. */
  of(edition: number): Edition | undefined {
    const found = this.#all[this.#after((each) => each.edition <= edition) - 1];
    return found?.edition === edition ? found : undefined;
  }

  /** The last edition recorded at or before a moment; 0 if none was. */
  knownAt(moment: Date): number {
    return this.#all.findLast(({ recordedAt }) => recordedAt <= moment)?.edition ?? 0;
  }

  /** Every edition, oldest first. */
  all(): readonly Edition[] {
    return this.#all;
  }

  /** Number of editions for which `before` holds; it must hold for a first few and for none behind them. */
  #after(before: (edition: Edition) => boolean): number {
    let [low, high] = [0, this.#all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const each = this.#all[middle];
      if (each !== undefined && before(each)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
