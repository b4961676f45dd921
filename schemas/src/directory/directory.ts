/**
 * The directory in memory: the fold of the stream `REGISTRY`. Two times are kept apart: the days on which an entry
 * holds, and the editions in which it was known. An entry put again, or closed, supersedes what was known of it from
 * that edition on; what was known before stays answerable.
 */
import type {
  ActivationEntry,
  ApprovalRuleEntry,
  AuthorityEntry,
  CategoryEntry,
  CertificateEntry,
  EndpointEntry,
  HolidayEntry,
  MandateEntry,
  PermissionEntry,
  RegionEntry,
  RegistryChange,
  RegistryEntry,
  ServiceEntry,
  SuccessionEntry,
} from './changes.ts';
import type { DirectoryState, EntryPlace, PlacedEntry } from './directory-state.ts';
import { type Edition, Editions } from './editions.ts';
import { type ByOtherKeys, OtherKeys } from './other-keys.ts';
import { type OtherEntry, OwnKeys } from './own-keys.ts';
import { type Responsibilities, ResponsibilityIndex } from './responsibilities.ts';
import { type EntriesByKey, isKnown, type Version } from './version.ts';

type Kept = { -readonly [K in keyof Version<OtherEntry>]: Version<OtherEntry>[K] };

/** Bitemporal index over all entries. One owner applies changes in the order of the stream; everyone else only asks. */
export class Directory {
  readonly #current = new Map<string, Kept>();
  /** Every version of every entry but responsibilities, in the order in which they were recorded. */
  readonly #others: Kept[] = [];
  readonly #changes = new Map<string, number>();
  readonly #editions = new Editions();
  readonly #ownKeys = new OwnKeys();
  readonly #otherKeys = new OtherKeys();
  readonly #responsibilities = new ResponsibilityIndex();

  /** Stream sequence of the last record taken in; 0 before the first. */
  get edition(): number {
    return this.#editions.last;
  }

  /** Who recorded each edition, why and when. */
  get editions(): Pick<Editions, 'of' | 'all'> {
    return this.#editions;
  }

  /** Authorities by their identifier. */
  get authorities(): EntriesByKey<AuthorityEntry> {
    return this.#ownKeys.authorities;
  }

  /** Services by their identifier. */
  get services(): EntriesByKey<ServiceEntry> {
    return this.#ownKeys.services;
  }

  /** Regions by their identifier. */
  get regions(): EntriesByKey<RegionEntry> {
    return this.#ownKeys.regions;
  }

  /** Certificates by fingerprint. */
  get certificates(): EntriesByKey<CertificateEntry> {
    return this.#ownKeys.certificates;
  }

  /** Certificates by the authority that holds them. */
  get certificatesOf(): EntriesByKey<CertificateEntry> {
    return this.#ownKeys.certificatesOf;
  }

  /** Endpoints by authority. */
  get endpoints(): EntriesByKey<EndpointEntry> {
    return this.#ownKeys.endpoints;
  }

  /** Permissions by message type code. */
  get permissions(): EntriesByKey<PermissionEntry> {
    return this.#ownKeys.permissions;
  }

  /** Mandates by the author that gave them. */
  get mandates(): EntriesByKey<MandateEntry> {
    return this.#ownKeys.mandates;
  }

  /** Categories by their path. */
  get categories(): EntriesByKey<CategoryEntry> {
    return this.#ownKeys.categories;
  }

  /** Successions by the predecessor. */
  get successions(): EntriesByKey<SuccessionEntry> {
    return this.#ownKeys.successions;
  }

  /** Activations by message type code. */
  get activations(): EntriesByKey<ActivationEntry> {
    return this.#ownKeys.activations;
  }

  /** Approval rules by the kind of entry they are about. */
  get approvalRules(): EntriesByKey<ApprovalRuleEntry> {
    return this.#ownKeys.approvalRules;
  }

  /** Holidays by region. */
  get holidays(): EntriesByKey<HolidayEntry> {
    return this.#ownKeys.holidays;
  }

  /** Entries by other identifiers, AGS, members and prefixes. */
  get byOtherKeys(): ByOtherKeys {
    return this.#otherKeys;
  }

  get responsibilities(): Responsibilities {
    return this.#responsibilities;
  }

  /** Whether a table of the regions of a scheme (`ars`, `nl-gemeente`) is kept at all. */
  keepsRegionsOf(scheme: string): boolean {
    return this.#ownKeys.regionSchemes.has(scheme);
  }

  /** The latest knowledge of an entry. */
  entry(id: string): RegistryEntry | undefined {
    return this.#current.get(id)?.entry ?? this.#responsibilities.entry(id);
  }

  /** The edition in which an entry was last put or closed; `undefined` for an unknown entry. */
  editionOfEntry(id: string): number | undefined {
    return this.#current.get(id)?.since ?? this.#responsibilities.since(id);
  }

  /** The edition in which a change took effect; `undefined` if it did not. */
  editionOfChange(changeId: string): number | undefined {
    return this.#changes.get(changeId);
  }

  /** The last edition recorded at or before a moment; 0 if none was. */
  editionKnownAt(moment: Date): number {
    return this.#editions.knownAt(moment);
  }

  /** Every entry but responsibilities, as known in an edition (default: now), in the order in which they were recorded. */
  otherEntries(edition?: number): OtherEntry[] {
    return this.#others.filter((version) => isKnown(version, edition)).map(({ entry }) => entry);
  }

  /**
   * Entries as known in an edition, from a place on: responsibilities, then all others, as they are stored. What is
   * recorded later moves no place.
   */
  *entriesFrom({ list, from }: EntryPlace, edition: number): IterableIterator<PlacedEntry> {
    if (list === 'responsibilities') {
      for (const { entry, row } of this.#responsibilities.rowsFrom(from, edition))
        yield { entry, next: { list, from: row + 1 } };
    }
    for (let n = list === 'others' ? from : 0; n < this.#others.length; n += 1) {
      const version = this.#others[n];
      if (version !== undefined && isKnown(version, edition))
        yield { entry: version.entry, next: { list: 'others', from: n + 1 } };
    }
  }

  /** Every entry as known in an edition (default: now), in no particular order. */
  *entries(edition?: number): IterableIterator<RegistryEntry> {
    yield* this.#responsibilities.entries(edition);
    yield* this.otherEntries(edition);
  }

  /**
   * Takes in a recorded change. Must be called in the order of editions; an edition already taken in, and a change
   * recorded twice, are taken once. `recordedAt` is the stream's timestamp; `facts` says more than the change does
   * about how it came to be recorded.
   */
  apply(change: RegistryChange, edition: number, recordedAt: Date, facts: Partial<Edition> = {}): void {
    if (edition <= this.edition) return;
    const { id: changeId, by, reason } = change;
    const recorded = this.#changes.has(changeId) ? 'nothing' : 'change';
    this.#editions.add({ recorded, changeId, by, reason, ...facts, edition, recordedAt });
    if (recorded === 'nothing') return;
    this.#changes.set(change.id, edition);
    for (const entry of change.puts) this.#put(entry, edition);
    for (const { id, validUntil } of change.closes) {
      const open = this.entry(id);
      if (open !== undefined) this.#put({ ...open, validUntil }, edition);
    }
  }

  /** A copy of all that is known, to be laid aside. Costs as much as copying the memory of it. */
  state(): DirectoryState {
    return {
      editions: [...this.#editions.all()],
      changes: [...this.#changes],
      others: this.#others.map((version) => ({ ...version })),
      responsibilities: this.#responsibilities.state(),
    };
  }

  /** Takes up what another directory laid aside. Only into one that is empty. */
  takeUp({ editions, changes, others, responsibilities }: DirectoryState): void {
    if (this.edition !== 0) throw new TypeError('only an empty directory takes up another');
    for (const edition of editions) this.#editions.add(edition);
    for (const [id, edition] of changes) this.#changes.set(id, edition);
    for (const version of others) this.#keep({ ...version });
    this.#responsibilities.takeUp(responsibilities, (use) => this.#otherKeys.use(use));
  }

  /** Takes in an edition in which no entry changed. */
  pass(edition: Edition): void {
    if (edition.edition > this.edition) this.#editions.add(edition);
  }

  #put(entry: RegistryEntry, edition: number): void {
    const before = this.#current.get(entry.id);
    if (before !== undefined) {
      before.until = edition;
      this.#current.delete(entry.id);
    }
    if (entry.kind === 'responsibility') {
      this.#otherKeys.use(entry);
      this.#responsibilities.put(entry, edition);
      return;
    }
    this.#responsibilities.supersede(entry.id, edition);
    this.#keep({ entry, since: edition, until: Infinity });
  }

  #keep(version: Kept): void {
    const { entry, until } = version;
    this.#others.push(version);
    if (until === Infinity) this.#current.set(entry.id, version);
    this.#otherKeys.add(entry, version);
    this.#ownKeys.add(version);
  }
}
