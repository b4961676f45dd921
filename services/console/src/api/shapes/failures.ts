/** Failures: what failed alike, and what is done about it. */
import type { RoutedReader } from '@dienstweg/schemas/accepted.ts';
import type { FailedDelivery, FailureGroup } from '@dienstweg/schemas/bus/requests.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Cause, Keyset, Named, Reasoned, SeenDelivery } from './common.ts';

/** Deliveries that failed at the same step, with the same problem, on their way to the same reader. */
export interface FailureGroupShown extends FailureGroup {
  /** Names the group in URLs. */
  readonly id: string;
  readonly cause?: Cause;
  /** What can be done about it as a whole. */
  readonly actions: readonly ('replay' | 'pause')[];
}

/** `GET /api/failures?newSince=&step=&code=&reader=`: the largest first; `newSince` (RFC 3339) counts what came since. */
export interface FailureList extends Named {
  readonly at: string;
  readonly groups: readonly FailureGroupShown[];
  /** How many groups there are. */
  readonly total: number;
}

/** One delivery of a group. */
export interface FailureMember extends FailedDelivery {
  /** How often it was begun anew. */
  readonly round: number;
}

/** `GET /api/failures/{group}?after=&limit=`: those that failed last first. */
export interface FailureMembers extends Named, Keyset {
  readonly group: FailureGroupShown;
  readonly members: readonly FailureMember[];
}

/** `GET /api/clearing`: roles that nobody holds, and dead letters that were given up on; the oldest first. */
export interface ClearingList extends Named {
  readonly inClearing: readonly DeliveryEntry[];
}

/** Which deliveries are meant. */
export type Selection =
  | { readonly group: string }
  | { readonly deliveries: readonly ({ readonly deliveryId: string } & SeenDelivery)[] };

/** `POST /api/failures/replay`; with `dryRun` 200 {@link ReplayPlan}, else 202 {@link Job}. */
export interface ReplayOrder extends Reasoned {
  readonly selection: Selection;
  readonly dryRun?: boolean;
  /** 1–1000, default 50. */
  readonly ratePerSecond?: number;
  /** Of a group: its `count` as seen; where more have joined since: 409 `changed-meanwhile`. */
  readonly seenCount?: number;
}

/** What would happen. `target`: where it goes now, which may differ from where it failed. */
export interface ReplayPlan extends Named {
  readonly count: number;
  readonly seconds: number;
  readonly targets: readonly {
    readonly reader: AuthorityId;
    readonly count: number;
    readonly channel: 'push' | 'mailbox' | 'none';
    readonly url?: string;
    readonly paused: boolean;
    readonly circuitOpen: boolean;
  }[];
  /** First of them, in the order they would go; at most 100. */
  readonly deliveries: readonly FailureMember[];
}

/** Work that goes on in the server: `GET /api/jobs`, `GET /api/jobs/{id}`, `POST /api/jobs/{id}/stop` (with a reason). */
export interface Job {
  readonly id: string;
  readonly kind: 'replay';
  readonly state: 'running' | 'done' | 'stopped';
  readonly by: string;
  readonly reason: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly total: number;
  readonly done: number;
  /** Not replayed, and why; at most 100 are named. */
  readonly failedCount: number;
  readonly failed: readonly { readonly deliveryId: string; readonly cause: Cause; readonly detail: string }[];
}

/** `GET /api/jobs`: those of the last day, newest first. */
export interface JobList {
  readonly jobs: readonly Job[];
}

/** `POST /api/deliveries/{deliveryId}/replay`. Answer: {@link DeliveryActed}. */
export interface ReplayOne extends Reasoned {
  readonly seen: SeenDelivery;
}

/** `POST /api/deliveries/{deliveryId}/assign`: another reader takes its place. Answer: {@link Assigned}. */
export interface AssignOne extends Reasoned {
  readonly seen: SeenDelivery;
  readonly to: string;
  readonly dryRun?: boolean;
}

/**
 * `POST /api/deliveries/{deliveryId}/return`: a rejection, signed by the body that runs the exchange, goes to the
 * author. 403 `key-elsewhere` where its key is not here; `remedy` is the command that does it.
 */
export interface ReturnOne extends Reasoned {
  readonly seen: SeenDelivery;
  /** Reason code of the XÖV list; default that of the cause. */
  readonly code?: string;
}

export interface DeliveryActed {
  readonly deliveryId: string;
  readonly state: string;
}

export interface Assigned extends Named {
  readonly deliveryId: string;
  readonly to: RoutedReader;
  readonly dryRun: boolean;
}

/** `GET /api/recipients`: readers that are pushed to, with how they stand. */
export interface RecipientList extends Named {
  readonly recipients: readonly Recipient[];
}

export interface Recipient {
  readonly authority: AuthorityId;
  readonly circuit: 'closed' | 'open';
  readonly openSince?: string;
  /** When it is tried again. */
  readonly openUntil?: string;
  readonly waiting: number;
  readonly inMailbox: number;
  readonly deadLetters: number;
  readonly paused?: { readonly since: string; readonly by: string; readonly reason: string; readonly until?: string };
}

/** `POST /api/recipients/{authority}/pause` and `…/resume`. Answer: {@link Recipient}. */
export interface PauseOrder extends Reasoned {
  /** RFC 3339; absent: until resumed. */
  readonly until?: string;
}
