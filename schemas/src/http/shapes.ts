/** What the gateway answers with, in typed form; the JSON Schemas of `answers.ts` say the same to other languages. */
import type { RouteDecision, RoutedReader } from '../accepted.ts';
import type { ConversationTrace, FeedEvent, InboxDelivery, MessageTrace, Page, RouteAnswer } from '../bus/requests.ts';
import type { WordsAnswer } from '../directory/search/question.ts';
import type { RegionHit, ServiceHit } from '../directory/search/search.ts';
import type { AuthorityId, DeliveryId, MessageId } from '../identifiers.ts';
import type { MessageTypeRef } from '../message.ts';
import type { MessageTypeManifest } from '../message-types/manifest.ts';
import type { Violation } from '../problems/problem.ts';

/** One reader of an accepted message: with the registry entries that made it one. */
export type AnsweredReader = Omit<RoutedReader, 'roles'>;

/** `POST /v1/messages`: 202, or 200 for an exact repeat. The receipt of a repeat is the very same. */
export interface SubmissionAnswer {
  readonly messageId: MessageId;
  readonly author: AuthorityId;
  readonly status: 'accepted';
  readonly acceptedAt: string;
  readonly readers: readonly AnsweredReader[];
  readonly route: Pick<RouteDecision, 'edition' | 'at' | 'clearing'>;
  /** Compact JWS: SubmissionAcceptance. */
  readonly receipt: string;
  readonly repeated?: true;
  /** What did not refuse it: rules of that severity, a version that is about to go. Not told again for a repetition. */
  readonly warnings?: readonly Violation[];
}

/** `POST /v1/messages?dryRun=true`: 200; nothing was stored. */
export interface DryRunAnswer {
  readonly dryRun: true;
  readonly accepted: true;
  readonly messageId: MessageId;
  readonly author: AuthorityId;
  readonly readers: readonly AnsweredReader[];
  readonly route: Pick<RouteDecision, 'edition' | 'at' | 'clearing'>;
  readonly warnings?: readonly Violation[];
}

/** `POST …/acceptance` and `…/rejection`: what is recorded. */
export interface DecisionAnswer {
  readonly deliveryId: DeliveryId;
  readonly state: 'accepted-by-reader' | 'rejected-by-reader';
  /** The reader's receipt that counts: the first one recorded. */
  readonly receipt: string;
  readonly repeated?: true;
}

/** `GET /v1/message-types` */
export interface MessageTypesAnswer {
  readonly messageTypes: readonly MessageTypeAnswer[];
}

/** `GET /v1/message-types/{code}/{version}`: what a sender must know of a type, from its manifest. */
export type MessageTypeAnswer = Pick<
  MessageTypeManifest,
  | 'code'
  | 'version'
  | 'name'
  | 'description'
  | 'state'
  | 'validFrom'
  | 'validUntil'
  | 'limits'
  | 'parts'
  | 'distribution'
> & {
  /** First day on which it is taken with a warning. */
  readonly deprecatedFrom?: string;
  /** Whether it comes with the product, or was published to this broker. */
  readonly origin: 'product' | 'published';
};

/** `POST /v1/message-types/{code}/{version}/validate`: 200; nothing was stored. */
export interface ValidationAnswer {
  readonly valid: boolean;
  readonly messageType: MessageTypeRef;
  /** What it was taken as. */
  readonly content: 'message' | 'payload';
  /** The part a payload was taken as. */
  readonly part?: string;
  /** Of a message, as far as it could be read. */
  readonly author?: AuthorityId;
  readonly messageId?: MessageId;
  readonly violations: readonly Violation[];
  readonly warnings: readonly Violation[];
}

/** `GET /v1/services?q=` and `GET /v1/regions?q=`: best answer first. */
export interface HitsAnswer<H> {
  readonly items: readonly H[];
  readonly edition: number;
}

/** `GET /v1/routes/search?q=` */
export type RouteSearchAnswer = WordsAnswer & { readonly edition: number };

/** Answers by operation of the OpenAPI document. */
export interface Answers {
  submitMessage: SubmissionAnswer | DryRunAnswer;
  showMessage: MessageTrace;
  showConversation: ConversationTrace;
  listEvents: Page<FeedEvent>;
  listMailbox: Page<InboxDelivery>;
  listDeliveries: Page<InboxDelivery>;
  acceptDelivery: DecisionAnswer;
  rejectDelivery: DecisionAnswer;
  askRoute: RouteAnswer & { readonly next?: string };
  searchRoutes: RouteSearchAnswer;
  findServices: HitsAnswer<ServiceHit>;
  findRegions: HitsAnswer<RegionHit>;
  listMessageTypes: MessageTypesAnswer;
  showMessageType: MessageTypeAnswer;
  validate: ValidationAnswer;
}
