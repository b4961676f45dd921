/** What the examination of a message needs from outside, as plain functions: trust comes from `certs`, types from the catalog. */
import type { XmlDocument, XmlElement } from 'libxml2-wasm';
import type { AuthorityId, CertificateFingerprint } from '../identifiers.ts';
import type { MessageHeader, MessageTypeRef, PartInfo, VerifiedMessage } from '../message.ts';
import type { ProblemCode } from '../problems/codes.ts';
import type { Violation } from '../problems/problem.ts';
import type { Language } from '../problems/texts.ts';
import type { XmlLimits } from '../xml/limits.ts';
import type { TreeElement } from '../xml/tree.ts';

/** A well-formed document without DOCTYPE that satisfies the envelope's schema. Nothing in it is verified yet. */
export interface ParsedEnvelope {
  readonly document: XmlDocument;
  readonly header: XmlElement;
  /** The one `ds:Signature` between header and parts; `undefined` where it is missing. */
  readonly signature: XmlElement | undefined;
  /** The whole document as plain data, where it was taken over already; else the verifier does so itself. */
  readonly tree?: TreeElement;
}

/** A signing certificate as the registry (or a trust folder) knows it. */
export interface RegisteredSigner {
  readonly authority: AuthorityId;
  readonly fingerprint: CertificateFingerprint;
  readonly der: Uint8Array;
  /** Days, as in the registry; `validUntil` is the first day it no longer counts. */
  readonly validFrom: string;
  readonly validUntil?: string;
}

/** Who signed, proved over the header node that was canonicalised. */
export type SignatureVerdict =
  | {
      readonly ok: true;
      /** Base64 SHA-256 of the header's exclusive canonical form. */
      readonly headerDigest: string;
      readonly signer: VerifiedMessage['signer'];
    }
  | {
      readonly ok: false;
      readonly code: ProblemCode;
      readonly violations: readonly Violation[];
    };

/**
 * Checks the signature against the profile, then its value, then the signer's certificate (chain, validity,
 * revocation, at signing time and at `at`). May move nodes into documents of its own: read what you need before.
 */
export type VerifySignature = (
  envelope: ParsedEnvelope,
  when: { readonly at: Date; readonly language: Language },
) => SignatureVerdict;

/** Whether a provider may sign messages of a type for an author. */
export type MaySign = (provider: AuthorityId, author: AuthorityId, messageTypeCode: string) => boolean;

/** What a message type checks of a message; see `message-types/catalog.ts`. */
export interface MessageTypeChecks {
  /**
   * Every violation of the part's schema (`schema-violation`; `rule-not-evaluable` where the validator could not
   * decide), with the part's id and places in the part. Parts the type has no schema for give none; a part id the
   * type does not know is a violation.
   */
  checkPart(part: PartInfo, octets: Uint8Array, language: Language): readonly Violation[];
  /** Every contradiction between header and payload (`header-payload-mismatch`). `payloads`: part id → octets, schema-valid. */
  checkHeader(
    header: MessageHeader,
    payloads: ReadonlyMap<string, Uint8Array>,
    language: Language,
  ): readonly Violation[];
  /**
   * Every violation of the type's rules (`rule-violation`, `rule-not-evaluable`), and where they hold of its code lists
   * (`code-list-violation`). `payloads` as for the header; asked after it.
   */
  readonly checkContents?: (
    header: Pick<MessageHeader, 'createdAt'>,
    payloads: ReadonlyMap<string, Uint8Array>,
    how: { readonly at: Date; readonly language: Language },
  ) => readonly Violation[];
  /** Authorities that payloads name as those no reader may be; absent where the type knows none. */
  readonly neverTo?: (payloads: ReadonlyMap<string, Uint8Array>) => readonly string[];
  /** Values of the keys that the type declares, bounded; asked after the schemas; absent where it declares none. */
  readonly businessKeys?: (payloads: ReadonlyMap<string, Uint8Array>) => NonNullable<VerifiedMessage['businessKeys']>;
}

/** Whether a message type is there and counts on a day. Days are `YYYY-MM-DD`; `validUntil` is the first day it no longer counts. */
export type MessageTypeFinding =
  | {
      readonly state: 'in-force';
      readonly type: MessageTypeChecks;
      /** Only test messages are taken. */
      readonly isDraft?: boolean;
      /** Taken with a warning: since when, and the first day on which it will not be. */
      readonly deprecated?: { readonly from: string; readonly until?: string };
    }
  | { readonly state: 'unknown' }
  | {
      readonly state: 'not-in-force';
      readonly validFrom?: string;
      readonly validUntil?: string;
    };

/** The message types this node knows. */
export interface MessageTypes {
  find(ref: MessageTypeRef, atDay: string): MessageTypeFinding;
}

/** Parts of the examination whose time is of interest, in their order. */
export const EXAMINE_STEPS = ['parse', 'envelope', 'signature', 'content'] as const;
export type ExamineStep = (typeof EXAMINE_STEPS)[number];

/** Everything the examination needs from outside. */
export interface ExamineNeeds {
  readonly verifySignature: VerifySignature;
  readonly maySign: MaySign;
  readonly messageTypes: MessageTypes;
  readonly limits?: Partial<XmlLimits>;
  /** Told of each step that a message has passed. */
  readonly passed?: (step: ExamineStep) => void;
}

/** How to examine. */
export interface ExamineHow {
  readonly at: Date;
  readonly language: Language;
  /** True at submission: every announced part must be in the document. False for a message as a reader gets it. */
  readonly partsRequired: boolean;
}

/** The outcome of all checks that need no registry of routes. */
export type Examination =
  | {
      readonly ok: true;
      readonly message: VerifiedMessage;
      /** What does not refuse the message: rules of that severity, a version that is about to go. */
      readonly warnings?: readonly Violation[];
    }
  | {
      readonly ok: false;
      /** The code of the step that failed. */
      readonly code: ProblemCode;
      /** Every violation of that step. */
      readonly violations: readonly Violation[];
      /** What the octets claim, as far as they could be read. */
      readonly claimed: Partial<Pick<MessageHeader, 'author' | 'messageId' | 'testMessage'>> & {
        readonly messageType?: MessageTypeRef;
      };
      readonly octetsDigest: string;
      /** With `examination-failed`: what was thrown. For the log of the node, never for users. */
      readonly cause?: unknown;
    };
