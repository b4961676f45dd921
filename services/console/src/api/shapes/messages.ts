/** Messages: the list, and one of them. */
import type { ConversationTrace, TracedDelivery, TracedEvent } from '@dienstweg/schemas/bus/requests.ts';
import type { DeliveryState, MessageState } from '@dienstweg/schemas/delivery/state.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { MessageHeader, MessageTypeRef } from '@dienstweg/schemas/message.ts';
import type { Violation } from '@dienstweg/schemas/problems/problem.ts';
import type { Cause, Keyset, Named } from './common.ts';

/**
 * Query of `GET /api/messages` and of `…/export`; lists are given by repeating the name. `search`: a message id, a
 * conversation, a case reference or a declared business key, exactly.
 */
export interface MessageFilter {
  readonly search?: string;
  readonly author?: string;
  readonly reader?: string;
  readonly type?: string;
  readonly version?: string;
  readonly state?: readonly MessageState[];
  readonly code?: readonly string[];
  /** RFC 3339; accepted (or refused) at or after, and before. */
  readonly since?: string;
  readonly until?: string;
  readonly after?: string;
  /** 1–200, default 50. */
  readonly limit?: number;
}

/** A line of the list. */
export interface MessageLine {
  readonly messageId: string;
  readonly author: AuthorityId;
  readonly messageType: MessageTypeRef;
  readonly state: MessageState;
  readonly acceptedAt: string;
  readonly sizeBytes: number;
  readonly testMessage: boolean;
  readonly conversationId?: string;
  readonly processReference: { readonly requester?: string; readonly responder?: string };
  /** Of each delivery; of a refused message none. */
  readonly deliveries: readonly {
    readonly deliveryId: string;
    readonly reader: AuthorityId;
    readonly state: DeliveryState;
    readonly code?: string;
    /** Attempts made, and how many the plan of attempts has at most, where known. */
    readonly attempt?: number;
    readonly attemptsAtMost?: number;
    readonly nextAttemptAt?: string;
  }[];
  /** From acceptance to the last hand-over, in milliseconds; absent while any is open. */
  readonly durationMs?: number;
  /** Of a refused message. */
  readonly refusal?: Cause;
}

/** `GET /api/messages` */
export interface MessageList extends Named, Keyset {
  readonly messages: readonly MessageLine[];
}

/** An event with its cause in words. */
export interface EventShown extends TracedEvent {
  readonly cause?: Cause;
  /** Who acted, and why. */
  readonly by?: string;
  readonly reason?: string;
}

/** A delivery with what can be done about it. */
export interface DeliveryShown extends TracedDelivery {
  readonly cause?: Cause;
  /** What was seen, to be sent back with an action. */
  readonly round: number;
  readonly attempt: number;
  /** Allowed now, by state and by the session's roles. */
  readonly actions: readonly ('replay' | 'assign' | 'return')[];
}

/** An action that somebody took on the message. */
export interface ActionMark {
  readonly at: string;
  readonly action: string;
  readonly by: string;
  readonly reason: string;
}

/**
 * `GET /api/messages/{messageId}?author=`: what the history says. Two authors with the same id: 409
 * `message-id-ambiguous`, its `violations` name the authors in `expected`.
 */
export interface MessageShown extends Named {
  readonly messageId: string;
  readonly author: AuthorityId;
  readonly sender: AuthorityId;
  readonly messageType: MessageTypeRef;
  readonly state: MessageState;
  readonly acceptedAt: string;
  readonly sizeBytes: number;
  readonly edition: number;
  readonly testMessage: boolean;
  readonly processReference: { readonly requester?: string; readonly responder?: string };
  readonly conversationId?: string;
  readonly inReplyTo?: string;
  readonly deadline?: { readonly lastDay: string; readonly dueAt: string; readonly basis?: string };
  readonly deliveries: readonly DeliveryShown[];
  /** Oldest first. */
  readonly events: readonly EventShown[];
  readonly marks: readonly ActionMark[];
  /** Of a refused message: places and codes without texts, as they were recorded. */
  readonly refusal?: {
    readonly cause: Cause;
    readonly places: readonly { readonly code: string; readonly line?: number; readonly xpath?: string }[];
  };
}

/** A certificate of a chain as shown. */
export interface ChainLink {
  readonly subject: string;
  readonly issuer: string;
  readonly fingerprint: string;
  readonly serial: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly is: 'signer' | 'intermediate' | 'anchor';
}

/** An element of a payload with every text masked unless it is harmless (numbers of elements, names of elements). */
export interface MaskedNode {
  readonly name: string;
  readonly attributes?: readonly string[];
  /** `true`: there is text, which is not shown. */
  readonly text?: boolean;
  readonly children?: readonly MaskedNode[];
  /** Children left out because there are too many. */
  readonly more?: number;
}

/** `GET /api/messages/{messageId}/document?author=`: what the stored octets say; 404 where they are no longer kept. */
export interface MessageDocument extends Named {
  readonly header: MessageHeader;
  readonly octetsDigest: string;
  readonly sizeBytes: number;
  readonly signature: {
    /** Checked now, against the trust of now; a certificate may have run out since acceptance. */
    readonly ok: boolean;
    readonly cause?: Cause;
    readonly signingTime?: string;
    readonly algorithm?: string;
    readonly signer?: { readonly authority?: AuthorityId; readonly fingerprint: string };
    readonly chain: readonly ChainLink[];
  };
  /** What the checks find today; empty: nothing. Texts may quote content: absent without the permission `content`. */
  readonly findings: readonly (Omit<Violation, 'text' | 'remedy' | 'expected'> & {
    readonly text?: string;
    readonly remedy?: string;
  })[];
  readonly parts: readonly {
    readonly id: string;
    readonly role: 'payload' | 'attachment';
    readonly mediaType: string;
    readonly sizeBytes: number;
    readonly digest: string;
    readonly fileName?: string;
    /** Of XML only. */
    readonly masked?: MaskedNode;
  }[];
}

/** `POST /api/messages/{messageId}/parts/{part}/show?author=` with a reason; recorded. */
export interface PartShown {
  readonly id: string;
  readonly mediaType: string;
  /** XML and text as text; anything else base64. */
  readonly text?: string;
  readonly base64?: string;
}

/** `GET /api/messages/{messageId}/related?author=` */
export interface RelatedMessages extends Named {
  readonly conversation?: ConversationTrace;
  readonly inReplyTo?: MessageLine;
  readonly replies: readonly MessageLine[];
}
