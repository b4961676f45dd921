/** What the signed header of a message says, in typed form. Source: `envelope/envelope.xsd`. */
import type { AuthorityId, MessageId, RegionId, ServiceId } from './identifiers.ts';

/** XML namespace of the envelope. */
export const MESSAGE_NAMESPACE = 'urn:dienstweg:message:1';

/** Code and version of a message type, e.g. `gewerbeanzeige` `1.0`. */
export interface MessageTypeRef {
  readonly code: string;
  readonly version: string;
}

/** Whom the message is for: whoever is responsible for a service in a region, or a reader the author knows. */
export type Addressee =
  | {
      readonly by: 'responsibility';
      readonly service: ServiceId;
      readonly region: RegionId;
      readonly level?: string;
    }
  | {
      readonly by: 'reader';
      readonly reader: AuthorityId;
      readonly service?: ServiceId;
    };

/** One line of the author's distribution: a role of the service or a reader gets these parts. */
export interface DistributionLine {
  readonly to: { readonly role: string } | { readonly reader: AuthorityId };
  /** Part ids, in the order written; never empty. */
  readonly parts: readonly string[];
}

/** One part as the signed header announces it. */
export interface PartInfo {
  readonly id: string;
  readonly role: 'payload' | 'attachment';
  readonly mediaType: string;
  /** Octets of the content, without the nonce. */
  readonly sizeBytes: number;
  /** Base64 of SHA-256(nonce ‖ octets). */
  readonly digest: string;
  readonly location: 'inline' | 'reference';
  readonly fileName?: string;
}

/** A legal deadline the author states: `amount` of `unit` from `start`, on the calendar of `region`. */
export interface Deadline {
  /** `xs:date`. */
  readonly start: string;
  readonly amount: number;
  readonly unit: 'day' | 'werktag' | 'working-day' | 'month';
  readonly region?: RegionId;
  readonly onWhom: 'author' | 'reader';
  readonly basis?: string;
}

/** The header, read from the very nodes that were canonicalised and digested. Times are `xs:dateTime` with zone, as written. */
export interface MessageHeader {
  readonly messageId: MessageId;
  readonly messageType: MessageTypeRef;
  readonly author: AuthorityId;
  /** Only when a provider hands in for the author. */
  readonly sender?: AuthorityId;
  readonly addressee: Addressee;
  /** Empty where the author states none: then the responsible reader gets every part. */
  readonly distribution: readonly DistributionLine[];
  readonly replyTo?: AuthorityId;
  readonly inReplyTo?: MessageId;
  readonly conversationId?: string;
  readonly processReference: {
    readonly requester?: string;
    readonly responder?: string;
  };
  readonly createdAt: string;
  readonly notBefore?: string;
  readonly obsoleteAfter?: string;
  readonly legalBasis?: { readonly purpose?: string; readonly text: string };
  readonly deadline?: Deadline;
  readonly applicantAssurance?: 'low' | 'substantial' | 'high';
  readonly testMessage: boolean;
  readonly parts: readonly PartInfo[];
}

/** Where a part's octets stand in a parsed envelope. */
export interface PartContent {
  readonly id: string;
  /** Exactly 16 octets. */
  readonly nonce: Uint8Array;
  readonly octets: Uint8Array;
}

/**
 * A message whose signature, signer, parts and payloads have been checked. Made only by `examine/examine.ts`.
 * Every field comes from octets that the author's signature covers.
 */
export interface VerifiedMessage {
  readonly header: MessageHeader;
  /** Base64 SHA-256 over the exclusive canonical form of the header, whatever digest the signature itself uses. */
  readonly headerDigest: string;
  /** Hexadecimal SHA-256 of the whole document as received: tells an exact repeat from an id used again. */
  readonly octetsDigest: string;
  /** Octets of the whole document. */
  readonly sizeBytes: number;
  readonly signer: {
    readonly fingerprint: string;
    readonly authority: AuthorityId;
    /** `xs:dateTime` from the signed properties. */
    readonly signingTime: string;
  };
  /** Ids of parts whose content is in the document; at submission all of them. */
  readonly partsPresent: readonly string[];
  /** Authorities that no reader may be: those it came from, where it is passed on. */
  readonly neverTo?: readonly string[];
  /** Values by which people know it, of the keys its type declares; bounded. */
  readonly businessKeys?: readonly { readonly name: string; readonly value: string }[];
}
