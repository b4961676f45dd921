/** Questions to the view of messages, and its answers, by subject key. */
import type { DeliveryState } from '../delivery/state.ts';
import type { AuthorityId, MessageId } from '../identifiers.ts';
import type { ProblemCode } from '../problems/codes.ts';
import type {
  ActionTaken,
  BoundedCount,
  DayCount,
  FailedDelivery,
  FailureGroup,
  FailureGroupKey,
  Flow,
  FlowPoint,
  ListedMessage,
  ListPaging,
  MessageFilter,
  RefusedSubmission,
  StateCounts,
  TypeUse,
  ViewStanding,
} from './tracking-views.ts';

/** Requests of lists, overview, failures, statistics and audit, by subject key. */
export interface TrackingContract {
  trackingFind: {
    /** `count`: tell as well how many fit, counted up to ten thousand. */
    request: MessageFilter & ListPaging & { readonly count?: boolean };
    reply: {
      /** Newest first. */
      readonly messages: readonly ListedMessage[];
      /** Where there are older ones, or where there was no time to look at all of them: see `searchedBackTo`. */
      readonly next?: string;
      /** Where there are newer ones. */
      readonly previous?: string;
      readonly count?: BoundedCount;
      /** The page is short because looking further would have taken too long; messages accepted after this were looked at. */
      readonly searchedBackTo?: string;
    };
  };
  trackingOverview: {
    /** Absent: test messages and others together. Refusals are counted in any case. */
    request: { readonly testMessage?: boolean };
    reply: {
      readonly at: string;
      /** Of messages accepted in that time, by the state they are in now; `refused`: refused in that time. */
      readonly last15Minutes: StateCounts;
      readonly last24Hours: StateCounts;
      /** Of all deliveries. */
      readonly deliveries: Readonly<Partial<Record<DeliveryState, number>>>;
      /** When the oldest message was accepted that is not handed over and lies in no mailbox. */
      readonly oldestUndeliveredAt?: string;
      readonly oldestInMailboxAt?: string;
      readonly lastAcceptedAt?: string;
      readonly lastHandedOverAt?: string;
      /** The last 60 minutes, oldest first, the current one included. */
      readonly perMinute: readonly FlowPoint[];
      /** The last 48 hours. */
      readonly perHour: readonly FlowPoint[];
      /** The ten largest. */
      readonly failures: readonly FailureGroup[];
      readonly view: ViewStanding;
    };
  };
  trackingFailures: {
    /** `newSince`: a moment, e.g. when the operator began. `trend: false` spares the trend. */
    request: Partial<FailureGroupKey> & { readonly newSince?: string; readonly limit: number };
    /** The largest first; `groups`: how many there are. */
    reply: { readonly groups: readonly FailureGroup[]; readonly total: number };
  };
  trackingFailureMembers: {
    /** `since`: only those that came into the group at or after. */
    request: FailureGroupKey & { readonly since?: string; readonly after?: string; readonly limit: number };
    /** Those that failed last first. */
    reply: { readonly deliveries: readonly FailedDelivery[]; readonly next?: string };
  };
  trackingFlows: {
    /** Days, `YYYY-MM-DD`, both within; default the last 30. Counted by weeks: those in which the days lie. */
    request: {
      readonly from?: string;
      readonly to?: string;
      readonly author?: AuthorityId;
      readonly reader?: AuthorityId;
      readonly limit: number;
    };
    /** The largest first; `total`: how many there are. */
    reply: { readonly flows: readonly Flow[]; readonly total: number };
  };
  trackingDays: {
    /** Without test messages. Days both within. */
    request: { readonly from: string; readonly to: string; readonly after?: string; readonly limit: number };
    /** In order of day. */
    reply: { readonly days: readonly DayCount[]; readonly next?: string };
  };
  trackingTypes: {
    /** Days both within; default the last 30. */
    request: { readonly from?: string; readonly to?: string };
    reply: { readonly types: readonly TypeUse[] };
  };
  trackingActions: {
    request: ListPaging & {
      readonly type?: string;
      readonly by?: string;
      readonly messageId?: MessageId;
      readonly since?: string;
      readonly until?: string;
    };
    /** Newest first. */
    reply: { readonly actions: readonly ActionTaken[]; readonly next?: string; readonly previous?: string };
  };
  trackingRefusals: {
    request: ListPaging & {
      readonly peer?: AuthorityId;
      readonly code?: ProblemCode;
      readonly messageId?: MessageId;
      readonly since?: string;
      readonly until?: string;
    };
    /** Newest first. */
    reply: { readonly refusals: readonly RefusedSubmission[]; readonly next?: string; readonly previous?: string };
  };
  trackingView: { request: Record<string, never>; reply: ViewStanding };
  /** Makes the view anew from the streams while the former one answers. Refused while that is under way already: `request-invalid`. */
  trackingRebuild: { request: { readonly by: string; readonly reason: string }; reply: ViewStanding };
}
