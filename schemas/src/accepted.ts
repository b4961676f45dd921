/**
 * What is stored with an accepted message, in one durable write: the octets as received, and in the headers of the
 * stored message this record (JSON) and the acceptance receipt (compact JWS). Verified data.
 */
import type { AuthorityId, DeliveryId, MessageId, RegionId, ServiceId } from './identifiers.ts';
import type { Deadline, MessageTypeRef, PartInfo } from './message.ts';

/** One reader of a message, as resolved at acceptance. */
export interface RoutedReader {
  readonly deliveryId: DeliveryId;
  readonly authority: AuthorityId;
  /** The role by which it became a reader; `reader` where the author named it. With several: the first. */
  readonly role: string;
  /** All roles it has for this message, in the order of the distribution. */
  readonly roles: readonly string[];
  /** Ids of the parts it is entitled to, after disclosure limits; the others are withheld. */
  readonly parts: readonly string[];
  /** The registry entry that made it responsible; absent where the author named the reader. */
  readonly entry?: string;
  /** Whom the author named or the entry names, where this reader stands for it: its successor, or by another identifier. */
  readonly insteadOf?: AuthorityId;
  /** Entries of the successions that led from there to this reader, in the order followed. */
  readonly successions?: readonly string[];
}

/**
 * A role nobody holds, of a service that prescribes clearing: its parts wait for an operator to say who gets them. Not
 * a delivery yet: the id is that of the matter, derived from message and role.
 */
export interface RoleInClearing {
  readonly deliveryId: DeliveryId;
  readonly role: string;
  /** Ids of the parts the author's distribution gives the role; the registry may withhold more of them. */
  readonly parts: readonly string[];
  /** `nobody` is responsible; somebody is only `later`; who is responsible has `ended` without a successor. */
  readonly reason: 'nobody' | 'later' | 'ended';
  /** With `later`: the first day. */
  readonly from?: string;
}

/** Who gets a message and why: cites the registry's edition, so that it can be explained and repeated years later. */
export interface RouteDecision {
  /** Stream sequence of the last change the decision knew. */
  readonly edition: number;
  /** The day that decided who is responsible, `YYYY-MM-DD`: as the service prescribes, of the message's creation or today. */
  readonly at: string;
  readonly readers: readonly RoutedReader[];
  /** Roles that wait for an operator; absent: none. */
  readonly clearing?: readonly RoleInClearing[];
}

/** A deadline as reckoned at acceptance: by which calendar, until when. It stands, whatever the registry says later. */
export interface AcceptedDeadline extends Pick<Deadline, 'start' | 'amount' | 'unit' | 'onWhom' | 'basis'> {
  /** Stated by the author in the signed header, or demanded by the message type. */
  readonly by: 'author' | 'message-type';
  /** What each reader's delivery must have come to: handed over, accepted by the reader, or answered by it. */
  readonly expects: 'delivery' | 'acceptance' | 'answer';
  /** ISO 3166-2 of the calendar it was reckoned by, with the registry's corrections of the route's edition. */
  readonly calendar: string;
  /** `YYYY-MM-DD`, still within. */
  readonly lastDay: string;
  /** RFC 3339, UTC: the first moment after the last day. */
  readonly dueAt: string;
  readonly atRiskAt: string;
}

/** What the message type asked of delivery when the message was accepted. */
export interface DeliveryTerms {
  /** How long delivery is tried, in days. */
  readonly retryDays: number;
  /** Deliveries of one conversation to one reader arrive in order of acceptance. */
  readonly inOrder: boolean;
  /** Days after which a reader who does not fetch is reminded, and somebody else told; absent: the broker's own. */
  readonly remindAfterDays?: number;
  readonly escalateAfterDays?: number;
}

/** The record in the header `Dienstweg-Accepted`. */
export interface AcceptedRecord {
  /** RFC 3339, UTC, of the gateway that accepted. */
  readonly acceptedAt: string;
  readonly author: AuthorityId;
  /** The node that handed it in, by its TLS certificate; equals the author unless a provider acts. */
  readonly sender: AuthorityId;
  readonly messageId: MessageId;
  readonly messageType: MessageTypeRef;
  /** Hexadecimal SHA-256 of the octets. */
  readonly octetsDigest: string;
  readonly headerDigest: string;
  readonly sizeBytes: number;
  readonly parts: readonly PartInfo[];
  readonly route: RouteDecision;
  /** What the addressee states, as the author wrote it; absent from records written before these were kept. */
  readonly service?: ServiceId;
  readonly region?: RegionId;
  readonly conversationId?: string;
  readonly inReplyTo?: MessageId;
  readonly processReference: {
    readonly requester?: string;
    readonly responder?: string;
  };
  /** Values by which people know the message, of the keys its type declares; absent from earlier records. Bounded. */
  readonly businessKeys?: readonly { readonly name: string; readonly value: string }[];
  readonly createdAt: string;
  readonly notBefore?: string;
  readonly obsoleteAfter?: string;
  readonly testMessage: boolean;
  readonly deadline?: AcceptedDeadline;
  /** Absent in records of earlier releases: then the broker's own. */
  readonly terms?: DeliveryTerms;
}

/** Record and receipt together must stay below this, else `too-many-readers` (NATS allows 64 KiB of headers). */
export const ACCEPTED_HEADERS_LIMIT_BYTES = 48 * 1024;
