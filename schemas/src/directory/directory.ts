/**
 * The directory in memory: the fold of the stream `REGISTRY`. Two times are kept apart: the days on which an entry
 * holds, and the editions in which it was known. An entry put again, or closed, supersedes what was known of it from
 * that edition on; what was known before stays answerable.
 */
import type { RegistryChange, RegistryEntry, ResponsibilityEntry } from './change/changes.ts';
import type { DirectoryState, EntryPlace, PlacedEntry } from './fold/directory-state.ts';
import { type Edition, Editions } from './fold/editions.ts';
import { type EntriesByKey, isKnown } from './fold/version.ts';
import { makesOthersOfResponsibilities, OtherEntries } from './keys/other-entries.ts';
import type { ByOtherKeys } from './keys/other-keys.ts';
import type { OtherEntry, OwnKeys } from './keys/own-keys.ts';
import { type Responsibilities, ResponsibilityIndex } from './keys/responsibilities.ts';

/** An index of entries by their own keys, to be asked only. */
type Read<K extends keyof OwnKeys> = OwnKeys[K] extends EntriesByKey<infer E> ? EntriesByKey<E> : never;

/** Entries between which whoever takes a change in can do something else. */
const ENTRIES_A_STEP = 2_000;

/** Bitemporal index over all entries. One owner applies changes in the order of the stream; everyone else only asks. */
export class Directory {
  readonly #others = new OtherEntries();
  readonly #changes = new Map<string, number>();
  readonly #editions = new Editions();
  readonly #responsibilities = new ResponsibilityIndex();
  #isTaking = false;

  /** Stream sequence of the last record taken in; 0 before the first. */
  get edition(): number {
    return this.#editions.last;
  }

  /** Who recorded each edition, why and when. */
  get editions(): Pick<Editions, 'of' | 'all'> {
    return this.#editions;
  }

  /** Authorities by their identifier. */
  get authorities(): Read<'authorities'> {
    return this.#others.ownKeys.authorities;
  }

  /** Services by their identifier. */
  get services(): Read<'services'> {
    return this.#others.ownKeys.services;
  }

  /** Regions by their identifier. */
  get regions(): Read<'regions'> {
    return this.#others.ownKeys.regions;
  }

  /** Certificates by fingerprint. */
  get certificates(): Read<'certificates'> {
    return this.#others.ownKeys.certificates;
  }

  /** Certificates by the authority that holds them. */
  get certificatesOf(): Read<'certificatesOf'> {
    return this.#others.ownKeys.certificatesOf;
  }

  /** Endpoints by authority. */
  get endpoints(): Read<'endpoints'> {
    return this.#others.ownKeys.endpoints;
  }

  /** Permissions by message type code. */
  get permissions(): Read<'permissions'> {
    return this.#others.ownKeys.permissions;
  }

  /** Mandates by the author that gave them. */
  get mandates(): Read<'mandates'> {
    return this.#others.ownKeys.mandates;
  }

  /** Categories by their path. */
  get categories(): Read<'categories'> {
    return this.#others.ownKeys.categories;
  }

  /** Successions by the predecessor. */
  get successions(): Read<'successions'> {
    return this.#others.ownKeys.successions;
  }

  /** Activations by message type code. */
  get activations(): Read<'activations'> {
    return this.#others.ownKeys.activations;
  }

  /** Approval rules by the kind of entry they are about. */
  get approvalRules(): Read<'approvalRules'> {
    return this.#others.ownKeys.approvalRules;
  }

  /** Holidays by region. */
  get holidays(): Read<'holidays'> {
    return this.#others.ownKeys.holidays;
  }

  /** Versions of message types by code. */
  get messageTypes(): Read<'messageTypes'> {
    return this.#others.ownKeys.messageTypes;
  }

  /** Entries by other identifiers, AGS, members and prefixes. */
  get byOtherKeys(): ByOtherKeys {
    return this.#others.otherKeys;
  }

  get responsibilities(): Responsibilities {
    return this.#responsibilities;
  }

  /** Whether a table of the regions of a scheme (`ars`, `nl-gemeente`) is kept at all. */
  keepsRegionsOf(scheme: string): boolean {
    return this.#others.ownKeys.regionSchemes.has(scheme);
  }

  /** The latest knowledge of an entry. */
  entry(id: string): RegistryEntry | undefined {
    return this.#others.latest(id)?.entry ?? this.#responsibilities.entry(id);
  }

  /** The edition in which an entry was last put or closed; `undefined` for an unknown entry. */
  editionOfEntry(id: string): number | undefined {
    return this.#others.latest(id)?.since ?? this.#responsibilities.since(id);
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
    return this.#others.known(edition);
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
    const { versions } = this.#others;
    for (let n = list === 'others' ? from : 0; n < versions.length; n += 1) {
      const version = versions[n];
      if (version !== undefined && isKnown(version, edition))
        yield { entry: version.entry, next: { list: 'others', from: n + 1 } };
    }
  }

  /** Every entry as known in an edition (default: now), in no particular order. */
  *entries(edition?: number): IterableIterator<RegistryEntry> {
    yield* this.#responsibilities.entries(edition);
    yield* this.otherEntries(edition);
  }

  /** Whether a change is being taken in, of which nothing is known yet. */
  get isTaking(): boolean {
    return this.#isTaking;
  }

  /**
   * Takes in a recorded change. Must be called in the order of editions; an edition already taken in, and a change
   * recorded twice, are taken once. `recordedAt` is the stream's timestamp; `facts` says more than the change does
   * about how it came to be recorded.
   */
  apply(change: RegistryChange, edition: number, recordedAt: Date, facts: Partial<Edition> = {}): void {
    const steps = this.applyInSteps(change, edition, recordedAt, facts);
    while (steps.next().done !== true);
  }

  /**
   * {@link apply} in steps of some milliseconds, between which questions are answered as if it had not begun: its
   * responsibilities are put where nobody sees them; with the last step all of it is known at once. Nothing else may be
   * taken in before.
   */
  *applyInSteps(
    change: RegistryChange,
    edition: number,
    recordedAt: Date,
    facts: Partial<Edition> = {},
  ): Generator<void, void> {
    if (this.#isTaking) throw new TypeError('one change is taken in at a time');
    if (edition <= this.edition) return;
    const { id: changeId, by, reason } = change;
    const recorded = this.#changes.has(changeId) ? 'nothing' : 'change';
    const told: Edition = { recorded, changeId, by, reason, ...facts, edition, recordedAt };
    if (recorded === 'nothing') {
      this.#editions.add(told);
      return;
    }
    if (makesOthersOfResponsibilities(change, this.#responsibilities)) this.#putInOrder(change, edition);
    else {
      this.#isTaking = true;
      yield* this.#putUnseen(change, edition);
      this.#isTaking = false;
    }
    this.#changes.set(change.id, edition);
    this.#editions.add(told);
  }

  /** A copy of all that is known, to be laid aside. Costs as much as copying the memory of it. */
  state(): DirectoryState {
    if (this.#isTaking) throw new TypeError('a change is being taken in');
    return {
      editions: [...this.#editions.all()],
      changes: [...this.#changes],
      others: this.#others.versions.map((version) => ({ ...version })),
      responsibilities: this.#responsibilities.state(),
    };
  }

  /** Takes up what another directory laid aside. Only into one that is empty. */
  takeUp({ editions, changes, others, responsibilities }: DirectoryState): void {
    if (this.edition !== 0) throw new TypeError('only an empty directory takes up another');
    for (const edition of editions) this.#editions.add(edition);
    for (const [id, edition] of changes) this.#changes.set(id, edition);
    for (const version of others) this.#others.keep(version);
    this.#responsibilities.takeUp(responsibilities, (use) => this.#others.otherKeys.use(use));
  }

  /** Takes in an edition in which no entry changed. */
  pass(edition: Edition): void {
    if (edition.edition > this.edition) this.#editions.add(edition);
  }

  /** Responsibilities in steps, where nobody sees them; then all others, and everything is seen. */
  *#putUnseen({ puts, closes }: RegistryChange, edition: number): Generator<void, void> {
    const others: OtherEntry[] = [];
    const replaced: string[] = [];
    const closesOfOthers: RegistryChange['closes'][number][] = [];
    this.#responsibilities.hide(edition);
    for (const [n, entry] of puts.entries()) {
      if (entry.kind !== 'responsibility') others.push(entry);
      else {
        this.#putResponsibility(entry, edition);
        if (this.#others.latest(entry.id) !== undefined) replaced.push(entry.id);
      }
      if (n % ENTRIES_A_STEP === ENTRIES_A_STEP - 1) yield;
    }
    for (const [n, close] of closes.entries()) {
      const open = this.#responsibilities.lastPut(close.id);
      if (open === undefined) closesOfOthers.push(close);
      else this.#putResponsibility({ ...open, validUntil: close.validUntil }, edition);
      if (n % ENTRIES_A_STEP === ENTRIES_A_STEP - 1) yield;
    }
    this.#responsibilities.show();
    for (const id of replaced) this.#others.supersede(id, edition);
    for (const entry of others) this.#others.put(entry, edition);
    for (const { id, validUntil } of closesOfOthers) {
      const open = this.#others.latest(id)?.entry;
      if (open !== undefined) this.#others.put({ ...open, validUntil }, edition);
    }
  }

  /** One after the other: of an id that changes its kind the last counts. */
  #putInOrder({ puts, closes }: RegistryChange, edition: number): void {
    const put = (entry: RegistryEntry): void => {
      if (entry.kind === 'responsibility') {
        this.#others.supersede(entry.id, edition);
        this.#putResponsibility(entry, edition);
      } else {
        this.#responsibilities.supersede(entry.id, edition);
        this.#others.put(entry, edition);
      }
    };
    for (const entry of puts) put(entry);
    for (const { id, validUntil } of closes) {
      const open = this.entry(id);
      if (open !== undefined) put({ ...open, validUntil });
    }
  }

  #putResponsibility(entry: ResponsibilityEntry, edition: number): void {
    this.#others.otherKeys.use(entry);
    this.#responsibilities.put(entry, edition);
  }
}
