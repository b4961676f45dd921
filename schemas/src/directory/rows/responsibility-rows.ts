/** Versions of responsibilities as rows of numbers: 60 octets each and the id, where an object takes half a kilobyte. */
import type { AuthorityId, RegionId, ServiceId } from '../../identifiers.ts';
import type { ResponsibilityEntry } from '../change/changes.ts';
import { Interned } from './interned.ts';
import { Octets } from './octets.ts';
import { Records } from './records.ts';

/** Places of a row's words. Editions are below 2^31. */
export const WORD = {
  /** Number of service and role together. */
  pair: 0,
  areaHigh: 1,
  areaLow: 2,
  region: 3,
  authority: 4,
  from: 5,
  /** 0: no end; else one more than the number of the day. */
  until: 6,
  since: 7,
  /** First edition in which something else is known of the entry; 0: this is the latest. */
  superseded: 8,
  /** The next version of the same pair and area; that of the last is the first. */
  next: 9,
  idAt: 10,
  idHash: 11,
  flags: 12,
  /** 0: no limit; else one more than the number of the set of parts. */
  disclosure: 13,
  /** Of the first version of an area: the first one of the next area of the same pair, plus 1; 0 at the end. */
  nextArea: 14,
} as const;
const WIDTH = 15;

/** Digits that count take four bits, 15 means not stated; then whether the id is wide; then its length. */
const NOT_STATED = 15;
const WIDE = 1 << 4;
const LENGTH_SHIFT = 8;

type Digits = NonNullable<ResponsibilityEntry['significantDigits']>;
type Writable = { -readonly [K in keyof ResponsibilityEntry]: ResponsibilityEntry[K] };

/** A service and a role, by their numbers. */
export interface Pair {
  readonly service: number;
  readonly role: number;
}

/** All rows as they lie in memory, and the texts their numbers stand for. */
export interface ResponsibilityState {
  readonly rows: readonly Int32Array[];
  readonly ids: readonly Uint8Array[];
  readonly texts: Readonly<Record<TextTable, readonly string[]>>;
  readonly pairs: readonly Pair[];
}

const TEXT_TABLES = ['services', 'roles', 'regions', 'authorities', 'days', 'disclosures', 'areas'] as const;
/** The tables of texts that occur many times; `areas` are those that are no digits. */
export type TextTable = (typeof TEXT_TABLES)[number];

/** The tables of texts by name. */
export const textTables = (of: (name: TextTable) => readonly string[]): ResponsibilityState['texts'] =>
  Object.fromEntries(TEXT_TABLES.map((name) => [name, of(name)])) as Record<TextTable, readonly string[]>;

/** What a version is filed under. */
export interface RowKeys {
  readonly pair: number;
  readonly areaHigh: number;
  readonly areaLow: number;
  readonly since: number;
  /** Of the id. */
  readonly idHash: number;
}

/** The rows, without any index over them. */
export class ResponsibilityRows {
  readonly records = new Records(WIDTH);
  readonly ids = new Octets();
  readonly services = new Interned();
  readonly roles = new Interned();
  readonly regions = new Interned();
  readonly authorities = new Interned();
  readonly days = new Interned();
  /** JSON of sets of parts. */
  readonly disclosures = new Interned();
  readonly areas = new Interned();
  /** Service and role of each pair. */
  readonly pairs: Pair[] = [];
  /** The edition that is being taken in, of which nothing is known yet; 0: none is. */
  unseen = 0;
  readonly #parts: (readonly string[])[] = [];

  /** Appends a version; of one of the same id (`before`, else -1) the place of the id is used again. */
  append(entry: ResponsibilityEntry, keys: RowKeys, before: number): number {
    const { records } = this;
    const row = records.append();
    const words = records.chunkOf(row);
    const at = records.offsetOf(row);
    words[at + WORD.pair] = keys.pair;
    words[at + WORD.areaHigh] = keys.areaHigh;
    words[at + WORD.areaLow] = keys.areaLow;
    words[at + WORD.since] = keys.since;
    words[at + WORD.region] = this.regions.add(entry.region);
    words[at + WORD.authority] = this.authorities.add(entry.authority);
    words[at + WORD.from] = this.days.add(entry.validFrom);
    words[at + WORD.until] = entry.validUntil === undefined ? 0 : this.days.add(entry.validUntil) + 1;
    words[at + WORD.disclosure] = entry.disclosure === undefined ? 0 : this.#disclosure(entry.disclosure) + 1;
    words[at + WORD.next] = row;
    words[at + WORD.idHash] = keys.idHash;
    const digits = entry.significantDigits ?? NOT_STATED;
    if (before < 0) {
      const place = this.ids.add(entry.id);
      words[at + WORD.idAt] = place.at | 0;
      words[at + WORD.flags] = (place.length << LENGTH_SHIFT) | (place.wide ? WIDE : 0) | digits;
    } else {
      words[at + WORD.idAt] = records.get(before, WORD.idAt);
      words[at + WORD.flags] = (records.get(before, WORD.flags) & ~NOT_STATED) | digits;
    }
    return row;
  }

  /** The entry of a row, made anew at each call. */
  entry(row: number): ResponsibilityEntry {
    const words = this.records.chunkOf(row);
    const at = this.records.offsetOf(row);
    const word = (which: number): number => words[at + which] ?? 0;
    const flags = word(WORD.flags);
    const pair = this.pairs[word(WORD.pair)];
    const entry: Writable = {
      kind: 'responsibility',
      id: this.ids.text(word(WORD.idAt) >>> 0, flags >>> LENGTH_SHIFT, (flags & WIDE) !== 0),
      validFrom: this.days.text(word(WORD.from)),
      service: this.services.text(pair?.service ?? -1) as ServiceId,
      role: this.roles.text(pair?.role ?? -1),
      region: this.regions.text(word(WORD.region)) as RegionId,
      authority: this.authorities.text(word(WORD.authority)) as AuthorityId,
    };
    const until = word(WORD.until);
    if (until !== 0) entry.validUntil = this.days.text(until - 1);
    const digits = flags & NOT_STATED;
    if (digits !== NOT_STATED) entry.significantDigits = digits as Digits;
    const disclosure = word(WORD.disclosure);
    if (disclosure !== 0) entry.disclosure = this.#partsOf(disclosure - 1);
    return entry;
  }

  id(row: number): string {
    const flags = this.records.get(row, WORD.flags);
    return this.ids.text(this.records.get(row, WORD.idAt) >>> 0, flags >>> LENGTH_SHIFT, (flags & WIDE) !== 0);
  }

  /** Whether a row is a version of the entry with this id. */
  isOf(row: number, id: string, hash: number): boolean {
    return this.records.get(row, WORD.idHash) === hash && this.id(row) === id;
  }

  /** Whether a row is what was known in an edition; without one: what is known now. */
  isKnown(row: number, edition: number | undefined): boolean {
    const superseded = this.records.get(row, WORD.superseded);
    if (edition === undefined) {
      if (this.unseen === 0) return superseded === 0;
      return (superseded === 0 || superseded === this.unseen) && this.records.get(row, WORD.since) !== this.unseen;
    }
    return this.records.get(row, WORD.since) <= edition && (superseded === 0 || edition < superseded);
  }

  /** Whether a row's entry holds on a day. */
  holdsOn(row: number, day: string): boolean {
    if (this.days.text(this.records.get(row, WORD.from)) > day) return false;
    const until = this.records.get(row, WORD.until);
    return until === 0 || day < this.days.text(until - 1);
  }

  /** A copy of the rows; texts are only ever added, and are shared. */
  state(): ResponsibilityState {
    return {
      rows: [...this.records.chunks()].map((chunk) => chunk.slice()),
      ids: [...this.ids.chunks()],
      texts: textTables((name) => [...this[name].texts]),
      pairs: [...this.pairs],
    };
  }

  /** Takes up a state. Only into rows that are empty. */
  takeUp({ rows, ids, texts, pairs }: ResponsibilityState): void {
    for (const chunk of rows) this.records.appendChunk(chunk);
    for (const chunk of ids) this.ids.appendChunk(chunk);
    for (const name of TEXT_TABLES) for (const text of texts[name]) this[name].add(text);
    for (const pair of pairs) this.pairs.push(pair);
  }

  #disclosure(parts: readonly string[]): number {
    const number = this.disclosures.add(JSON.stringify(parts));
    this.#parts[number] ??= [...parts];
    return number;
  }

  #partsOf(number: number): readonly string[] {
    this.#parts[number] ??= JSON.parse(this.disclosures.text(number)) as readonly string[];
    return this.#parts[number];
  }
}
