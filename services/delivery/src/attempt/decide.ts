/**
 * What becomes of a delivery now: facts → command, and a push's verdict → step. Pure; the whole policy of delivering
 * stands here and in the schedule, and the service is only its shell.
 */
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { DeliveryStep } from '@dienstweg/schemas/delivery/life.ts';
import type { Rerouting } from '@dienstweg/schemas/directory/route/reroute.ts';
import type { HoldReason } from '@dienstweg/schemas/events.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import type { ToldEnd } from '../hold/told.ts';
import { endOfAttempts, nextAttempt, plannedAttempts, type RetryPolicy } from '../schedule/schedule.ts';
import type { PushVerdict } from './judge.ts';

/** What is known before an attempt. Times are milliseconds since 1970. */
export interface DeliveryFacts {
  readonly entry: DeliveryEntry;
  readonly now: number;
  /** Its end was told, and does not stand in the entry. */
  readonly told?: ToldEnd;
  /** The author does not want it delivered earlier. */
  readonly notBefore?: number;
  /** How the reader takes messages of this type today; absent where the registry has no endpoint of it. */
  readonly channel?: 'push' | 'mailbox';
  /** Without a channel: versions of the type it takes today, where it has an endpoint at all. */
  readonly versionsTaken?: readonly string[];
  /** Whom the registry names in its reader's place today. */
  readonly rerouting?: Rerouting;
  readonly maintenanceUntil?: number;
  /** An operator has nothing pushed to the reader until then; it is looked at again earlier. */
  readonly pausedUntil?: number;
  /** An earlier delivery of the same conversation to the same reader has not ended. */
  readonly earlierOpen: boolean;
  /** When the last pause or maintenance of the reader that is over ended. */
  readonly heldUntil?: number;
  /** The reader's node is left alone until then. */
  readonly circuitUntil?: number;
  /** One attempt at it is under way, and shows whether it is there: the others wait for that. */
  readonly probing?: boolean;
  /** As many pushes a minute as it takes were made. */
  readonly rateUntil?: number;
  /** `expected`: one will be free soon, so that waiting for it is cheaper than putting the delivery aside. */
  readonly slot: 'free' | 'expected' | 'none';
}

/** What to do. `wait.until`: when to look again, at the latest. */
export type DeliveryCommand =
  | { readonly command: 'nothing' | 'expire' | 'lay-into-mailbox' | 'attempt' | 'wait-for-slot' }
  | { readonly command: 'complete'; readonly end: ToldEnd }
  | { readonly command: 'hand-on'; readonly rerouting: Rerouting & { readonly to: 'other' } }
  | { readonly command: 'dead-letter'; readonly code: ProblemCode; readonly detail: string }
  | { readonly command: 'wait'; readonly reason: HoldReason; readonly until: number };

/** When to ask again after no slot was free, and for an earlier delivery: whoever ends one tells, this is for safety. */
const NO_SLOT_PAUSE_MS = 500;
const ORDER_PAUSE_MS = 60_000;
const DAY_MS = 86_400_000;

const wait = (reason: HoldReason, until: number): DeliveryCommand => ({ command: 'wait', reason, until });

/**
 * The order of the questions is the policy: what was told stands; what nobody wants any more is not sent to find that out; where it goes is
 * the registry's word of today; only then it matters whether the recipient can be pushed to.
 */
export const decideDelivery = (facts: DeliveryFacts, retry: RetryPolicy): DeliveryCommand => {
  const { entry, now } = facts;
  if (entry.standing.state !== 'waiting') return { command: 'nothing' };
  if (facts.told !== undefined) return { command: 'complete', end: facts.told };
  if (entry.obsoleteAfter !== undefined && now >= Date.parse(entry.obsoleteAfter)) return { command: 'expire' };
  if (facts.notBefore !== undefined && now < facts.notBefore) return wait('not-before', facts.notBefore);
  if (facts.rerouting?.to === 'other') return { command: 'hand-on', rerouting: facts.rerouting };
  if (facts.rerouting?.to === 'nobody')
    return {
      command: 'dead-letter',
      code: 'reader-unknown',
      detail: `on the day of delivery: ${facts.rerouting.reason}, by edition ${facts.rerouting.edition}`,
    };
  // a version the reader does not take any more is not tried: no attempt could change that
  if (facts.channel === undefined && facts.versionsTaken !== undefined)
    return {
      command: 'dead-letter',
      code: 'reader-version',
      detail: `on the day of delivery it takes ${facts.versionsTaken.join(', ') || 'no version'} of the message type`,
    };
  if (facts.channel === undefined)
    return {
      command: 'dead-letter',
      code: 'reader-unreachable',
      detail: 'the registry has no endpoint of it any more',
    };
  if (facts.earlierOpen) return wait('order', now + ORDER_PAUSE_MS);
  if (facts.channel === 'mailbox') return { command: 'lay-into-mailbox' };
  if (facts.pausedUntil !== undefined) return wait('paused', facts.pausedUntil);
  if (facts.maintenanceUntil !== undefined) return wait('maintenance', facts.maintenanceUntil);
  if (facts.circuitUntil !== undefined)
    return facts.probing !== true && now >= triesUntil(facts, retry)
      ? {
          command: 'dead-letter',
          code: 'attempts-exhausted',
          detail: `${entry.lastCode ?? 'recipient-unreachable'}: the time for attempts is over, and its node does not answer`,
        }
      : wait('circuit-open', facts.circuitUntil);
  if (facts.rateUntil !== undefined) return wait('rate', facts.rateUntil);
  if (facts.slot === 'expected') return { command: 'wait-for-slot' };
  if (facts.slot === 'none') return wait('no-slot', now + NO_SLOT_PAUSE_MS);
  return { command: 'attempt' };
};

/** The time for attempts counts from the first failure; without one, from when the round allowed the first attempt. */
const triesUntil = ({ entry, heldUntil }: DeliveryFacts, retry: RetryPolicy): number =>
  endOfAttempts({ firstFailureAt: firstFailureOf(entry, heldUntil), ...limitsOf(entry) }, retry);

const firstFailureOf = (
  { firstFailureAt, roundAt, acceptedAt, notBefore = acceptedAt }: DeliveryEntry,
  heldUntil = 0,
): Date =>
  firstFailureAt === undefined
    ? new Date(Math.max(Date.parse(roundAt ?? acceptedAt), Date.parse(notBefore), heldUntil))
    : new Date(firstFailureAt);

const limitsOf = ({ deadlineAt, retryDays }: DeliveryEntry) => ({
  ...(deadlineAt === undefined ? {} : { deadlineAt: new Date(deadlineAt) }),
  ...(retryDays === undefined ? {} : { retryForMs: retryDays * DAY_MS }),
});

/** The step a push led to. `cause`: the problem of the push itself, where the step bears another code. */
export interface PushStep {
  readonly step: DeliveryStep;
  readonly cause?: ProblemCode;
  /** Where it goes on: how many attempts there will be if all fail. */
  readonly plannedAttempts?: number;
}

/** What follows from a push that ended at `now`. `random`: 0 ≤ random < 1. */
export const stepAfterPush = (
  entry: DeliveryEntry,
  verdict: PushVerdict,
  { now, random }: { readonly now: Date; readonly random: number },
  retry: RetryPolicy,
): PushStep => {
  const at = now.toISOString();
  if (verdict.verdict === 'handed-over') return { step: { step: 'handed-over', at } };
  const { code, detail } = verdict;
  const deadLettered = (as: ProblemCode, why: string): PushStep => ({
    step: { step: 'dead-lettered', at, code: as, detail: why, attempted: true },
    cause: code,
  });
  if (verdict.verdict === 'final') return deadLettered(code, detail);
  const facts = {
    now,
    attempts: entry.attempts + 1,
    firstFailureAt: new Date(entry.firstFailureAt ?? at),
    ...(entry.obsoleteAfter === undefined ? {} : { obsoleteAfter: new Date(entry.obsoleteAfter) }),
    ...limitsOf(entry),
  };
  const next = nextAttempt(
    {
      ...facts,
      random,
      ...(verdict.notBefore === undefined ? {} : { retryAfter: verdict.notBefore }),
    },
    retry,
  );
  switch (next.next) {
    case 'expired':
      return { step: { step: 'expired', at } };
    case 'exhausted':
      return deadLettered('attempts-exhausted', `${code}: ${detail}`);
    case 'at':
      return {
        step: { step: 'attempt-failed', at, code, nextAttemptAt: next.at.toISOString() },
        plannedAttempts: plannedAttempts(facts, retry),
      };
    default:
      return next satisfies never;
  }
};
