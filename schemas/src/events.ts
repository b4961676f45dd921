/**
 * Everything that happens to messages after (or instead of) their acceptance. Many events go into one store:
 * the body of a message in `EVENTS` is a JSON array of these. That a message was *accepted* is read from
 * `MESSAGES` only. Every reader of events must take a repetition of the same step as one.
 */
import type { RoleInClearing, RoutedReader } from './accepted.ts';
import type { AlarmChannel, AlarmRule, AlarmSeverity, AlarmUnit } from './alarms/alarm.ts';
import type { AuthorityId, DeliveryId, MessageId } from './identifiers.ts';
import type { MessageTypeRef } from './message.ts';
import type { ProblemCode } from './problems/codes.ts';

interface Happened {
  /** UUID of the event. */
  readonly id: string;
  /** RFC 3339, UTC, by the clock of the node that tells it. */
  readonly at: string;
  /** Name of the node that tells it. */
  readonly node: string;
  readonly traceparent?: string;
}

interface OfDelivery extends Happened {
  readonly author: AuthorityId;
  readonly messageId: MessageId;
  readonly reader: AuthorityId;
  readonly deliveryId: DeliveryId;
}

/** A submission was refused. Nothing of its content is kept; who was named in it is a claim, not a fact. */
export interface MessageRefused extends Happened {
  readonly type: 'message-refused';
  readonly code: ProblemCode;
  /** The authority of the TLS certificate; absent where that is unknown. This history it belongs to, no other. */
  readonly peer?: AuthorityId;
  readonly peerFingerprint?: string;
  readonly claimed?: {
    readonly author?: AuthorityId;
    readonly messageId?: MessageId;
    readonly messageType?: MessageTypeRef;
    readonly testMessage?: boolean;
  };
  readonly octetsDigest?: string;
  readonly sizeBytes: number;
  /** Codes and places only: no text, which may quote personal data. */
  readonly places: readonly {
    readonly code: ProblemCode;
    readonly line?: number;
    readonly xpath?: string;
  }[];
}

export interface AttemptFailed extends OfDelivery {
  readonly type: 'attempt-failed';
  readonly attempt: number;
  readonly code: ProblemCode;
  /** Absent when there will be no further attempt. */
  readonly nextAttemptAt?: string;
  /** How many attempts there will be in this round if all fail, as planned now; absent from earlier releases. */
  readonly plannedAttempts?: number;
}

/**
 * Why a delivery is not attempted now: its reader's node failed lately, or is busy with as many pushes, or as many a
 * minute, as it takes, or is being maintained, or an operator paused it; its author set a time; an earlier one of its conversation comes first.
 */
export type HoldReason = 'circuit-open' | 'no-slot' | 'rate' | 'maintenance' | 'paused' | 'not-before' | 'order';

/** The delivery was put aside without an attempt (see the reason). */
export interface DeliveryHeld extends OfDelivery {
  readonly type: 'delivery-held';
  readonly reason: HoldReason;
  readonly nextAttemptAt: string;
}

export interface LaidIntoMailbox extends OfDelivery {
  readonly type: 'laid-into-mailbox';
  /** ContentConsignment, signed by the node. */
  readonly receipt: string;
}

export interface HandedOver extends OfDelivery {
  readonly type: 'handed-over';
  readonly via: 'push' | 'mailbox';
  readonly attempt: number;
  /** ContentHandover, signed by the node. */
  readonly receipt: string;
}

export interface DecidedByReader extends OfDelivery {
  readonly type: 'accepted-by-reader' | 'rejected-by-reader';
  /** ConsignmentAcceptance or ConsignmentRejection, signed by the reader's own key. */
  readonly receipt: string;
  /** The reader's reason, for a rejection. */
  readonly reasonCode?: string;
}

export interface DeadLettered extends OfDelivery {
  readonly type: 'dead-lettered';
  readonly attempt: number;
  readonly code: ProblemCode;
  /** ContentHandoverFailure, signed by the node. */
  readonly receipt: string;
}

export interface Replayed extends OfDelivery {
  readonly type: 'replayed';
  readonly by: string;
  readonly reason: string;
}

export interface Expired extends OfDelivery {
  readonly type: 'expired';
  /** AcceptanceRejectionExpiry, signed by the node. */
  readonly receipt: string;
}

/** A role that nobody holds: its parts wait for an operator. The reader of the delivery is no authority: see `clearingIdOf`. */
export interface LaidIntoClearing extends OfDelivery {
  readonly type: 'laid-into-clearing';
  readonly role: string;
  readonly reason: RoleInClearing['reason'];
}

/** Somebody else becomes the reader, by a delivery of its own: out of clearing, instead of a dead letter, or as the day of delivery has it. */
export interface Assigned extends OfDelivery {
  readonly type: 'assigned';
  readonly to: RoutedReader;
  /** An operator; `registry` where the registry decided. */
  readonly by: string;
  readonly reason: string;
}

/** An operator gave it up: the author gets a rejection, a message of its own. */
export interface Returned extends OfDelivery {
  readonly type: 'returned';
  readonly by: string;
  readonly reason: string;
  readonly rejection: { readonly author: AuthorityId; readonly messageId: MessageId };
}

/** A reader has not fetched what lies in its mailbox: it is reminded; later somebody else is to look. */
export interface MailboxReminded extends OfDelivery {
  readonly type: 'mailbox-reminder' | 'mailbox-escalated';
  /** Since when it lies there. */
  readonly since: string;
}

/** A deadline comes near, or is over, and what it expects of this delivery has not happened. Each is told once. */
export interface DeadlineTold extends OfDelivery {
  readonly type: 'deadline-at-risk' | 'deadline-missed' | 'answer-overdue';
  readonly dueAt: string;
  readonly onWhom: 'author' | 'reader';
  readonly expects: 'delivery' | 'acceptance' | 'answer';
}

/**
 * The streams were brought back from a backup: what was accepted after it is missing, and sequences after it are given
 * again. Belongs to no message.
 */
export interface EpochOpened extends Happened {
  readonly type: 'epoch-opened';
  /** The first epoch is that of the installation, 1, which nobody tells of. */
  readonly epoch: number;
  /** Id and beginning of the backup. */
  readonly backup: { readonly id: string; readonly begunAt: string };
  /** Messages accepted between these moments are missing; whatever was accepted before `from` is there. */
  readonly missing: { readonly from: string; readonly to: string };
  /** Last sequence of each stream as it was brought back. */
  readonly lastSequences: Readonly<Record<string, number>>;
}

interface OfAlarm extends Happened {
  /** UUID. */
  readonly alarmId: string;
}

/** Something is so that operators have to be told: see `AlarmRule`. Belongs to no message. */
export interface AlarmRaised extends OfAlarm {
  readonly type: 'alarm-raised';
  readonly rule: AlarmRule;
  readonly about?: string;
  readonly severity: AlarmSeverity;
  readonly value: number;
  readonly limit: number;
  readonly unit: AlarmUnit;
}

/** It became worse, or nobody acknowledged it in time: it is told again, to more. */
export interface AlarmEscalated extends OfAlarm {
  readonly type: 'alarm-escalated';
  readonly why: 'worse' | 'not-acknowledged';
  readonly severity: AlarmSeverity;
  readonly value: number;
  readonly limit: number;
}

/** Somebody sees to it: it is not escalated any more unless it becomes worse. */
export interface AlarmAcknowledged extends OfAlarm {
  readonly type: 'alarm-acknowledged';
  readonly by: string;
  readonly reason: string;
}

/** It is over. */
export interface AlarmCleared extends OfAlarm {
  readonly type: 'alarm-cleared';
}

/** Somebody was told of an event of the alarm (by its id), or could not be, for good. */
export interface AlarmTold extends OfAlarm {
  readonly type: 'alarm-told';
  readonly of: string;
  readonly channel: AlarmChannel;
  readonly outcome: 'told' | 'given-up';
}

/** An event of an alarm. */
export type AlarmEvent = AlarmRaised | AlarmEscalated | AlarmAcknowledged | AlarmCleared | AlarmTold;

/**
 * Somebody with a role did or was shown something to be accounted for, beyond what the events of a message say of it.
 * Belongs to the audit, to the history of no message.
 */
export interface OperatorActed extends Happened {
  readonly type: 'operator-acted';
  /** Who, as the console or the terminal knows them. */
  readonly by: string;
  readonly role?: string;
  /** What, in kebab case: `payload-shown`, `recipient-paused`, `messages-exported`, `signed-in`, … */
  readonly action: string;
  readonly reason?: string;
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly messageId?: MessageId;
  readonly author?: AuthorityId;
  readonly reader?: AuthorityId;
  readonly deliveryId?: DeliveryId;
  /** What it was about, where that is no message: an authority, a filter, an edition. No personal data. */
  readonly about?: string;
  /** How many it was about. */
  readonly count?: number;
}

/** An event that belongs to no message. */
export type OwnEvent = EpochOpened | AlarmEvent | OperatorActed;

/** An event as the nodes publish it. */
export type DienstwegEvent =
  | MessageRefused
  | AttemptFailed
  | DeliveryHeld
  | LaidIntoMailbox
  | HandedOver
  | DecidedByReader
  | DeadLettered
  | Replayed
  | Expired
  | LaidIntoClearing
  | Assigned
  | Returned
  | MailboxReminded
  | DeadlineTold
  | OwnEvent;

/** Whether an event is of an alarm. */
export const isOfAlarm = (event: DienstwegEvent): event is AlarmEvent => event.type.startsWith('alarm-');

/** Events that belong to the history of a message. */
export type EventType = Exclude<DienstwegEvent, OwnEvent>['type'];
