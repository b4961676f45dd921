/** What clients, recipients and streams say after a run: all the checker ever sees. */
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';

/**
 * How one try of a submission ended. `unknown`: sent, and no answer; `unsent`: nobody took the connection; `later`: the
 * broker asked to come again, nothing was accepted.
 */
export type Try =
  | { readonly end: 'accepted'; readonly receiptDigest: string; readonly repeated: boolean }
  | { readonly end: 'refused'; readonly code: string }
  | { readonly end: 'later'; readonly code: string }
  | { readonly end: 'unsent' }
  /** `why`: for people. */
  | { readonly end: 'unknown'; readonly why?: string };

/** One message as its author handed it in, with every try in order. */
export interface Submission {
  readonly author: string;
  readonly messageId: string;
  readonly reader: string;
  /** Hexadecimal SHA-256 of the octets handed in. */
  readonly octetsDigest: string;
  readonly conversationId?: string;
  readonly tries: readonly Try[];
  /** Monotonic clock, milliseconds. */
  readonly beganMs: number;
  readonly endedMs: number;
  /** Other octets under an id that was used before: it must not be accepted. */
  readonly isReuse?: true;
  /** A message that nothing survives which reads it: it need not come to an outcome. */
  readonly isPoison?: true;
}

/** Something a reader took; `effect` says whether it acted on it or knew it already. */
export interface Arrival {
  readonly reader: string;
  readonly deliveryId: string;
  readonly octetsDigest: string;
  readonly atMs: number;
  readonly effect: boolean;
  readonly by: 'push' | 'fetch';
}

/** A message as it stands in `MESSAGES`. */
export interface StoredAcceptance {
  readonly sequence: number;
  readonly author: string;
  readonly messageId: string;
  readonly octetsDigest: string;
  readonly readers: readonly { readonly authority: string; readonly deliveryId: string }[];
  readonly receiptDigest: string;
  readonly conversationId?: string;
}

/** A receipt that was checked offline, and what it should attest. */
export interface CheckedReceipt {
  /** Of which message, delivery or step, for people. */
  readonly of: string;
  readonly ok: boolean;
  readonly why?: string;
}

/** A message of a stream as it was seen in the middle of the run and as it was at the end. */
export interface Witness {
  readonly stream: string;
  readonly sequence: number;
  readonly before: string;
  readonly after: string | undefined;
}

/** Everything. */
export interface History {
  readonly submissions: readonly Submission[];
  readonly arrivals: readonly Arrival[];
  readonly messages: readonly StoredAcceptance[];
  readonly events: readonly DienstwegEvent[];
  /** The current entry of every delivery that has one. */
  readonly entries: readonly DeliveryEntry[];
  readonly receipts: readonly CheckedReceipt[];
  readonly witnesses: readonly Witness[];
  /** Ids of registry changes that were acknowledged, and how often each stands in the stream. */
  readonly changes: readonly { readonly id: string; readonly recorded: number }[];
  /** Whether deliveries of one conversation to one reader have to arrive in order of acceptance. */
  readonly ordered: boolean;
}
