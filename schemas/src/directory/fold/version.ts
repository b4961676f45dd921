/** What was known of an entry, and from which edition until which. */
import type { RegistryEntry } from '../change/changes.ts';
import { holdsOn } from '../day.ts';

/** One state of knowledge of an entry: known in the editions `since` ≤ edition < `until`. */
export interface Version<E extends RegistryEntry = RegistryEntry> {
  readonly entry: E;
  readonly since: number;
  /** `Infinity` while it is the latest knowledge. */
  readonly until: number;
}

/** The point in both times at which a question is asked. */
export interface When {
  /** Legal day, `YYYY-MM-DD`. */
  readonly day: string;
  /** The edition whose knowledge counts; absent: the latest. */
  readonly edition?: number;
}

/** Whether a version is what was known in an edition; without one: what is known now. */
export const isKnown = (version: Version, edition: number | undefined): boolean =>
  edition === undefined ? version.until === Infinity : version.since <= edition && edition < version.until;

/** Reads entries by a key. */
export interface EntriesByKey<E extends RegistryEntry> {
  /** Entries that held on the day, as known in the edition. */
  inForce(key: string, when: When): readonly E[];
  /** Entries as known in an edition (default: now), whatever their days. */
  known(key: string, edition?: number): readonly E[];
  keys(): IterableIterator<string>;
}

/** An index of versions. Most keys have one: those cost no list. */
export class VersionsByKey<E extends RegistryEntry> implements EntriesByKey<E> {
  readonly #versions = new Map<string, Version<E> | Version<E>[]>();

  add(key: string, version: Version<E>): void {
    const there = this.#versions.get(key);
    if (there === undefined) this.#versions.set(key, version);
    else if (Array.isArray(there)) there.push(version);
    else this.#versions.set(key, [there, version]);
  }

  inForce(key: string, when: When): readonly E[] {
    const there = this.#versions.get(key);
    if (there === undefined) return [];
    if (!Array.isArray(there)) {
      return isKnown(there, when.edition) && holdsOn(there.entry, when.day) ? [there.entry] : [];
    }
    return there
      .filter((version) => isKnown(version, when.edition) && holdsOn(version.entry, when.day))
      .map(({ entry }) => entry);
  }

  known(key: string, edition?: number): readonly E[] {
    const there = this.#versions.get(key);
    if (there === undefined) return [];
    if (!Array.isArray(there)) return isKnown(there, edition) ? [there.entry] : [];
    return there.filter((version) => isKnown(version, edition)).map(({ entry }) => entry);
  }

  keys(): IterableIterator<string> {
    return this.#versions.keys();
  }
}
