/** Every version of every entry but responsibilities. */
import type { RegistryChange } from '../change/changes.ts';
import { isKnown, type Version } from '../fold/version.ts';
import { OtherKeys } from './other-keys.ts';
import { type OtherEntry, OwnKeys } from './own-keys.ts';

type Kept = { -readonly [K in keyof Version<OtherEntry>]: Version<OtherEntry>[K] };

/** Versions in the order in which they were recorded, and the indices over them. */
export class OtherEntries {
  readonly ownKeys = new OwnKeys();
  readonly otherKeys = new OtherKeys();
  readonly #current = new Map<string, Kept>();
  readonly #versions: Kept[] = [];

  /** All of them. */
  get versions(): readonly Version<OtherEntry>[] {
    return this.#versions;
  }

  /** The latest knowledge of an entry. */
  latest(id: string): Version<OtherEntry> | undefined {
    return this.#current.get(id);
  }

  /** Entries as known in an edition (default: now), in the order in which they were recorded. */
  known(edition?: number): OtherEntry[] {
    return this.#versions.filter((version) => isKnown(version, edition)).map(({ entry }) => entry);
  }

  /** Takes in what is known of an entry from an edition on. */
  put(entry: OtherEntry, since: number): void {
    this.supersede(entry.id, since);
    this.keep({ entry, since, until: Infinity });
  }

  /** From an edition on the id is nothing that is known here; one that is not known changes nothing. */
  supersede(id: string, edition: number): void {
    const before = this.#current.get(id);
    if (before === undefined) return;
    before.until = edition;
    this.#current.delete(id);
  }

  /** Takes up a version as it was laid aside. */
  keep(laidAside: Version<OtherEntry>): void {
    const version: Kept = { ...laidAside };
    const { entry, until } = version;
    this.#versions.push(version);
    if (until === Infinity) this.#current.set(entry.id, version);
    this.otherKeys.add(entry, version);
    this.ownKeys.add(version);
  }
}

/**
 * Whether a change makes entries of another kind of responsibilities. None that is checked does; but what stands in the
 * stream is folded as it stands there.
 */
export const makesOthersOfResponsibilities = (
  { puts }: Pick<RegistryChange, 'puts'>,
  responsibilities: { entry(id: string): unknown },
): boolean => {
  const others = new Set(puts.flatMap(({ kind, id }) => (kind === 'responsibility' ? [] : [id])));
  if (others.size === 0) return false;
  return (
    [...others].some((id) => responsibilities.entry(id) !== undefined) ||
    puts.some(({ kind, id }) => kind === 'responsibility' && others.has(id))
  );
};
