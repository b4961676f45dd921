/** What would be known after a change, without applying it. */

import { Directory } from '../directory.ts';
import type { EntriesByKey } from '../fold/version.ts';
import type { RegistryChange, RegistryEntry } from './changes.ts';

/** An entry as the change makes it, and where in the change. */
export interface ChangedEntry {
  readonly entry: RegistryEntry;
  /** JSON pointer into the change. */
  readonly at: string;
  readonly before: RegistryEntry | undefined;
  readonly closed: boolean;
}

/** The directory as it would be. */
export interface AfterChange {
  readonly changed: readonly ChangedEntry[];
  /** Entries of an index by key: those of the change, and those of the directory that it leaves alone. */
  known<E extends RegistryEntry>(index: (dir: Directory) => EntriesByKey<E>, key: string): readonly E[];
  /** Place of an entry among those of the change; `undefined` for one the change leaves alone. */
  placeOf(id: string): number | undefined;
  keepsRegionsOf(scheme: string): boolean;
  /** The same question to the directory as it is, and to one that holds the change alone. */
  both<T>(question: (dir: Directory) => T): readonly [T, T];
  /** The entries of an index that the change leaves alone. */
  leftAlone<E extends RegistryEntry>(index: (dir: Directory) => EntriesByKey<E>): readonly E[];
  /** Every entry the change leaves alone. */
  unchanged(): IterableIterator<RegistryEntry>;
}

/** Entries looked at between two steps. */
export const ENTRIES_A_STEP = 1_000;

/** Yields once in so many entries. */
export function* inSteps<T>(items: Iterable<T>, look: (item: T, n: number) => void): Generator<void, void> {
  let n = 0;
  for (const item of items) {
    look(item, n);
    n += 1;
    if (n % ENTRIES_A_STEP === 0) yield;
  }
}

/** Lays a change over the directory, in steps. Costs as much as the change, however large the directory is. */
export function* afterChangeInSteps(dir: Directory, change: RegistryChange): Generator<void, AfterChange> {
  const changed: ChangedEntry[] = [];
  const places = new Map<string, number>();
  /** Ids the directory knows already: of a first import none. */
  const replaced = new Set<string>();
  const add = (each: ChangedEntry): void => {
    places.set(each.entry.id, changed.push(each) - 1);
    if (each.before !== undefined) replaced.add(each.entry.id);
  };
  yield* inSteps(change.puts, (entry, n) =>
    add({ entry, at: `/puts/${n}`, before: dir.entry(entry.id), closed: false }),
  );
  yield* inSteps(change.closes, ({ id, validUntil }, n) => {
    const before = dir.entry(id);
    if (before !== undefined) add({ entry: { ...before, validUntil }, at: `/closes/${n}`, before, closed: true });
  });
  const overlay = new Directory();
  const puts = changed.map(({ entry }) => entry);
  yield* overlay.applyInSteps({ ...change, puts, closes: [] }, 1, new Date(0));
  return {
    changed,
    known: (index, key) => {
      const there = index(dir).known(key);
      const changedHere = index(overlay).known(key);
      if (there.length === 0) return changedHere;
      const left = replaced.size === 0 ? there : there.filter(({ id }) => !replaced.has(id));
      return changedHere.length === 0 ? left : [...left, ...changedHere];
    },
    placeOf: (id) => places.get(id),
    keepsRegionsOf: (scheme) => dir.keepsRegionsOf(scheme) || overlay.keepsRegionsOf(scheme),
    both: (question) => [question(dir), question(overlay)],
    leftAlone: (index) =>
      [...index(dir).keys()].flatMap((key) =>
        index(dir)
          .known(key)
          .filter(({ id }) => !places.has(id)),
      ),
    *unchanged() {
      for (const entry of dir.entries()) if (!places.has(entry.id)) yield entry;
    },
  };
}
