/** What a sample flow is: steps with a stated outcome each, as data. Who runs it stands elsewhere. */
import type { MessageState } from '../delivery/state.ts';
import type { Names } from '../directory/change/changes.ts';
import type { AuthorityId } from '../identifiers.ts';
import type { Addressee, DistributionLine, MessageHeader, MessageTypeRef } from '../message.ts';
import type { ProblemCode } from '../problems/codes.ts';

/** One part of a sample message. `file`: path below the folder of message types. */
export interface SamplePart {
  readonly id: string;
  readonly role: 'payload' | 'attachment';
  readonly mediaType: string;
  readonly file: string;
  readonly fileName?: string;
}

/** A step that somebody outside the broker takes: a message is built, signed and handed in. */
export interface SendStep {
  readonly does: 'send';
  /** Unique in the flow; later steps refer to it. */
  readonly step: string;
  readonly as: AuthorityId;
  /** Whose key signs; absent: the author's own. */
  readonly signedBy?: AuthorityId;
  readonly messageType: MessageTypeRef;
  readonly addressee: Addressee;
  readonly distribution: readonly DistributionLine[];
  readonly processReference: { readonly requester?: string; readonly responder?: string };
  readonly legalBasis?: { readonly purpose?: string; readonly text: string };
  /** How surely the applicant was identified, where there is one. */
  readonly applicantAssurance?: MessageHeader['applicantAssurance'];
  /** Earlier step whose message this one answers; it then belongs to the conversation of the flow's first message. */
  readonly inReplyTo?: string;
  /** It answers nothing, but belongs to the conversation of the flow's first message. */
  readonly inConversation?: true;
  /** So many messages at once instead of one, with these parts in turn; all must come to the state expected. */
  readonly burst?: { readonly times: number; readonly parts: readonly (readonly SamplePart[])[] };
  readonly testMessage: boolean;
  readonly parts: readonly SamplePart[];
  readonly expected: { readonly refused: ProblemCode } | { readonly state: MessageState };
}

/**
 * A message that a recipient of the sandbox sends by itself, in reply to an earlier step's: to be waited for. Of a burst
 * every message is answered.
 */
export interface AnswerStep {
  readonly does: 'answer';
  readonly step: string;
  readonly inReplyTo: string;
  readonly as: AuthorityId;
  readonly reader: AuthorityId;
  readonly messageType: MessageTypeRef;
  /** True: it lies in the reader's mailbox, and whoever runs the flow fetches and accepts it with the reader's key. */
  readonly fetched: boolean;
  readonly expected: { readonly state: MessageState };
}

/** The dead letter of an earlier step is replayed. */
export interface ReplayStep {
  readonly does: 'replay';
  readonly step: string;
  readonly of: string;
  readonly reason: string;
  readonly expected: { readonly state: MessageState };
}

/** What a reader of an earlier step's message got is looked at: the author's signature holds, and there are these parts only. */
export interface InspectStep {
  readonly does: 'inspect';
  readonly step: string;
  readonly of: string;
  readonly reader: AuthorityId;
  readonly parts: readonly string[];
  readonly expected: { readonly state: MessageState };
}

/** The joint status of the conversation that an earlier step's message began, with so many messages. */
export interface JoinStep {
  readonly does: 'join';
  readonly step: string;
  readonly of: string;
  readonly messages: number;
  readonly expected: { readonly state: MessageState };
}

export type FlowStep = SendStep | AnswerStep | ReplayStep | InspectStep | JoinStep;

/** A sample flow. It ends as stated if every step does. */
export interface SampleFlow {
  readonly name: string;
  readonly title: Required<Names>;
  readonly steps: readonly FlowStep[];
}
