/** One attempt at one delivery: gather (is it due, where to, is there a slot) → push → judge → record. */
import type { EventWriter } from '@dienstweg/infra/bus/events.ts';
import type { Log } from '@dienstweg/infra/log.ts';
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import { advanceDelivery, type DeliveryStep } from '@dienstweg/schemas/delivery/life.ts';
import type { EndpointEntry } from '@dienstweg/schemas/directory/changes.ts';
import { cutForReader } from '@dienstweg/schemas/envelope/cut.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { AttestedDelivery, Evidence } from './evidence.ts';
import { judgePush, type PushVerdict } from './judge.ts';
import { pushOnce } from './push.ts';
import type { PushTarget, Recipients } from './recipients.ts';
import { nextAttempt, type RetryPolicy } from './schedule.ts';

/** A delivery to be attempted, with the message it belongs to. */
export interface DueDelivery extends AttestedDelivery {
  readonly octets: Uint8Array;
  /** Sequence of its entry in `DELIVERIES`; 0 where it has none yet. */
  readonly sequence: number;
}

/** `waits`: to be attempted again at that time; `overtaken`: another worker advanced it. */
export type Progress =
  | { readonly progress: 'settled' | 'overtaken' }
  | { readonly progress: 'waits'; readonly at: Date };

/** What an attempt needs. */
export interface AttemptNeeds {
  readonly endpointFor: (reader: AuthorityId, accepted: AcceptedRecord, at: Date) => EndpointEntry | undefined;
  readonly recipients: Recipients;
  readonly events: EventWriter;
  readonly evidence: Evidence;
  /** Writes the entry in place of its predecessor; `false`: somebody else was faster. */
  readonly hold: (entry: DeliveryEntry, predecessor: number) => Promise<boolean>;
  readonly retry: RetryPolicy;
  readonly now: () => Date;
  readonly random: () => number;
  readonly log: Log;
}

/** How long this attempt may take. */
export interface AttemptLimits {
  readonly slotWaitMs: number;
  /** For waiting and pushing together. */
  readonly attemptMs: number;
}

const SETTLED: Progress = { progress: 'settled' };

/** One attempt. Resolves when what came of it is durable; throws only where that cannot be achieved. */
export const attemptDelivery = async (
  needs: AttemptNeeds,
  due: DueDelivery,
  limits: AttemptLimits,
): Promise<Progress> => {
  const { accepted, entry } = due;
  const now = needs.now();
  if (entry.obsoleteAfter !== undefined && now >= new Date(entry.obsoleteAfter)) return expire(needs, due);
  if (accepted.notBefore !== undefined && now < new Date(accepted.notBefore))
    return putAside(needs, due, 'not-before', new Date(accepted.notBefore));
  const endpoint = needs.endpointFor(entry.reader, accepted, now);
  if (endpoint === undefined)
    return deadLetter(needs, due, 'reader-unreachable', 'the registry has no endpoint of it any more', false);
  if (endpoint.channel.type === 'mailbox') return layIntoMailbox(needs, due);

  const entrance = await needs.recipients.enter(entry.reader, limits.slotWaitMs);
  if (!entrance.entered) return putAside(needs, due, entrance.reason, new Date(entrance.until));
  let verdict: PushVerdict | undefined;
  try {
    const waitedMs = needs.now().getTime() - now.getTime();
    verdict = await push(needs, due, endpoint.channel, Math.max(limits.attemptMs - waitedMs, limits.attemptMs / 2));
  } finally {
    entrance.leave(verdict);
  }
  return record(needs, due, verdict);
};

const push = async (
  needs: AttemptNeeds,
  { accepted, entry, octets }: DueDelivery,
  target: PushTarget,
  limitMs: number,
): Promise<PushVerdict> => {
  const everything = accepted.parts.every(({ id }) => entry.parts.includes(id));
  const facts = await pushOnce(needs.recipients.poolOf(entry.reader, target), {
    url: target.url,
    deliveryId: entry.deliveryId,
    attempt: entry.attempts + 1,
    octets: everything ? octets : cutForReader(octets, entry.parts),
    ...(entry.traceparent === undefined ? {} : { traceparent: entry.traceparent }),
    limitMs,
  });
  return judgePush(facts, needs.now());
};

const record = async (needs: AttemptNeeds, due: DueDelivery, verdict: PushVerdict): Promise<Progress> => {
  const { entry } = due;
  const attempt = entry.attempts + 1;
  const now = needs.now();
  const at = now.toISOString();
  if (verdict.verdict === 'handed-over') {
    const events = [needs.evidence.handedOver(due, attempt)];
    // What ends at its first attempt never has an entry: its event alone says so.
    return due.sequence === 0 ? onlyTell(needs, events) : settle(needs, due, { step: 'handed-over', at }, events);
  }
  const { code, detail } = verdict;
  if (verdict.verdict === 'final') return deadLetter(needs, due, code, detail, true);
  const next = nextAttempt(
    {
      now,
      attempts: attempt,
      firstFailureAt: new Date(entry.firstFailureAt ?? at),
      random: needs.random(),
      ...(entry.obsoleteAfter === undefined ? {} : { obsoleteAfter: new Date(entry.obsoleteAfter) }),
      ...(verdict.notBefore === undefined ? {} : { retryAfter: verdict.notBefore }),
    },
    needs.retry,
  );
  if (next.next === 'expired') return expire(needs, due);
  if (next.next === 'exhausted') return deadLetter(needs, due, 'attempts-exhausted', `${code}: ${detail}`, true, code);
  const nextAttemptAt = next.at.toISOString();
  return settle(needs, due, { step: 'attempt-failed', at, code, nextAttemptAt }, [
    needs.evidence.attemptFailed(due, attempt, code, nextAttemptAt),
  ]);
};

const layIntoMailbox = (needs: AttemptNeeds, due: DueDelivery): Promise<Progress> =>
  settle(needs, due, { step: 'laid-into-mailbox', at: needs.now().toISOString() }, [
    needs.evidence.laidIntoMailbox(due),
  ]);

/** Ends a delivery at which this process fails each time: an operator sees it and can start it over. */
export const giveUp = (needs: AttemptNeeds, due: DueDelivery, failures: number): Promise<Progress> =>
  deadLetter(needs, due, 'examination-failed', `this node failed at it ${failures} times; its log says why`, false);

const deadLetter = (
  needs: AttemptNeeds,
  due: DueDelivery,
  code: Extract<PushVerdict, { code: unknown }>['code'],
  detail: string,
  attempted: boolean,
  causedBy = code,
): Promise<Progress> => {
  const attempt = due.entry.attempts + (attempted ? 1 : 0);
  return settle(needs, due, { step: 'dead-lettered', at: needs.now().toISOString(), code, detail, attempted }, [
    ...(attempted ? [needs.evidence.attemptFailed(due, attempt, causedBy)] : []),
    needs.evidence.deadLettered(due, attempt, code),
  ]);
};

const expire = (needs: AttemptNeeds, due: DueDelivery): Promise<Progress> => {
  const events = [needs.evidence.expired(due)];
  return due.sequence === 0
    ? onlyTell(needs, events)
    : settle(needs, due, { step: 'expired', at: needs.now().toISOString() }, events);
};

/** By how much deliveries put aside are spread at most. */
const LONGEST_SPREAD_MS = 10_000;

/** Without an attempt. The first time it is recorded; an entry that waits already only waits longer. */
const putAside = async (
  needs: AttemptNeeds,
  due: DueDelivery,
  reason: 'circuit-open' | 'no-slot' | 'not-before',
  until: Date,
): Promise<Progress> => {
  const waitMs = Math.max(until.getTime() - needs.now().getTime(), 0);
  // Spread, so that a backlog does not come back in one moment; but never after the reader has no use for it, and by
  // seconds only: that the author asked for a day is no reason to come hours after it.
  const spreadMs = Math.min(0.3 * waitMs, LONGEST_SPREAD_MS) + 200;
  const spread = needs.now().getTime() + waitMs + spreadMs * needs.random();
  const obsolete = due.entry.obsoleteAfter === undefined ? undefined : Date.parse(due.entry.obsoleteAfter);
  const at = new Date(Math.min(spread, obsolete ?? spread));
  if (due.sequence !== 0) return { progress: 'waits', at };
  return settle(needs, due, { step: 'held', nextAttemptAt: at.toISOString() }, [
    needs.evidence.held(due, reason, at.toISOString()),
  ]);
};

const onlyTell = async (needs: AttemptNeeds, events: readonly DienstwegEvent[]): Promise<Progress> => {
  await needs.events.record(events);
  return SETTLED;
};

/**
 * Events first, then the entry: after a crash between the two the step is made and told once more, which readers of
 * events take as one; the other way round it would never be told.
 */
const settle = async (
  needs: AttemptNeeds,
  due: DueDelivery,
  step: DeliveryStep,
  events: readonly DienstwegEvent[],
): Promise<Progress> => {
  const advance = advanceDelivery(due.entry, step);
  if (!advance.ok) throw new Error(`a delivery that stands at ${advance.standing} cannot be ${advance.step}`);
  const { entry } = advance;
  await needs.events.record(events);
  const { deliveryId, messageId, standing } = entry;
  if (!(await needs.hold(entry, due.sequence))) {
    needs.log.warn({ deliveryId, messageId, step: step.step }, 'another worker advanced the delivery');
    return { progress: 'overtaken' };
  }
  needs.log.info(
    { deliveryId, messageId, step: step.step, attempts: entry.attempts, code: entry.lastCode },
    'delivery advanced',
  );
  return standing.state === 'waiting' ? { progress: 'waits', at: new Date(standing.nextAttemptAt) } : SETTLED;
};
