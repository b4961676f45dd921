/** What the driver tells a process under test, and how a process is started. Only test/faults knows these. */

/**
 * Where a process may be made to die, by what it is about to do or has just done:
 * `not-stored` before MESSAGES takes it, `stored-not-answered` after; `refused-not-answered` after the audit event;
 * `pushed-not-told` after a recipient's 2xx and before the event, `told-not-held` after events and before an entry,
 * `held-not-put-down` after an entry and before timer and acknowledgement; `recorded-not-answered` after REGISTRY has it.
 */
export const CRASH_POINTS = {
  gateway: ['not-stored', 'stored-not-answered', 'refused-not-answered'],
  delivery: ['pushed-not-told', 'told-not-held', 'held-not-put-down'],
  registry: ['recorded-not-answered'],
  tracking: [],
} as const;
export type ServiceName = keyof typeof CRASH_POINTS;
export type CrashPoint = (typeof CRASH_POINTS)[ServiceName][number];

/** Sent over the channel between driver and process. */
export type Order =
  /** Die at the point when it is passed the `passing`-th time from now. */
  | { readonly order: 'crash'; readonly at: CrashPoint; readonly passing: number }
  /** The clock of the process shows so much more (or less) from now on. */
  | { readonly order: 'clock'; readonly offsetMs: number };

/** A safeguard that is replaced by a broken one, for the negative controls. */
export type Broken = 'deduplication' | 'reconciler' | 'store';

/** How a process differs from the product's own, as JSON in `DIENSTWEG_FAULTS`. */
export interface ProcessPlan {
  readonly service: ServiceName;
  readonly natsUrl: string;
  readonly redisUrl: string;
  readonly ports: { readonly service?: number; readonly ops: number };
  /** The gateway's. */
  readonly indexFile?: string;
  /** Shorter pauses of the delivery service than the product's. */
  readonly hurry?: {
    readonly retry: {
      readonly firstPausesMs: readonly number[];
      readonly longestPauseMs: number;
      readonly atMostMs: number;
      readonly longestRetryAfterMs: number;
    };
    readonly circuit: { readonly firstOpeningMs: number; readonly longestOpeningMs: number };
    readonly reconcileEveryMs: number;
    readonly ackWaitMs: number;
  };
  /** Folder of the message types that are known. */
  readonly messageTypes: string;
  readonly broken?: Broken;
}
