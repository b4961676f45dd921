/** The directory: authorities, responsibilities, editions, changes. */
import type { Flow, PendingSummary, RecordedReply, RouteAnswer } from '@dienstweg/schemas/bus/requests.ts';
import type { EntryKind, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { Edition } from '@dienstweg/schemas/directory/fold/editions.ts';
import type { WordsAnswer } from '@dienstweg/schemas/directory/search/question.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Keyset, Named } from './common.ts';
import type { Recipient } from './failures.ts';

/** `GET /api/authorities?search=&category=&environment=&at=&after=&limit=` */
export interface AuthorityList extends Named, Keyset {
  readonly edition: number;
  /** The day the answer is of. */
  readonly at: string;
  readonly authorities: readonly AuthorityLine[];
  /** Categories there are, for the filter. */
  readonly categories: readonly { readonly category: string; readonly name: string; readonly count: number }[];
}

export interface AuthorityLine {
  readonly authority: AuthorityId;
  readonly name: string;
  readonly category: string;
  readonly environment: 'test' | 'production';
  readonly region?: string;
  readonly channel: 'push' | 'mailbox' | 'none';
  readonly paused: boolean;
}

/** `GET /api/authorities/{authority}?at=`: everything that is said of it. */
export interface AuthorityShown extends Named {
  readonly authority: AuthorityId;
  readonly at: string;
  readonly edition: number;
  /** Entries in force on that day that name it, by kind; certificates without their octets. */
  readonly entries: readonly RegistryEntry[];
  /** Entries that come into force later. */
  readonly later: readonly RegistryEntry[];
  readonly recipient: Recipient;
  /** Commands that make the changes an operator cannot: `dienstweg registry …`. */
  readonly commands: readonly { readonly what: string; readonly command: string }[];
}

/** An edition as recorded; `by` and `reason` are those of the change, whoever approved or withdrew it. */
export interface EditionLine extends Omit<Edition, 'recordedAt'> {
  readonly recordedAt: string;
}

/** `GET /api/registry/history?after=&limit=`: newest first. */
export interface EditionList extends Keyset {
  readonly editions: readonly EditionLine[];
}

/** `GET /api/registry/editions/{edition}`: what it changed. At most 500 differences; `more`: how many are not shown. */
export interface EditionShown extends EditionLine, Named {
  readonly differences: readonly {
    readonly is: 'added' | 'changed' | 'closed';
    readonly id: string;
    readonly kind: EntryKind;
    readonly before?: RegistryEntry;
    readonly after?: RegistryEntry;
    readonly fields: readonly { readonly field: string; readonly before?: unknown; readonly after?: unknown }[];
  }[];
  readonly more: number;
}

/** `GET /api/registry/pending` */
export interface PendingList {
  readonly edition: number;
  readonly pending: readonly (PendingSummary & {
    /** How a registrar decides at a terminal, where the key is. */
    readonly commands: { readonly approve: string; readonly withdraw: string };
  })[];
}

/**
 * `POST /api/registry/records`: a compact JWS of a change or decision that a registrar signed elsewhere
 * (`dienstweg registry approve … --out FILE`). The console holds no registrar's key. Answer: {@link Recorded}.
 */
export interface RecordOrder {
  readonly jws: string;
}
export type Recorded = RecordedReply;

/** `GET /api/routes?service=&region=&role=&at=&asKnownAt=&author=&messageType=`: with explanation. */
export interface RouteShown extends Named {
  readonly route: RouteAnswer;
}

/** `GET /api/routes/ask?text=&at=`: asked in words. */
export interface RouteAsked extends Named {
  readonly answer: WordsAnswer & { readonly edition: number };
}

/** `GET /api/flows?from=&to=&author=&reader=` (days, default the last 30): who sent to whom; the strongest 200. */
export interface FlowMap extends Named {
  readonly flows: readonly Flow[];
  /** How many there are. */
  readonly total: number;
}
