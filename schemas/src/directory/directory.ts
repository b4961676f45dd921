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
  ResponsibilityEntry,
  ServiceEntry,
  SuccessionEntry,
} from './changes.ts';
import { type Edition, Editions } from './editions.ts';
import { type ByOtherKeys, OtherKeys } from './other-keys.ts';
import { type Responsibilities, ResponsibilityIndex } from './responsibilities.ts';
import type { ResponsibilityState } from './rows/responsibility-rows.ts';
import { type EntriesByKey, isKnown, type Version, VersionsByKey } from './version.ts';

type OtherEntry = Exclude<RegistryEntry, ResponsibilityEntry>;
type Kept<E extends RegistryEntry = OtherEntry> = { -readonly [K in keyof Version<E>]: Version<E>[K] };

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

/** Bitemporal index over all entries. One owner applies changes in the order of the stream; everyone else only asks. */
export class Directory {
  readonly #current = new Map<string, Kept>();
  /** Every version of every entry but responsibilities, in the order in which they were recorded. */
  readonly #others: Kept[] = [];
  readonly #changes = new Map<string, number>();
  readonly #editions = new Editions();
  readonly #regionSchemes = new Set<string>();
  readonly #authorities = new VersionsByKey<AuthorityEntry>();
  readonly #services = new VersionsByKey<ServiceEntry>();
  readonly #regions = new VersionsByKey<RegionEntry>();
  readonly #certificates = new VersionsByKey<CertificateEntry>();
  readonly #certificatesOf = new VersionsByKey<CertificateEntry>();
  readonly #endpoints = new VersionsByKey<EndpointEntry>();
  readonly #permissions = new VersionsByKey<PermissionEntry>();
  readonly #mandates = new VersionsByKey<MandateEntry>();
  readonly #categories = new VersionsByKey<CategoryEntry>();
  readonly #successions = new VersionsByKey<SuccessionEntry>();
  readonly #activations = new VersionsByKey<ActivationEntry>();
  readonly #approvalRules = new VersionsByKey<ApprovalRuleEntry>();
  readonly #holidays = new VersionsByKey<HolidayEntry>();
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
    return this.#authorities;
  }

  /** Services by their identifier. */
  get services(): EntriesByKey<ServiceEntry> {
    return this.#services;
  }

  /** Regions by their identifier. */
  get regions(): EntriesByKey<RegionEntry> {
    return this.#regions;
  }

  /** Certificates by fingerprint. */
  get certificates(): EntriesByKey<CertificateEntry> {
    return this.#certificates;
  }

  /** Certificates by the authority that holds them. */
  get certificatesOf(): EntriesByKey<CertificateEntry> {
    return this.#certificatesOf;
  }

  /** Endpoints by authority. */
  get endpoints(): EntriesByKey<EndpointEntry> {
    return this.#endpoints;
  }

  /** Permissions by message type code. */
  get permissions(): EntriesByKey<PermissionEntry> {
    return this.#permissions;
  }

  /** Mandates by the author that gave them. */
  get mandates(): EntriesByKey<MandateEntry> {
    return this.#mandates;
  }

  /** Categories by their path. */
  get categories(): EntriesByKey<CategoryEntry> {
    return this.#categories;
  }

  /** Successions by the predecessor. */
  get successions(): EntriesByKey<SuccessionEntry> {
    return this.#successions;
  }

  /** Activations by message type code. */
  get activations(): EntriesByKey<ActivationEntry> {
    return this.#activations;
  }

  /** Approval rules by the kind of entry they are about. */
  get approvalRules(): EntriesByKey<ApprovalRuleEntry> {
    return this.#approvalRules;
  }

  /** Holidays by region. */
  get holidays(): EntriesByKey<HolidayEntry> {
    return this.#holidays;
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
    return this.#regionSchemes.has(scheme);
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

  #keep(version: Kept<OtherEntry>): void {
    const { entry, until } = version;
    this.#others.push(version);
    if (until === Infinity) this.#current.set(entry.id, version);
    this.#otherKeys.add(entry, version);
    this.#index(entry, version);
  }

  #index(entry: OtherEntry, version: Version): void {
    const of = <E extends RegistryEntry>(_: E): Version<E> => version as Version<E>;
    switch (entry.kind) {
      case 'authority':
        this.#authorities.add(entry.authority, of(entry));
        break;
      case 'service':
        this.#services.add(entry.service, of(entry));
        break;
      case 'region':
        this.#regionSchemes.add(entry.region.slice(0, entry.region.indexOf(':')));
        this.#regions.add(entry.region, of(entry));
        break;
      case 'certificate':
        this.#certificatesOf.add(entry.authority, of(entry));
        this.#certificates.add(entry.fingerprint, of(entry));
        break;
      case 'endpoint':
        this.#endpoints.add(entry.authority, of(entry));
        break;
      case 'permission':
        this.#permissions.add(entry.messageTypeCode, of(entry));
        break;
      case 'mandate':
        this.#mandates.add(entry.author, of(entry));
        break;
      case 'category':
        this.#categories.add(entry.category, of(entry));
        break;
      case 'succession':
        this.#successions.add(entry.predecessor, of(entry));
        break;
      case 'activation':
        this.#activations.add(entry.messageTypeCode, of(entry));
        break;
      case 'approval-rule':
        for (const kind of new Set(entry.kinds)) this.#approvalRules.add(kind, of(entry));
        break;
      case 'holiday':
        this.#holidays.add(entry.region, of(entry));
        break;
      default:
        entry satisfies never;
    }
  }
}
