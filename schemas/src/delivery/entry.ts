/**
 * A delivery that did not end at its first attempt: one subject and one current entry in `DELIVERIES` (JSON).
 * Every advance is written with the expected sequence of its predecessor, so two workers cannot both make it.
 */
import type { RoleInClearing } from '../accepted.ts';
import type { AuthorityId, DeliveryId, MessageId } from '../identifiers.ts';
import type { ProblemCode } from '../problems/codes.ts';

/** How a delivery came to its end. */
export type DeliveryOutcome = 'handed-over' | 'expired' | 'assigned' | 'returned';

/** What an entry waits for. */
export type DeliveryStanding =
  | { readonly state: 'waiting'; readonly nextAttemptAt: string }
  | {
      readonly state: 'in-mailbox';
      readonly since: string;
      /** When its reader is reminded, and when somebody else is told; absent once that is done. */
      readonly remindAt?: string;
      readonly escalateAt?: string;
    }
  /** Nobody holds the role: an operator is to say who gets it. */
  | {
      readonly state: 'in-clearing';
      readonly since: string;
      readonly reason: RoleInClearing['reason'];
      /** With `later`: the first day on which somebody does. */
      readonly from?: string;
    }
  | {
      readonly state: 'dead-letter';
      readonly since: string;
      readonly code: ProblemCode;
      readonly detail: string;
    }
  | {
      readonly state: 'ended';
      readonly at: string;
      readonly outcome: DeliveryOutcome;
      /** Its reader took it itself; absent where it was pushed, or expired. */
      readonly via?: 'mailbox';
      /** With `assigned`: the delivery that takes its place. */
      readonly to?: DeliveryId;
    };

/** Where a delivery stands, as a sentence for who orders something that it does not allow. */
export const standingText = (standing: DeliveryStanding): string =>
  standing.state === 'ended'
    ? `The delivery has ended (${standing.outcome}).`
    : `The delivery stands at ${standing.state}.`;

/** The current entry of a delivery. `attempts` counts those made; a replay starts a new `round` at attempt 0. */
export interface DeliveryEntry {
  readonly deliveryId: DeliveryId;
  readonly author: AuthorityId;
  readonly messageId: MessageId;
  /** Where the octets stand in `MESSAGES`. */
  readonly messageSequence: number;
  readonly reader: AuthorityId;
  readonly role: string;
  readonly parts: readonly string[];
  /** The delivery whose place this one takes, and by whose word. */
  readonly insteadOf?: { readonly deliveryId: DeliveryId; readonly by: string; readonly reason: string };
  readonly standing: DeliveryStanding;
  readonly attempts: number;
  readonly round: number;
  readonly acceptedAt: string;
  /** When the present round began, where it is not the first. */
  readonly roundAt?: string;
  readonly firstFailureAt?: string;
  readonly lastCode?: ProblemCode;
  readonly obsoleteAfter?: string;
  /** Its author does not want it delivered earlier. */
  readonly notBefore?: string;
  /** When the message's deadline is over. */
  readonly deadlineAt?: string;
  /** The conversation within which deliveries to this reader keep their order; absent where none is asked for. */
  readonly conversation?: string;
  /** What the message type said when the message was accepted: absent, the broker's own. In days. */
  readonly retryDays?: number;
  readonly remindAfterDays?: number;
  readonly escalateAfterDays?: number;
  readonly traceparent?: string;
}
