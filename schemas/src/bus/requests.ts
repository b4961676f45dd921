/**
 * Requests between services and from operators over NATS: body and reply are JSON. A reply is
 * `{ ok: true, value }` or `{ ok: false, problem }`. Keys are those of `REQUESTS`.
 */
import type { RoutedReader } from '../accepted.ts';
import type { DeliveryCondition, ExpiringCertificate, PausedReader, ToldAlarm } from '../alarms/alarm.ts';
import type { DeliveryEntry } from '../delivery/entry.ts';
import type { DeliveryState } from '../delivery/state.ts';
import type { Contact, Names } from '../directory/change/changes.ts';
import type { WordsAnswer, WordsQuestion } from '../directory/search/question.ts';
import type { EpochOpened } from '../events.ts';
import type { AuthorityId, DeliveryId, MessageId } from '../identifiers.ts';
import type { Problem } from '../problems/problem.ts';
import type { Language } from '../problems/texts.ts';
import type { TrackingContract } from './tracking-requests.ts';
import type {
  ConversationTrace,
  FeedEvent,
  InboxDelivery,
  MessageTrace,
  Page,
  PendingSummary,
  RecordedReply,
  RouteAnswer,
  RouteQuestion,
} from './views.ts';

export type {
  ActionTaken,
  BoundedCount,
  BusinessKey,
  DayCount,
  FailedDelivery,
  FailureGroup,
  FailureGroupKey,
  FailureStep,
  Flow,
  FlowPoint,
  ListedMessage,
  ListPaging,
  MessageFilter,
  RefusedSubmission,
  StateCounted,
  StateCounts,
  TypeUse,
  ViewStanding,
} from './tracking-views.ts';
export type {
  ConversationAgency,
  ConversationDelivery,
  ConversationMessage,
  ConversationTrace,
  DeadlineStanding,
  FeedEvent,
  InboxDelivery,
  MessageTrace,
  Page,
  PendingSummary,
  RecordedReply,
  RouteAnswer,
  RouteQuestion,
  TracedDelivery,
  TracedEvent,
} from './views.ts';

/** Request body and reply value by subject key. */
export interface RequestContract extends TrackingContract {
  /**
   * `change` is a compact JWS of a `RegistryRecord`, signed by a registrar. `package`: base64 of the package of a message
   * type whose content the change names by its digest and that is not stored yet; sent again to hear what became of
   * the change it may be left out.
   */
  registryChange: {
    request: { readonly change: string; readonly language?: Language; readonly package?: string };
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
  /** Certificates of authorities that end before a moment (RFC 3339), the first to end first. */
  registryExpiring: {
    request: { readonly before: string };
    reply: { readonly certificates: readonly ExpiringCertificate[] };
  };
  /** How people reach an authority today; without contact where none is registered. */
  registryContact: {
    request: { readonly authority: AuthorityId };
    reply: { readonly names?: Names; readonly contact?: Contact };
  };
  /** What delivery knows of readers that are not reached. */
  deliveryCondition: { request: Record<string, never>; reply: DeliveryCondition };
  /** Those that fit everything stated, the latest first; `total`: how many there are, also beyond the limit. */
  deadLetters: {
    request: {
      /** At most 10,000 are answered. */
      readonly limit: number;
      readonly reader?: AuthorityId;
      readonly code?: string;
      readonly deliveryIds?: readonly DeliveryId[];
      /** By the order in which their messages were accepted. */
      readonly oldestFirst?: boolean;
    };
    reply: { readonly deadLetters: readonly DeliveryEntry[]; readonly total: number };
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
      /** The round in which whoever decided saw it: refused with `changed-meanwhile` where it was begun anew since. */
      readonly round?: number;
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
      /** The round in which whoever decided saw it: refused with `changed-meanwhile` where it was begun anew since. */
      readonly round?: number;
      readonly rejection: { readonly author: AuthorityId; readonly messageId: MessageId };
    };
    reply: { readonly deliveryId: DeliveryId };
  };
  /** The octets of the message of an open delivery, base64, for an operator who returns it. */
  messageOfDelivery: {
    request: { readonly deliveryId: DeliveryId };
    reply: { readonly entry: DeliveryEntry; readonly octets: string; readonly headerDigest: string };
  };
  /**
   * Nothing is pushed to a reader any more, until somebody resumes it or a moment (RFC 3339) has come; what is for it
   * waits. Refused with `changed-meanwhile` where that is so already.
   */
  pauseReader: {
    request: { readonly reader: AuthorityId; readonly until?: string; readonly by: string; readonly reason: string };
    reply: { readonly paused: PausedReader };
  };
  /** It is pushed to again, at once. Refused with `changed-meanwhile` where it is not paused. */
  resumeReader: {
    request: { readonly reader: AuthorityId; readonly by: string; readonly reason: string };
    reply: { readonly reader: AuthorityId };
  };
  /** Starts the delivery over, to the same reader, from attempt 0. */
  replay: {
    request: {
      readonly deliveryId: DeliveryId;
      readonly by: string;
      readonly reason: string;
      /** The round in which whoever decided saw it: refused with `changed-meanwhile` where it was begun anew since. */
      readonly round?: number;
    };
    reply: { readonly deliveryId: DeliveryId; readonly state: DeliveryState };
  };
  /** Alarms that are not over, the most severe and oldest first; with `cleared` those of late as well, behind them. */
  alarmsList: {
    request: { readonly language?: Language; readonly cleared?: boolean };
    reply: { readonly alarms: readonly ToldAlarm[] };
  };
  /**
   * Somebody sees to it. Refused: `alarm-unknown`; `alarm-not-open` (acknowledged already, or over meanwhile);
   * `request-invalid` without a name or a reason.
   */
  alarmsAcknowledge: {
    request: {
      readonly alarmId: string;
      readonly by: string;
      readonly reason: string;
      readonly language?: Language;
    };
    reply: { readonly alarm: ToldAlarm };
  };
}

export type RequestKey = keyof RequestContract;
export type Reply<K extends RequestKey> =
  | { readonly ok: true; readonly value: RequestContract[K]['reply'] }
  | { readonly ok: false; readonly problem: Problem };
