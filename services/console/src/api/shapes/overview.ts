/** Overview and live updates. */
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Cause, FindingShown, Named } from './common.ts';
import type { FailureGroup } from './failures.ts';
import type { AlarmShown } from './operations.ts';

/** Counts of a window of time. */
export interface WindowCounts {
  /** Messages accepted, and refused. */
  readonly accepted: number;
  readonly refused: number;
  /** Deliveries handed over, and dead letters. */
  readonly handedOver: number;
  readonly deadLetters: number;
}

/** One interval of the series; `at` is its beginning (RFC 3339). */
export interface SeriesPoint extends WindowCounts {
  readonly at: string;
}

/** A recipient that is not pushed to at present. */
export interface OpenCircuit {
  readonly authority: AuthorityId;
  /** `paused`: by an operator; else by failures. */
  readonly why: 'failing' | 'paused';
  readonly since?: string;
  readonly cause?: Cause;
  /** Deliveries that wait for it. */
  readonly waiting: number;
}

/** A certificate that runs out within the days shown. */
export interface ExpiringCertificate {
  readonly owner: string;
  readonly purpose: string;
  readonly fingerprint: string;
  readonly validUntil: string;
  readonly daysLeft: number;
}

/** `GET /api/overview` */
export interface Overview extends Named {
  readonly at: string;
  /** Each with the findings that say why not, or why only just. */
  readonly accepting: { readonly ok: boolean; readonly findings: readonly FindingShown[] };
  readonly delivering: { readonly ok: boolean; readonly findings: readonly FindingShown[] };
  /** The view itself: how many stored entries it has still to take in. */
  readonly behind: number;
  /** Deliveries by state, all there are. */
  readonly deliveries: Readonly<Record<string, number>>;
  readonly last15Minutes: WindowCounts;
  readonly last24Hours: WindowCounts;
  /** Acceptance of the oldest message of which a delivery waits or is under way; absent: none. */
  readonly oldestUndelivered?: {
    readonly acceptedAt: string;
    readonly ageSeconds: number;
    readonly messageId?: string;
    readonly author?: AuthorityId;
  };
  /** Largest first, at most ten. */
  readonly failures: readonly FailureGroup[];
  readonly circuits: readonly OpenCircuit[];
  readonly certificates: readonly ExpiringCertificate[];
  /** Of the last 24 hours, oldest first. */
  readonly series: { readonly intervalSeconds: number; readonly points: readonly SeriesPoint[] };
  /** Not acknowledged yet, worst first, at most ten; `alarmsOpen` counts all. */
  readonly alarms: readonly AlarmShown[];
  readonly alarmsOpen: number;
}

/**
 * Events of `GET /api/live` (`text/event-stream`): `event:` is the key, `data:` the JSON of the value. What is told are
 * states, not differences: after a break the first events of the new connection are all there is to know. A comment
 * line comes every 15 s. 503 `too-many-live-connections` with `Retry-After` where there are too many; a page then asks
 * by itself every few seconds.
 */
export interface LiveEvents {
  /** Something was recorded: pages that are live ask again. At most one a second. `id:` of the event is `revision`. */
  readonly changed: {
    readonly revision: string;
    readonly at: string;
    /** What changed since the event before: messages or deliveries, the directory, alarms, jobs. */
    readonly what: readonly ('messages' | 'directory' | 'alarms' | 'jobs')[];
  };
  /** At most one every two seconds, and only for sessions with `look`. */
  readonly counts: {
    readonly deliveries: Readonly<Record<string, number>>;
    readonly oldestUndeliveredAt?: string;
    readonly alarmsOpen: number;
  };
  /** A job of the session's user, or any for `look`: on each whole percent, at most four a second. */
  readonly job: import('./failures.ts').Job;
  /** The session ended; the connection is closed behind it. */
  readonly 'signed-out': { readonly why: 'idle' | 'expired' | 'signed-out' };
}
