/** What a directory is made of, for those who lay it aside or read it in pages. */
import type { RegistryEntry } from '../change/changes.ts';
import type { OtherEntry } from '../keys/own-keys.ts';
import type { ResponsibilityState } from '../rows/responsibility-rows.ts';
import type { Edition } from './editions.ts';
import type { Version } from './version.ts';

/** A place in the storage of a directory. */
export interface EntryPlace {
  readonly list: 'responsibilities' | 'others';
  readonly from: number;
}

/** An entry, and the place behind it. */
export interface PlacedEntry {
  readonly entry: RegistryEntry;
  readonly next: EntryPlace;
}

/** Everything a directory is made of, as it was at one edition: whatever is applied later does not change it. */
export interface DirectoryState {
  readonly editions: readonly Edition[];
  /** Change id → edition in which it took effect. */
  readonly changes: readonly (readonly [string, number])[];
  /** In the order in which they were recorded. */
  readonly others: readonly Version<OtherEntry>[];
  readonly responsibilities: ResponsibilityState;
}
