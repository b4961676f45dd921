/**
 * Who is responsible: service × role → region → entries. German regions nest, and the longest prefix that has an entry
 * in force wins; every other scheme matches exactly. Behind these questions stand rows of numbers (`rows/`), from which
 * entries are made when they are asked for: a country has a million of them.
 */
import type { RegionId, ServiceId } from '../../identifiers.ts';
import type { ResponsibilityEntry } from '../change/changes.ts';
import type { EntriesByKey, When } from '../fold/version.ts';
import { type Area, Areas, arsOf, highOf, lowOf } from '../rows/areas.ts';
import { AreasOfPairs } from '../rows/areas-of-pairs.ts';
import { HashSlots, hashOfText, mixed } from '../rows/hash-slots.ts';
import { ResponsibilityRows, type ResponsibilityState, WORD } from '../rows/responsibility-rows.ts';
import { ARS_LEVELS, regionKeyOf, regionKeysToTry } from './region-keys.ts';

/** Questions about responsibilities. */
export interface Responsibilities {
  /** The entries of the narrowest area that has any in force; several only where recording let an overlap pass. */
  find(service: ServiceId, role: string, region: RegionId, when: When): readonly ResponsibilityEntry[];
  /** The entries of exactly one area, by {@link regionKeysToTry}. */
  of(service: ServiceId, role: string): EntriesByKey<ResponsibilityEntry>;
  /** Roles of a service for which anything was ever recorded, in the order they came. */
  rolesOf(service: ServiceId): readonly string[];
}

/** Regions that are sets of others. */
const NAMED_AREA = 'area:';

const NONE: readonly ResponsibilityEntry[] = [];

/** Every version of every responsibility. Entries are made at each question; nobody may rely on their identity. */
export class ResponsibilityIndex implements Responsibilities {
  readonly #rows = new ResponsibilityRows();
  readonly #areas = new Areas(this.#rows.areas);
  readonly #pairs = new Map<string, Map<string, number>>();
  readonly #areasOfPairs = new AreasOfPairs(this.#rows.records);
  readonly #byArea = new HashSlots((row) =>
    mixed(this.#word(row, WORD.pair), this.#word(row, WORD.areaHigh), this.#word(row, WORD.areaLow)),
  );
  readonly #byId = new HashSlots((row) => this.#word(row, WORD.idHash));
  /** Rows of the edition that is being taken in → the rows that are known in their place until it is. */
  readonly #seenInstead = new Map<number, number>();

  /** Takes in what is known of an entry from an edition on. */
  put(entry: ResponsibilityEntry, since: number): void {
    const hash = hashOfText(entry.id);
    const slot = this.#byId.slotOf(hash, (row) => this.#rows.isOf(row, entry.id, hash));
    const before = this.#byId.row(slot);
    if (before >= 0) this.#close(before, since);
    const pair = this.#addPair(entry.service, entry.role);
    const { high, low } = this.#areas.add(regionKeyOf(entry));
    const row = this.#rows.append(entry, { pair, areaHigh: high, areaLow: low, since, idHash: hash }, before);
    this.#byId.put(slot, row);
    this.#file(row, pair, high, low);
    if (since === this.#rows.unseen && before >= 0)
      this.#seenInstead.set(row, this.#isUnseen(before) ? (this.#seenInstead.get(before) ?? -1) : before);
  }

  /** From now on what is put and superseded in this edition is not known until {@link show}. */
  hide(edition: number): void {
    this.#rows.unseen = edition;
  }

  /** All that was put since {@link hide} is known at once. */
  show(): void {
    this.#rows.unseen = 0;
    this.#seenInstead.clear();
  }

  /** What was put last of an entry, known or not yet. */
  lastPut(id: string): ResponsibilityEntry | undefined {
    const row = this.#lastPut(id);
    return row < 0 || this.#word(row, WORD.superseded) !== 0 ? undefined : this.#rows.entry(row);
  }

  /** From an edition on the id is nothing that is known here; one that is not known changes nothing. */
  supersede(id: string, edition: number): void {
    const row = this.#latest(id);
    if (row >= 0) this.#close(row, edition);
  }

  /** The latest knowledge of an entry, and since which edition; `undefined` for an unknown one. */
  entry(id: string): ResponsibilityEntry | undefined {
    const row = this.#latest(id);
    return row < 0 ? undefined : this.#rows.entry(row);
  }

  /** The edition in which an entry was last put; `undefined` for an unknown one. */
  since(id: string): number | undefined {
    const row = this.#latest(id);
    return row < 0 ? undefined : this.#word(row, WORD.since);
  }

  /** Every entry as known in an edition (default: now). */
  *entries(edition?: number): IterableIterator<ResponsibilityEntry> {
    const { count } = this.#rows.records;
    for (let row = 0; row < count; row += 1) if (this.#rows.isKnown(row, edition)) yield this.#rows.entry(row);
  }

  /** Entries as known in an edition, with their rows, from a row on. */
  *rowsFrom(
    from: number,
    edition: number,
  ): IterableIterator<{ readonly entry: ResponsibilityEntry; readonly row: number }> {
    for (let row = from; row < this.#rows.records.count; row += 1)
      if (this.#rows.isKnown(row, edition)) yield { entry: this.#rows.entry(row), row };
  }

  find(service: ServiceId, role: string, region: RegionId, when: When): readonly ResponsibilityEntry[] {
    const pair = this.#pairs.get(service)?.get(role);
    if (pair === undefined) return NONE;
    const ars = arsOf(region);
    if (ars === undefined) return this.#findByKeys(pair, regionKeysToTry(region), when);
    for (const digits of ARS_LEVELS) {
      if (!this.#areasOfPairs.hasLevel(pair, digits)) continue;
      const last = this.#lastOf(pair, highOf(ars, digits), lowOf(ars, digits));
      if (last < 0) continue;
      const found = this.#inForce(last, when);
      if (found.length > 0) return found;
    }
    return NONE;
  }

  of(service: ServiceId, role: string): EntriesByKey<ResponsibilityEntry> {
    const pair = this.#pairs.get(service)?.get(role) ?? -1;
    const last = (key: string): number => this.#lastIn(pair, this.#areas.find(key));
    return {
      inForce: (key, when) => this.#inForce(last(key), when),
      known: (key, edition) => this.#chosen(last(key), (row) => this.#rows.isKnown(row, edition)),
      keys: () => this.#keys(pair),
    };
  }

  rolesOf(service: ServiceId): readonly string[] {
    return [...(this.#pairs.get(service)?.keys() ?? [])];
  }

  state(): ResponsibilityState {
    return this.#rows.state();
  }

  /** Takes up a state into an index that is empty. `use` is told each service and role of each region, once or more. */
  takeUp(
    state: ResponsibilityState,
    use: (used: Pick<ResponsibilityEntry, 'region' | 'service' | 'role'>) => void,
  ): void {
    const rows = this.#rows;
    rows.takeUp(state);
    for (const [pair, { service, role }] of rows.pairs.entries()) {
      const roles = this.#pairs.get(rows.services.text(service)) ?? new Map<string, number>();
      this.#pairs.set(rows.services.text(service), roles.set(rows.roles.text(role), pair));
    }
    const { count } = rows.records;
    this.#byId.reserve(count);
    this.#byArea.reserve(count);
    const named = rows.regions.texts.map((region) => region.startsWith(NAMED_AREA));
    for (let row = 0; row < count; row += 1) {
      this.#fileAgain(row);
      if (named[this.#word(row, WORD.region)] === true) use(rows.entry(row));
    }
  }

  #word(row: number, word: number): number {
    return this.#rows.records.get(row, word);
  }

  #findByKeys(pair: number, keys: readonly string[], when: When): readonly ResponsibilityEntry[] {
    for (const key of keys) {
      const found = this.#inForce(this.#lastIn(pair, this.#areas.find(key)), when);
      if (found.length > 0) return found;
    }
    return NONE;
  }

  /** The last version of an area, from which the chain goes on with the first; -1 where there is none. */
  #lastOf(pair: number, high: number, low: number): number {
    const { records } = this.#rows;
    for (let slot = this.#byArea.first(mixed(pair, high, low)); ; slot = this.#byArea.next(slot)) {
      const row = this.#byArea.row(slot);
      if (row < 0) return -1;
      const isIt =
        records.get(row, WORD.areaLow) === low &&
        records.get(row, WORD.areaHigh) === high &&
        records.get(row, WORD.pair) === pair;
      if (isIt) return row;
    }
  }

  #lastIn(pair: number, area: Area | undefined): number {
    return pair < 0 || area === undefined ? -1 : this.#lastOf(pair, area.high, area.low);
  }

  #inForce(last: number, { day, edition }: When): readonly ResponsibilityEntry[] {
    return this.#chosen(last, (row) => this.#rows.isKnown(row, edition) && this.#rows.holdsOn(row, day));
  }

  /** Entries of a chain, in the order in which they were recorded. */
  #chosen(last: number, isWanted: (row: number) => boolean): readonly ResponsibilityEntry[] {
    if (last < 0) return NONE;
    const found: ResponsibilityEntry[] = [];
    let row = last;
    do {
      row = this.#word(row, WORD.next);
      if (isWanted(row)) found.push(this.#rows.entry(row));
    } while (row !== last);
    return found;
  }

  *#keys(pair: number): IterableIterator<string> {
    for (const row of this.#areasOfPairs.firstRows(pair))
      yield this.#areas.key({ high: this.#word(row, WORD.areaHigh), low: this.#word(row, WORD.areaLow) });
  }

  #latest(id: string): number {
    const last = this.#lastPut(id);
    if (last >= 0 && this.#isUnseen(last)) return this.#seenInstead.get(last) ?? -1;
    return last >= 0 && this.#word(last, WORD.superseded) === 0 ? last : -1;
  }

  #lastPut(id: string): number {
    const hash = hashOfText(id);
    return this.#byId.row(this.#byId.slotOf(hash, (each) => this.#rows.isOf(each, id, hash)));
  }

  #isUnseen(row: number): boolean {
    return this.#rows.unseen !== 0 && this.#word(row, WORD.since) === this.#rows.unseen;
  }

  #close(row: number, edition: number): void {
    if (this.#word(row, WORD.superseded) === 0) this.#rows.records.set(row, WORD.superseded, edition);
  }

  #addPair(service: string, role: string): number {
    const roles = this.#pairs.get(service) ?? new Map<string, number>();
    const there = roles.get(role);
    if (there !== undefined) return there;
    const { pairs, services, roles: names } = this.#rows;
    const pair = pairs.push({ service: services.add(service), role: names.add(role) }) - 1;
    this.#pairs.set(service, roles.set(role, pair));
    return pair;
  }

  /** Puts a row at the end of the chain of its area. */
  #file(row: number, pair: number, high: number, low: number): void {
    const { records } = this.#rows;
    const slot = this.#byArea.slotOf(mixed(pair, high, low), this.#isIn(pair, high, low));
    const last = this.#byArea.row(slot);
    if (last >= 0) {
      records.set(row, WORD.next, records.get(last, WORD.next));
      records.set(last, WORD.next, row);
    } else this.#areasOfPairs.begin(row, pair, high);
    this.#byArea.put(slot, row);
  }

  /** Files a row of a state: its chain is in it, only the last of the chain and of the id have to be found again. */
  #fileAgain(row: number): void {
    const { records } = this.#rows;
    const hash = this.#word(row, WORD.idHash);
    const idAt = this.#word(row, WORD.idAt);
    // versions of one id share its place
    this.#byId.put(
      this.#byId.slotOf(hash, (other) => records.get(other, WORD.idAt) === idAt),
      row,
    );
    const pair = this.#word(row, WORD.pair);
    const high = this.#word(row, WORD.areaHigh);
    const low = this.#word(row, WORD.areaLow);
    const slot = this.#byArea.slotOf(mixed(pair, high, low), this.#isIn(pair, high, low));
    if (this.#byArea.row(slot) < 0) this.#areasOfPairs.beginAgain(row, pair, high);
    this.#byArea.put(slot, row);
  }

  #isIn(pair: number, high: number, low: number): (row: number) => boolean {
    const { records } = this.#rows;
    return (row) =>
      records.get(row, WORD.areaLow) === low &&
      records.get(row, WORD.areaHigh) === high &&
      records.get(row, WORD.pair) === pair;
  }
}
