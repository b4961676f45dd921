/**
 * What is stored with an accepted message, in one durable write: the octets as received, and in the headers of the
 * stored message this record (JSON) and the acceptance receipt (compact JWS). Verified data.
 */
import type { AuthorityId, DeliveryId, MessageId } from './identifiers.ts';
import type { MessageTypeRef, PartInfo } from './message.ts';

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
}

/** Who gets a message and why: cites the registry's edition, so that it can be explained and repeated years later. */
export interface RouteDecision {
  /** Stream sequence of the last change the decision knew. */
  readonly edition: number;
  /** The day asked for, `YYYY-MM-DD`. */
  readonly at: string;
  readonly readers: readonly RoutedReader[];
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
  readonly conversationId?: string;
  readonly inReplyTo?: MessageId;
  readonly processReference: {
    readonly requester?: string;
    readonly responder?: string;
  };
  readonly createdAt: string;
  readonly notBefore?: string;
  readonly obsoleteAfter?: string;
  readonly testMessage: boolean;
}

/** Record and receipt together must stay below this, else `too-many-readers` (NATS allows 64 KiB of headers). */
export const ACCEPTED_HEADERS_LIMIT_BYTES = 48 * 1024;
