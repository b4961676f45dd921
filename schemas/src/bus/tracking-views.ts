/** What the view of messages shows: lists, failures, flows, what was done and refused. */
import type { DeliveryState, MessageState } from '../delivery/state.ts';
import type { AuthorityId, DeliveryId, MessageId, RegionId, ServiceId } from '../identifiers.ts';
import type { MessageTypeRef } from '../message.ts';
import type { ProblemCode } from '../problems/codes.ts';
import type { MessageTrace } from './views.ts';

/** What is known of messages that are looked for; all of it must hold. */
export interface MessageFilter {
  readonly messageId?: MessageId;
  /** Whatever stands in a search box: id of message or conversation, case reference, or value of a business key. Exact. */
  readonly search?: string;
  readonly processReference?: string;
  readonly conversation?: string;
  /** A key that the message type declares, with its value as the message has it; without name any key. */
  readonly businessKey?: { readonly name?: string; readonly value: string };
  readonly author?: AuthorityId;
  readonly reader?: AuthorityId;
  readonly state?: MessageState;
  /** Some delivery waits, or ended, with this problem. */
  readonly code?: ProblemCode;
  /** Code of the message type, of whatever version. */
  readonly messageType?: string;
  /** With `messageType`. */
  readonly messageTypeVersion?: string;
  /** Accepted at or after, and before. */
  readonly since?: string;
  readonly until?: string;
  /** Only test messages, or only those that are none. */
  readonly testMessage?: boolean;
  /** Only messages that this authority wrote, handed in or reads; of those it only reads, its own deliveries. */
  readonly visibleTo?: AuthorityId;
}

/** One page of a list, newest first; `after` leads to older ones, `before` to newer ones. At most one of them. */
export interface ListPaging {
  /** `next` of another page. */
  readonly after?: string;
  /** `previous` of another page. */
  readonly before?: string;
  /** 1–1000. */
  readonly limit: number;
}

/** A value by which people know a message, of a key that its message type declares. */
export interface BusinessKey {
  readonly name: string;
  readonly value: string;
}

/** A message in a list. */
export interface ListedMessage extends Omit<MessageTrace, 'events'> {
  /** Of the delivery that has most. */
  readonly attempts: number;
  /** Of the same: how many there will be if all fail. */
  readonly plannedAttempts?: number;
  /** The earliest of its deliveries. */
  readonly nextAttemptAt?: string;
  /** Of the delivery that makes the state of the whole. */
  readonly code?: ProblemCode;
  /** All its dead letters were returned to its author. */
  readonly returned?: true;
  /** When the last delivery ended; absent while one is open. */
  readonly endedAt?: string;
  /** From acceptance to `endedAt`. */
  readonly durationMs?: number;
}

/** How many fit; `atLeast`: there are more than were counted. */
export interface BoundedCount {
  readonly n: number;
  readonly atLeast?: true;
}

/** As what a message counts: a dead letter that was returned to its author is nobody's matter here any more. */
export type StateCounted = MessageState | 'returned';
export type StateCounts = Readonly<Partial<Record<StateCounted, number>>>;

/** What happened in one minute or hour, by the clocks of those that tell it. */
export interface FlowPoint {
  /** Beginning. */
  readonly from: string;
  readonly accepted: number;
  readonly refused: number;
  readonly handedOver: number;
  readonly failedAttempts: number;
  readonly deadLetters: number;
}

/** Where a delivery failed: it waits for another attempt or an operator, or ended without success. */
export type FailureStep = 'waiting' | 'clearing' | 'dead-letter' | 'expired' | 'rejected-by-reader';

/** What names a group of failures. */
export interface FailureGroupKey {
  readonly step: FailureStep;
  /** Absent: none was told. */
  readonly code?: ProblemCode;
  readonly reader: AuthorityId;
}

/** Deliveries that failed at the same step, with the same problem, on their way to the same reader. */
export interface FailureGroup extends FailureGroupKey {
  /** Deliveries in it now. */
  readonly count: number;
  /** When the first and the last of those came into it. */
  readonly firstAt: string;
  readonly lastAt: string;
  /** Deliveries that came into it in each of the last 24 hours, oldest first. */
  readonly trend: readonly { readonly from: string; readonly n: number }[];
  /** Of those in it now: since the moment asked for, counted up to a thousand. */
  readonly newSince?: BoundedCount;
}

/** A delivery of a group of failures. */
export interface FailedDelivery {
  readonly deliveryId: DeliveryId;
  readonly messageId: MessageId;
  readonly author: AuthorityId;
  readonly reader: AuthorityId;
  readonly messageType: MessageTypeRef;
  readonly testMessage: boolean;
  readonly processReference: MessageTrace['processReference'];
  readonly acceptedAt: string;
  readonly state: DeliveryState;
  readonly code?: ProblemCode;
  readonly attempts: number;
  readonly plannedAttempts?: number;
  /** How often it was begun anew; absent: never. */
  readonly round?: number;
  readonly nextAttemptAt?: string;
  /** When it came into the group. */
  readonly failedAt: string;
}

/** Messages of a type from an author to a reader. */
export interface Flow {
  readonly author: AuthorityId;
  readonly reader: AuthorityId;
  readonly messageType: string;
  /** Deliveries. */
  readonly deliveries: number;
  /** Of these: dead letters and expired ones, also where they were replayed later. */
  readonly failed: number;
}

/** Messages of one day, by what they are about. */
export interface DayCount {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly messageType: MessageTypeRef;
  readonly service?: ServiceId;
  readonly region?: RegionId;
  readonly messages: number;
}

/** How a version of a message type is used. Refusals count by what their senders claimed. */
export interface TypeUse {
  readonly messageType: MessageTypeRef;
  readonly accepted: number;
  readonly refused: number;
  readonly deliveries: number;
  /** Deliveries that became dead letters or expired. */
  readonly failed: number;
  /** failed ÷ deliveries; 0 where there are none. */
  readonly failureRate: number;
  readonly lastAcceptedAt?: string;
}

/** Something somebody did, and answers for: an event with `by`. */
export interface ActionTaken {
  readonly at: string;
  readonly node: string;
  /** `replayed`, `assigned`, `returned`, `operator-acted`, `alarm-acknowledged`, … */
  readonly type: string;
  readonly by: string;
  readonly reason?: string;
  /** With `operator-acted`: what. */
  readonly action?: string;
  readonly outcome?: 'done' | 'refused' | 'failed';
  readonly messageId?: MessageId;
  readonly author?: AuthorityId;
  readonly reader?: AuthorityId;
  readonly deliveryId?: DeliveryId;
  /** Whom it was assigned to. */
  readonly to?: AuthorityId;
  /** What it was about, where that is no message: an authority, an alarm, a search. */
  readonly about?: string;
  /** How many it was about. */
  readonly count?: number;
}

/** A submission that was refused, as its event tells it. Who is named in `claimed` is a claim. */
export interface RefusedSubmission {
  readonly at: string;
  readonly node: string;
  readonly code: ProblemCode;
  readonly peer?: AuthorityId;
  readonly claimed?: {
    readonly author?: AuthorityId;
    readonly messageId?: MessageId;
    readonly messageType?: MessageTypeRef;
  };
  readonly sizeBytes: number;
  readonly places: readonly { readonly code: ProblemCode; readonly line?: number; readonly xpath?: string }[];
}

/** How the view itself stands. */
export interface ViewStanding {
  readonly database: 'sqlite' | 'postgresql';
  readonly positions: { readonly messages: number; readonly events: number };
  /** Stored messages still to be taken in. */
  readonly behind: number;
  readonly caughtUp: boolean;
  /** While it is made anew; questions are answered from the former one meanwhile. */
  readonly rebuilding?: { readonly startedAt: string; readonly taken: number; readonly behind: number };
  /** When it was last made anew since the process started, and why. */
  readonly rebuilt?: { readonly at: string; readonly because: 'asked' | 'damaged' | 'missing' | 'other-version' };
  readonly sizeBytes: number;
}
