/** Messages: the list, and one of them. */
import type {
  ActionTaken,
  BoundedCount,
  ConversationTrace,
  ListedMessage,
  MessageTrace,
  RefusedSubmission,
  TracedDelivery,
  TracedEvent,
} from '@dienstweg/schemas/bus/requests.ts';
import type { MessageState } from '@dienstweg/schemas/delivery/state.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { MessageHeader } from '@dienstweg/schemas/message.ts';
import type { Violation } from '@dienstweg/schemas/problems/problem.ts';
import type { Cause, Named } from './common.ts';

/**
 * Query of `GET /api/messages` and of `…/export`, all of it optional. `search`: id of a message or conversation, case
 * reference or value of a declared business key, exactly. `businessKey`: `name=value`.
 */
export interface MessageQuery {
  readonly search?: string;
  readonly author?: string;
  readonly reader?: string;
  readonly type?: string;
  /** With `type`. */
  readonly version?: string;
  readonly state?: MessageState;
  /** A problem code. */
  readonly code?: string;
  readonly conversation?: string;
  readonly reference?: string;
  readonly businessKey?: string;
  /** `only` or `none`; absent: both. */
  readonly test?: 'only' | 'none';
  /** RFC 3339 or `YYYY-MM-DD`; accepted at or after, and before. */
  readonly since?: string;
  readonly until?: string;
  /** `next` or `previous` of another page; at most one of them. */
  readonly after?: string;
  readonly before?: string;
  /** 1–200, default 50. */
  readonly limit?: number;
  /** `true`: tell as well how many fit. */
  readonly count?: boolean;
}

/** A line of the list, with the cause of what failed in words. */
export interface MessageLine extends ListedMessage {
  readonly cause?: Cause;
}

/** `GET /api/messages`: newest first. */
export interface MessageList extends Named {
  readonly messages: readonly MessageLine[];
  /** Where there are older, and newer ones. */
  readonly next?: string;
  readonly previous?: string;
  readonly count?: BoundedCount;
  /** The page is short because looking further would have taken too long: accepted after this was looked at. */
  readonly searchedBackTo?: string;
}

/** `GET /api/refusals?peer=&code=&messageId=&since=&until=&after=&before=&limit=`: what was not accepted; a case worker sees its own authority's. */
export interface RefusalList extends Named {
  readonly refusals: readonly (RefusedSubmission & { readonly cause: Cause })[];
  readonly next?: string;
  readonly previous?: string;
}

/** An event with its cause in words; `by`, `reason` and `to` where somebody acted. */
export interface EventShown extends TracedEvent {
  readonly cause?: Cause;
}

/** A delivery with what can be done about it. */
export interface DeliveryShown extends TracedDelivery {
  readonly cause?: Cause;
  /** How often it was begun anew: what was seen, to be sent back with an action. */
  readonly round: number;
  /** Allowed now, by state and by the session's roles. */
  readonly actions: readonly ('replay' | 'assign' | 'return')[];
}

/**
 * `GET /api/messages/{messageId}?author=`: what the history says. Two authors with the same id: 409
 * `message-id-ambiguous`, its `violations` name the authors in `expected`. Events are the oldest first.
 */
export interface MessageShown extends Omit<MessageTrace, 'events' | 'deliveries'>, Named {
  readonly deliveries: readonly DeliveryShown[];
  readonly events: readonly EventShown[];
  /** What operators did about it beyond its events, e.g. had content shown. */
  readonly actions: readonly ActionTaken[];
  /** Of a refused message: places and codes without texts, as they were recorded. */
  readonly refusals: RefusalList['refusals'];
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

/** `GET /api/messages/{messageId}/related?author=`: with names; absent where it stands alone. */
export interface RelatedMessages extends Named {
  readonly conversation?: ConversationTrace;
}
