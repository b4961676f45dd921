/** Overview and live updates. */
import type { ToldAlarm } from '@dienstweg/schemas/alarms/alarm.ts';
import type { FlowPoint, StateCounts, ViewStanding } from '@dienstweg/schemas/bus/requests.ts';
import type { DeliveryState } from '@dienstweg/schemas/delivery/state.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Cause, FindingShown, Named } from './common.ts';
import type { FailureGroupShown, Job } from './failures.ts';

/** A recipient that is not pushed to at present. */
export interface OpenCircuit {
  readonly authority: AuthorityId;
  /** `paused`: by an operator; else by failures. */
  readonly why: 'failing' | 'paused';
  readonly since?: string;
  readonly cause?: Cause;
  /** Deliveries that wait for it, where known. */
  readonly waiting?: number;
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
  /** The view that answers here, and how far it has come. */
  readonly view: ViewStanding;
  /** Of messages accepted in that time, by the state they are in now; `refused`: refused in that time. */
  readonly last15Minutes: StateCounts;
  readonly last24Hours: StateCounts;
  /** Deliveries by state, all there are. */
  readonly deliveries: Readonly<Partial<Record<DeliveryState, number>>>;
  /** Acceptance of the oldest message that is not handed over and lies in no mailbox; absent: none. */
  readonly oldestUndelivered?: { readonly acceptedAt: string; readonly ageSeconds: number };
  readonly oldestInMailboxAt?: string;
  readonly lastAcceptedAt?: string;
  readonly lastHandedOverAt?: string;
  /** Throughput and failures: the last 60 minutes and the last 48 hours, oldest first, the current one included. */
  readonly perMinute: readonly FlowPoint[];
  readonly perHour: readonly FlowPoint[];
  /** Largest first, at most ten. */
  readonly failures: readonly FailureGroupShown[];
  readonly circuits: readonly OpenCircuit[];
  readonly certificates: readonly ExpiringCertificate[];
  /** Not acknowledged yet, worst first, at most ten; `alarmsOpen` counts all. */
  readonly alarms: readonly ToldAlarm[];
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
    readonly deliveries: Readonly<Partial<Record<DeliveryState, number>>>;
    readonly oldestUndeliveredAt?: string;
    readonly alarmsOpen: number;
  };
  /** A job of the session's user, or any for `look`: on each whole percent, at most four a second. */
  readonly job: Job;
  /** The session ended; the connection is closed behind it. */
  readonly 'signed-out': { readonly why: 'idle' | 'expired' | 'signed-out' };
}
