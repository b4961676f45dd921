/** Changes too large for one record, collected part by part until they are whole. Nothing of them is recorded before. */
import type { RegistryChange } from '@dienstweg/schemas/directory/change/changes.ts';
import { payloadSegment } from '@dienstweg/schemas/directory/fold/decode.ts';
import type { CertificateFingerprint } from '@dienstweg/schemas/identifiers.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { refuse } from './record-steps.ts';
import { recordText } from './texts.ts';

/** A part as it came in. */
export interface ReceivedPart {
  readonly change: RegistryChange;
  readonly part: NonNullable<RegistryChange['part']>;
  readonly jws: string;
  readonly registrar: CertificateFingerprint;
}

/** All parts of a change. */
export interface CompleteSet {
  /** As they came; a million entries read are too many objects to be kept while more come in. */
  readonly jws: readonly string[];
  readonly last: RegistryChange;
  /** The edition that was the last one when part 1 came in. */
  readonly basis: number;
}

interface OpenSet {
  readonly first: Pick<ReceivedPart, 'part' | 'registrar'> & Pick<RegistryChange, 'by' | 'reason'>;
  readonly jws: string[];
  readonly basis: number;
  octets: number;
  timer: NodeJS.Timeout;
}

/** How much is held in memory, and for how long. */
export interface PartLimits {
  /** Octets of all parts of all sets together. */
  readonly limitBytes: number;
  /** A set that gets no further for so long is given up. */
  readonly lapseMs: number;
}

const LIMITS: PartLimits = { limitBytes: 512 * 1024 * 1024, lapseMs: 10 * 60_000 };

/** Parts that came in, of sets that are not complete. */
export class CollectedParts implements Disposable {
  readonly #sets = new Map<string, OpenSet>();
  readonly #limits: PartLimits;

  constructor(limits: PartLimits = LIMITS) {
    this.#limits = limits;
  }

  /**
   * Takes a part in and says how many are here; with the last one the set is given out and forgotten. Part 1 begins
   * anew; a part that is here already is taken again, one out of its turn is not. Throws `registry-conflict` for one
   * that does not belong to the others; `too-large` beyond the limit.
   */
  add(received: ReceivedPart, basis: number, language: Language): CompleteSet | { readonly here: number } {
    const { change, part, jws } = received;
    const set = part.n === 1 && !this.#isHere(received) ? this.#begin(received, basis) : this.#sets.get(change.id);
    const here = set?.jws.length ?? 0;
    if (set === undefined) return { here };
    if (!belongs(set.first, received))
      return refuse('registry-conflict', language, {
        detail: recordText('partOfAnother', language, { n: part.n, here }),
      });
    if (part.n > here + 1) return { here };
    set.timer.refresh();
    if (part.n <= here) {
      if (this.#isHere(received)) return { here: part.n };
      return refuse('registry-conflict', language, {
        detail: recordText('partOfAnother', language, { n: part.n, here }),
      });
    }
    if (this.octets + jws.length > this.#limits.limitBytes) {
      this.#drop(change.id);
      return refuse('too-large', language, {
        detail: recordText('partsTooLarge', language, { count: this.#limits.limitBytes }),
      });
    }
    set.jws.push(jws);
    set.octets += jws.length;
    if (part.n < part.of) return { here: part.n };
    this.#drop(change.id);
    return { jws: set.jws, last: change, basis: set.basis };
  }

  /** Octets held. */
  get octets(): number {
    return [...this.#sets.values()].reduce((sum, { octets }) => sum + octets, 0);
  }

  [Symbol.dispose](): void {
    for (const id of [...this.#sets.keys()]) this.#drop(id);
  }

  #begin({ change, part, registrar }: ReceivedPart, basis: number): OpenSet {
    const { id, by, reason } = change;
    this.#drop(id);
    const timer = setTimeout(() => this.#drop(id), this.#limits.lapseMs).unref();
    const set: OpenSet = { first: { part, registrar, by, reason }, jws: [], basis, octets: 0, timer };
    this.#sets.set(id, set);
    return set;
  }

  #isHere({ change, part, jws }: ReceivedPart): boolean {
    const here = this.#sets.get(change.id)?.jws[part.n - 1];
    return here !== undefined && payloadSegment(here) === payloadSegment(jws);
  }

  #drop(id: string): void {
    clearTimeout(this.#sets.get(id)?.timer);
    this.#sets.delete(id);
  }
}

const belongs = (first: OpenSet['first'], other: ReceivedPart): boolean =>
  first.part.of === other.part.of &&
  other.part.n <= other.part.of &&
  first.registrar === other.registrar &&
  first.by === other.change.by &&
  first.reason === other.change.reason;
