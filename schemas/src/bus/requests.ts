/**
 * Requests between services and from operators over NATS: body and reply are JSON. A reply is
 * `{ ok: true, value }` or `{ ok: false, problem }`. Keys are those of `REQUESTS`.
 */
import type { AcceptedDeadline, RoutedReader } from '../accepted.ts';
import type { DeliveryEntry } from '../delivery/entry.ts';
import type { DeliveryState, MessageState } from '../delivery/state.ts';
import type { EntryKind, RegistryChange } from '../directory/changes.ts';
import type { WordsAnswer, WordsQuestion } from '../directory/search/question.ts';
import type { EpochOpened, EventType } from '../events.ts';
import type { AuthorityId, DeliveryId, MessageId, RegionId, ServiceId } from '../identifiers.ts';
import type { MessageTypeRef } from '../message.ts';
import type { ProblemCode } from '../problems/codes.ts';
import type { Problem } from '../problems/problem.ts';
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
}

export interface TracedDelivery {
  readonly deliveryId: DeliveryId;
  readonly reader: AuthorityId;
  readonly role: string;
  readonly parts: readonly string[];
  readonly state: DeliveryState;
  readonly code?: ProblemCode;
  readonly nextAttemptAt?: string;
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
  readonly testMessage: boolean;
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

/** Request body and reply value by subject key. */
export interface RequestContract {
  /** `change` is a compact JWS of a `RegistryRecord`, signed by a registrar. */
  registryChange: {
    request: { readonly change: string; readonly language?: Language };
    reply: RecordedReply;
  };
  /** Changes that wait for a second registrar, the oldest first. */
  registryPending: {
    request: Record<string, never>;
    reply: { readonly edition: number; readonly pending: readonly PendingSummary[] };
  };
  registryRoute: { request: RouteQuestion; reply: RouteAnswer };
  /** Who is responsible, asked in words. */
  registrySearch: { request: WordsQuestion; reply: WordsAnswer & { readonly edition: number } };
  /**
   * The whole directory, by kind and id; with `at` its entries in force on that day. One reply holds some ten thousand
   * entries: a larger directory is asked for in pages, in the order of its storage, which goes on with `next` until
   * there is none. The first page decides the edition, which is stated for the others.
   */
  registryExport: {
    request: { readonly at?: string; readonly page?: { readonly after?: string; readonly edition?: number } };
    reply: { readonly edition: number; readonly entries: unknown[]; readonly next?: string };
  };
  /** With two authors of the same id and no `author`: problem `message-id-ambiguous`. */
  trackingMessage: {
    request: {
      readonly messageId: MessageId;
      readonly author?: AuthorityId;
      readonly visibleTo?: AuthorityId;
    };
    reply: MessageTrace;
  };
  trackingEvents: {
    request: {
      readonly authority: AuthorityId;
      readonly after?: string;
      readonly limit: number;
    };
    reply: Page<FeedEvent>;
  };
  trackingDeliveries: {
    request: {
      readonly reader: AuthorityId;
      readonly after?: string;
      readonly limit: number;
      readonly state?: DeliveryState;
      readonly deliveryId?: DeliveryId;
    };
    reply: Page<InboxDelivery>;
  };
  trackingFind: {
    request: {
      readonly processReference?: string;
      readonly conversation?: string;
      readonly author?: AuthorityId;
      readonly reader?: AuthorityId;
      readonly state?: MessageState;
      /** Code of the message type, of whatever version. */
      readonly messageType?: string;
      /** Accepted at or after, and before. */
      readonly since?: string;
      readonly until?: string;
      /** `next` of the page before. */
      readonly after?: string;
      readonly limit: number;
    };
    /** Newest first; `next` where there is more. */
    reply: { readonly messages: readonly Omit<MessageTrace, 'events'>[]; readonly next?: string };
  };
  /**
   * The message whose id the conversation bears, and all that name it as theirs. Author and sender of a message see its
   * deliveries, a reader its own; whoever may see none: `conversation-unknown`.
   */
  trackingConversation: {
    request: { readonly conversationId: string; readonly visibleTo?: AuthorityId };
    reply: ConversationTrace;
  };
  /** Messages of authors of which some delivery is still open. */
  trackingOpen: {
    request: { readonly atLeast: number };
    reply: { readonly authors: readonly { readonly author: AuthorityId; readonly open: number }[] };
  };
  trackingSummary: {
    request: Record<string, never>;
    reply: {
      readonly accepted: number;
      readonly refused: number;
      readonly deliveries: Readonly<Partial<Record<DeliveryState, number>>>;
      readonly oldestUndeliveredAt?: string;
      /** The last restore from a backup; absent in the first epoch. */
      readonly epoch?: EpochOpened;
      /** Last sequence of each stream this view has taken in. */
      readonly positions: {
        readonly messages: number;
        readonly events: number;
      };
    };
  };
  deadLetters: {
    request: { readonly limit: number; readonly reader?: AuthorityId };
    reply: { readonly deadLetters: readonly DeliveryEntry[] };
  };
  /** Roles that nobody holds, and the parts that wait for an operator to say who gets them; the oldest first. */
  clearing: {
    request: { readonly limit: number };
    reply: { readonly inClearing: readonly DeliveryEntry[] };
  };
  /**
   * Another reader takes the place of a dead letter, or of a role in clearing: by a delivery of its own. Refused with
   * what stands against that reader.
   */
  assign: {
    request: {
      readonly deliveryId: DeliveryId;
      readonly to: AuthorityId;
      readonly by: string;
      readonly reason: string;
      readonly language?: Language;
      /** Only say whether it could be. */
      readonly dryRun?: boolean;
    };
    reply: { readonly deliveryId: DeliveryId; readonly to: RoutedReader };
  };
  /** The author has been sent a rejection: the dead letter, or the role in clearing, is closed. */
  returned: {
    request: {
      readonly deliveryId: DeliveryId;
      readonly by: string;
      readonly reason: string;
      readonly rejection: { readonly author: AuthorityId; readonly messageId: MessageId };
    };
    reply: { readonly deliveryId: DeliveryId };
  };
  /** The octets of the message of an open delivery, base64, for an operator who returns it. */
  messageOfDelivery: {
    request: { readonly deliveryId: DeliveryId };
    reply: { readonly entry: DeliveryEntry; readonly octets: string; readonly headerDigest: string };
  };
  /** Starts the delivery over, to the same reader, from attempt 0. */
  replay: {
    request: {
      readonly deliveryId: DeliveryId;
      readonly by: string;
      readonly reason: string;
    };
    reply: { readonly deliveryId: DeliveryId; readonly state: DeliveryState };
  };
}

export type RequestKey = keyof RequestContract;
export type Reply<K extends RequestKey> =
  | { readonly ok: true; readonly value: RequestContract[K]['reply'] }
  | { readonly ok: false; readonly problem: Problem };
