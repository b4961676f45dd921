/** What services show of messages, deliveries and routes: shapes of the answers over the bus and over HTTP. */
import type { AcceptedDeadline } from '../accepted.ts';
import type { DeliveryState, MessageState } from '../delivery/state.ts';
import type { EntryKind, RegistryChange } from '../directory/change/changes.ts';
import type { EventType } from '../events.ts';
import type { AuthorityId, DeliveryId, MessageId, RegionId, ServiceId } from '../identifiers.ts';
import type { MessageTypeRef } from '../message.ts';
import type { ProblemCode } from '../problems/codes.ts';
import type { Language } from '../problems/texts.ts';

/** One line of a message's history. `message-accepted` is taken from `MESSAGES`. */
export interface TracedEvent {
  readonly type: EventType | 'message-accepted';
  readonly at: string;
  readonly node: string;
  readonly reader?: AuthorityId;
  readonly deliveryId?: DeliveryId;
  readonly code?: ProblemCode;
  readonly attempt?: number;
  readonly reasonCode?: string;
  readonly nextAttemptAt?: string;
  readonly receipt?: string;
  /** Who assigned, returned or replayed it, why, and to whom: told to operators only. */
  readonly by?: string;
  readonly reason?: string;
  readonly to?: AuthorityId;
}

export interface TracedDelivery {
  readonly deliveryId: DeliveryId;
  readonly reader: AuthorityId;
  readonly role: string;
  readonly parts: readonly string[];
  readonly state: DeliveryState;
  readonly code?: ProblemCode;
  /** A dead letter that was returned to its author: nobody here is to look after it any more. */
  readonly returned?: true;
  readonly nextAttemptAt?: string;
  /** How often it was begun anew; absent: never. */
  readonly round?: number;
  /** Attempts that failed in this round, and the one that succeeded. */
  readonly attempts?: number;
  /** How many there will be in this round if all fail, as planned when the last one failed. */
  readonly plannedAttempts?: number;
  /** When it was handed over, or ended without success. */
  readonly endedAt?: string;
}

/** All that is known of one message. */
export interface MessageTrace {
  readonly messageId: MessageId;
  readonly author: AuthorityId;
  readonly sender: AuthorityId;
  readonly messageType: MessageTypeRef;
  readonly state: MessageState;
  readonly acceptedAt: string;
  readonly sizeBytes: number;
  readonly edition: number;
  readonly processReference: {
    readonly requester?: string;
    readonly responder?: string;
  };
  readonly conversationId?: string;
  readonly inReplyTo?: MessageId;
  /** Where it stands in `MESSAGES`. */
  readonly sequence?: number;
  readonly testMessage: boolean;
  /** Values of the keys its message type declares; absent: none. */
  readonly businessKeys?: readonly { readonly name: string; readonly value: string }[];
  readonly deadline?: AcceptedDeadline;
  readonly deliveries: readonly TracedDelivery[];
  readonly events: readonly TracedEvent[];
}

/**
 * How a deadline stands for one delivery: `kept` once what it expects has happened. `at-risk` and `missed` are told by
 * the clock of the moment of the answer.
 */
export type DeadlineStanding = 'kept' | 'open' | 'at-risk' | 'missed';

/** A delivery of a conversation, with its share of the message's deadline. */
export interface ConversationDelivery extends TracedDelivery {
  /** Its reader has sent a message in reply. */
  readonly answered: boolean;
  readonly deadline?: { readonly lastDay: string; readonly dueAt: string; readonly standing: DeadlineStanding };
}

/** One message of a conversation. */
export interface ConversationMessage extends Omit<MessageTrace, 'events' | 'deliveries'> {
  readonly deliveries: readonly ConversationDelivery[];
}

/** Where one reader stands in a conversation. */
export interface ConversationAgency {
  readonly authority: AuthorityId;
  /** Roles by which it got messages. */
  readonly roles: readonly string[];
  /** Of its least advanced delivery. */
  readonly state: MessageState;
  readonly answered: boolean;
  /** The deadline that is next for it, else the last one that was kept. */
  readonly deadline?: ConversationDelivery['deadline'] & { readonly messageId: MessageId };
}

/** The joint status of what belongs together. */
export interface ConversationTrace {
  readonly conversationId: string;
  /** The least advanced of all deliveries shown. */
  readonly state: MessageState;
  readonly agencies: readonly ConversationAgency[];
  /** In the order they were accepted. */
  readonly messages: readonly ConversationMessage[];
  /** There are more messages than are shown; state and agencies are of those shown. */
  readonly more?: true;
}

/** A delivery as its reader sees it. */
export interface InboxDelivery {
  readonly deliveryId: DeliveryId;
  readonly messageId: MessageId;
  readonly author: AuthorityId;
  readonly messageType: MessageTypeRef;
  readonly role: string;
  readonly state: DeliveryState;
  readonly acceptedAt: string;
  readonly conversationId?: string;
  readonly inReplyTo?: MessageId;
  readonly processReference: {
    readonly requester?: string;
    readonly responder?: string;
  };
  readonly parts: readonly { readonly id: string; readonly present: boolean }[];
}

/** An event of the feed of one authority (as author, sender or reader), with the message it belongs to. */
export interface FeedEvent extends TracedEvent {
  readonly messageId: MessageId;
  readonly author: AuthorityId;
}

/** One page; `next` is the cursor to continue from, also when the page is empty. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string;
}

export interface RouteQuestion {
  readonly service: ServiceId;
  readonly region: RegionId;
  readonly role?: string;
  /** `YYYY-MM-DD`; default today. */
  readonly at?: string;
  /** RFC 3339; default now. */
  readonly asKnownAt?: string;
  readonly explain?: boolean;
  /** With `explain`: whether this author may send a message type (code) to whoever is responsible is told, too. */
  readonly author?: AuthorityId;
  readonly messageType?: string;
  /** With `messageType`: whether this version is taken there is told, too. */
  readonly messageTypeVersion?: string;
  /** Of names and explanation; default English. */
  readonly language?: Language;
}

export interface RouteAnswer {
  readonly answer: 'one' | 'several' | 'later' | 'none';
  readonly readers: readonly {
    readonly authority: AuthorityId;
    readonly name?: string;
    readonly role: string;
    readonly entry: string;
    /** Whom the entry names, where its successor is answered, and the entries of the successions followed. */
    readonly insteadOf?: AuthorityId;
    readonly successions?: readonly string[];
    readonly disclosure?: readonly string[];
  }[];
  readonly edition: number;
  /** With `later`: the day from which there is an answer. */
  readonly validFrom?: string;
  /** Sentences, in order of the reasoning, when asked for. */
  readonly explanation?: readonly string[];
}

/** What became of a change or a decision that was sent to be recorded. */
export interface RecordedReply {
  /** The edition it was recorded as; 0 while parts of it are missing. */
  readonly edition: number;
  /** It waits for a second registrar, and has no effect until then. */
  readonly pending?: true;
  /** Of a change in parts that is not complete: how many are here; the next one is sent next. Nothing is recorded yet. */
  readonly received?: number;
  /** All of it is here and being checked: the same is sent again to hear what becomes of it. */
  readonly checking?: true;
}

/** A change that waits for a second registrar. Whole only where it is small; `puts` and `closes` count all of it. */
export interface PendingSummary {
  readonly changeId: string;
  readonly by: string;
  readonly reason: string;
  /** The edition that proposed it, and when. */
  readonly edition: number;
  readonly proposedAt: string;
  /** Kinds of entries that need approval. */
  readonly kinds: readonly EntryKind[];
  readonly puts: number;
  readonly closes: number;
  readonly change?: RegistryChange;
}
