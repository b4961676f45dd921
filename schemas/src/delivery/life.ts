/**
 * The life of a delivery as a pure state machine over its entry in `DELIVERIES`. Every writer of that stream (the
 * delivery service, and the gateway for a mailbox's fetch) advances entries through {@link advanceDelivery} only and
 * records the result with the expected sequence of the predecessor.
 */
import type { AcceptedRecord, RoleInClearing, RoutedReader } from '../accepted.ts';
import type { DeliveryId } from '../identifiers.ts';
import type { ProblemCode } from '../problems/codes.ts';
import { clearingReaderOf } from './delivery-id.ts';
import type { DeliveryEntry, DeliveryStanding } from './entry.ts';

/** Something that happened to a delivery. Times are RFC 3339, UTC. */
export type DeliveryStep =
  /** An attempt was made and failed; another will be made. */
  | {
      readonly step: 'attempt-failed';
      readonly at: string;
      readonly code: ProblemCode;
      readonly nextAttemptAt: string;
    }
  /** Put aside without an attempt: it does not count as one. */
  | { readonly step: 'held'; readonly nextAttemptAt: string }
  /** The recipient answered 2xx. */
  | { readonly step: 'handed-over'; readonly at: string }
  | { readonly step: 'laid-into-mailbox'; readonly at: string }
  /** Its reader was reminded of what lies in its mailbox; somebody else was told of it. */
  | { readonly step: 'reminded' | 'escalated'; readonly at: string }
  /** The reader's node took it: out of the mailbox, or while a push still had to wait. */
  | { readonly step: 'fetched'; readonly at: string }
  /** `ObsoleteAfter` passed before it was taken. */
  | { readonly step: 'expired'; readonly at: string }
  /** No further attempt. `attempted`: the failure that ended it was an attempt of its own. */
  | {
      readonly step: 'dead-lettered';
      readonly at: string;
      readonly code: ProblemCode;
      readonly detail: string;
      readonly attempted: boolean;
    }
  /** An operator starts it over: a new round, from attempt 0. */
  | { readonly step: 'replayed'; readonly at: string }
  /** Another delivery takes its place, to another reader. */
  | { readonly step: 'assigned'; readonly at: string; readonly to: DeliveryId }
  /** An operator sent the author a rejection. */
  | { readonly step: 'returned'; readonly at: string };

type StandingState = DeliveryStanding['state'];

/** The entry after a step, or why the step is impossible in the entry's standing. */
export type Advance =
  | { readonly ok: true; readonly entry: DeliveryEntry }
  | {
      readonly ok: false;
      readonly standing: StandingState;
      readonly step: DeliveryStep['step'];
    };

/** Which steps are possible in which standing; whatever is not listed is refused. */
const POSSIBLE: Readonly<Record<StandingState, readonly DeliveryStep['step'][]>> = {
  waiting: [
    'attempt-failed',
    'held',
    'handed-over',
    'laid-into-mailbox',
    'fetched',
    'expired',
    'dead-lettered',
    'assigned',
  ],
  'in-mailbox': ['reminded', 'escalated', 'fetched', 'expired', 'assigned'],
  'in-clearing': ['assigned', 'returned', 'expired'],
  'dead-letter': ['replayed', 'assigned', 'returned'],
  ended: [],
};

/** The entry of a delivery to which nothing has happened yet, due at `at`. It is recorded only after its first step. */
export const beginDelivery = (
  accepted: AcceptedRecord,
  reader: RoutedReader,
  messageSequence: number,
  at: string,
  traceparent?: string,
): DeliveryEntry => ({
  deliveryId: reader.deliveryId,
  author: accepted.author,
  messageId: accepted.messageId,
  messageSequence,
  reader: reader.authority,
  role: reader.role,
  parts: reader.parts,
  standing: { state: 'waiting', nextAttemptAt: at },
  attempts: 0,
  round: 0,
  acceptedAt: accepted.acceptedAt,
  ...(accepted.obsoleteAfter === undefined ? {} : { obsoleteAfter: accepted.obsoleteAfter }),
  ...(accepted.notBefore === undefined ? {} : { notBefore: accepted.notBefore }),
  ...(accepted.deadline === undefined ? {} : { deadlineAt: accepted.deadline.dueAt }),
  ...termsOn(accepted),
  ...(traceparent === undefined ? {} : { traceparent }),
});

/** The entry of a role nobody holds: it waits for an operator. Its reader is no authority but names the role. */
export const beginClearing = (
  accepted: AcceptedRecord,
  { deliveryId, role, parts, reason, from }: RoleInClearing,
  messageSequence: number,
  at: string,
  traceparent?: string,
): DeliveryEntry => ({
  ...beginDelivery(
    accepted,
    { deliveryId, authority: clearingReaderOf(role), role, roles: [role], parts },
    messageSequence,
    at,
    traceparent,
  ),
  standing: { state: 'in-clearing', since: at, reason, ...(from === undefined ? {} : { from }) },
});

const termsOn = ({ terms, conversationId }: AcceptedRecord): Partial<DeliveryEntry> =>
  terms === undefined
    ? {}
    : {
        retryDays: terms.retryDays,
        ...(terms.inOrder && conversationId !== undefined ? { conversation: conversationId } : {}),
        ...(terms.remindAfterDays === undefined ? {} : { remindAfterDays: terms.remindAfterDays }),
        ...(terms.escalateAfterDays === undefined ? {} : { escalateAfterDays: terms.escalateAfterDays }),
      };

/** Days after which a reader is reminded and somebody else is told, where the message type says nothing. */
const MAILBOX_DAYS = { remind: 3, escalate: 7 };
const DAY_MS = 86_400_000;

const daysAfter = (at: string, days: number): string => new Date(Date.parse(at) + days * DAY_MS).toISOString();

/** The entry after `step`; the entry itself is never changed. Impossible steps are refused, never repaired. */
export const advanceDelivery = (entry: DeliveryEntry, step: DeliveryStep): Advance => {
  const standing = entry.standing.state;
  if (!POSSIBLE[standing].includes(step.step)) return { ok: false, standing, step: step.step };
  return { ok: true, entry: after(entry, step) };
};

const after = (entry: DeliveryEntry, step: DeliveryStep): DeliveryEntry => {
  switch (step.step) {
    case 'attempt-failed':
      return {
        ...failed(entry, step.at, step.code),
        standing: { state: 'waiting', nextAttemptAt: step.nextAttemptAt },
      };
    case 'held':
      return {
        ...entry,
        standing: { state: 'waiting', nextAttemptAt: step.nextAttemptAt },
      };
    case 'handed-over':
      return {
        ...entry,
        attempts: entry.attempts + 1,
        standing: { state: 'ended', at: step.at, outcome: 'handed-over' },
      };
    case 'laid-into-mailbox':
      return {
        ...entry,
        standing: {
          state: 'in-mailbox',
          since: step.at,
          remindAt: daysAfter(step.at, entry.remindAfterDays ?? MAILBOX_DAYS.remind),
          escalateAt: daysAfter(step.at, entry.escalateAfterDays ?? MAILBOX_DAYS.escalate),
        },
      };
    case 'reminded':
    case 'escalated':
      return { ...entry, standing: toldOf(entry.standing, step.step) };
    case 'fetched':
      return {
        ...entry,
        standing: { state: 'ended', at: step.at, outcome: 'handed-over', via: 'mailbox' },
      };
    case 'expired':
      return {
        ...entry,
        standing: { state: 'ended', at: step.at, outcome: 'expired' },
      };
    case 'dead-lettered':
      return {
        ...(step.attempted ? failed(entry, step.at, step.code) : entry),
        lastCode: step.code,
        standing: {
          state: 'dead-letter',
          since: step.at,
          code: step.code,
          detail: step.detail,
        },
      };
    case 'replayed':
      return replayed(entry, step.at);
    case 'assigned':
      return { ...entry, standing: { state: 'ended', at: step.at, outcome: 'assigned', to: step.to } };
    case 'returned':
      return { ...entry, standing: { state: 'ended', at: step.at, outcome: 'returned' } };
  }
};

/** What was told is not told again; who is told after the reader should have been finds no use in reminding it. */
const toldOf = (standing: DeliveryStanding, step: 'reminded' | 'escalated'): DeliveryStanding => {
  if (standing.state !== 'in-mailbox') return standing;
  const { remindAt: _, ...reminded } = standing;
  if (step === 'reminded') return reminded;
  const { escalateAt: __, ...escalated } = reminded;
  return escalated;
};

const failed = (entry: DeliveryEntry, at: string, code: ProblemCode): DeliveryEntry => ({
  ...entry,
  attempts: entry.attempts + 1,
  firstFailureAt: entry.firstFailureAt ?? at,
  lastCode: code,
});

/** The time allowed for attempts starts anew: the first failure of the former round is forgotten. */
const replayed = (entry: DeliveryEntry, at: string): DeliveryEntry => {
  const { firstFailureAt: _, ...kept } = entry;
  return {
    ...kept,
    attempts: 0,
    round: entry.round + 1,
    roundAt: at,
    standing: { state: 'waiting', nextAttemptAt: at },
  };
};

/** Whether anything can still happen to the delivery without an operator. */
export const isOpen = (entry: DeliveryEntry): boolean =>
  entry.standing.state === 'waiting' || entry.standing.state === 'in-mailbox';
