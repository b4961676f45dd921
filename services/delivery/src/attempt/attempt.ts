/** One attempt at one delivery: gather → decide → push → judge → record. The decisions stand in `decide.ts`. */
import type { EventWriter } from '@dienstweg/infra/bus/events.ts';
import type { Log } from '@dienstweg/infra/log.ts';
import { traceOf } from '@dienstweg/infra/trace.ts';
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import { advanceDelivery, type DeliveryStep } from '@dienstweg/schemas/delivery/life.ts';
import type { Channel, EndpointEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { Rerouting } from '@dienstweg/schemas/directory/route/reroute.ts';
import { cutForReader } from '@dienstweg/schemas/envelope/cut.ts';
import type { DienstwegEvent, HoldReason } from '@dienstweg/schemas/events.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import { type Aside, progressWhile, spreadOver } from '../hold/put-aside.ts';
import { stepTold, type ToldEnd } from '../hold/told.ts';
import type { Leave, Slot } from '../recipients/recipients.ts';
import type { RetryPolicy } from '../schedule/schedule.ts';
import type { AttestedDelivery, Evidence } from '../tell/evidence.ts';
import type { OpenAttemptSpan } from './attempt-span.ts';
import { decideDelivery, type PushStep, stepAfterPush } from './decide.ts';
import { factsOf, type GatherNeeds, standsOf } from './gather.ts';
import { judgePush, type PushVerdict } from './judge.ts';
import { pushOnce } from './push.ts';

/** A delivery to be attempted, with the message it belongs to. */
export interface DueDelivery extends AttestedDelivery {
  readonly octets: Uint8Array;
  /** Sequence of its entry in `DELIVERIES`; 0 where it has none yet. */
  readonly sequence: number;
}

/** `overtaken`: another worker advanced it. */
export type Progress = { readonly progress: 'settled' | 'overtaken' } | Aside;

/** What an attempt needs. */
export interface AttemptNeeds extends GatherNeeds {
  readonly endpointFor: (reader: AuthorityId, accepted: AcceptedRecord, at: Date) => EndpointEntry | undefined;
  /** Another reader takes the place of this one; resolves when its own delivery is recorded. */
  readonly handOn: (due: DueDelivery, rerouting: Rerouting & { readonly to: 'other' }) => Promise<void>;
  readonly events: EventWriter;
  readonly evidence: Evidence;
  /** Writes the entry in place of its predecessor; `false`: somebody else was faster. */
  readonly hold: (entry: DeliveryEntry, predecessor: number) => Promise<boolean>;
  readonly retry: RetryPolicy;
  /** Absent while no traces are made. */
  readonly openSpan?: OpenAttemptSpan | undefined;
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

type PushChannel = Extract<Channel, { type: 'push' }>;

/** One attempt. Resolves when what came of it is durable; throws only where that cannot be achieved. */
export const attemptDelivery = async (
  needs: AttemptNeeds,
  due: DueDelivery,
  limits: AttemptLimits,
): Promise<Progress> => {
  const { accepted, entry } = due;
  const begun = needs.now().getTime();
  let slot: Slot | undefined;
  let waitMs = limits.slotWaitMs;
  try {
    for (;;) {
      const now = needs.now();
      const endpoint = needs.endpointFor(entry.reader, accepted, now);
      const stands = standsOf(endpoint);
      const command = decideDelivery(factsOf(needs, due, endpoint, now, waitMs, slot), needs.retry);
      switch (command.command) {
        case 'nothing':
          return SETTLED;
        case 'complete':
          return await complete(needs, due, command.end);
        case 'expire':
          return await expire(needs, due);
        case 'hand-on':
          return await handOn(needs, due, command.rerouting);
        case 'lay-into-mailbox':
          return await layIntoMailbox(needs, due);
        case 'dead-letter':
          return await deadLetter(needs, due, command.code, command.detail);
        case 'wait':
          return await putAside(needs, due, command.reason, command.until);
        case 'wait-for-slot':
          slot = await needs.recipients.slot(entry.reader, waitMs);
          waitMs = 0;
          break;
        case 'attempt': {
          if (endpoint?.channel.type !== 'push') throw new Error('there is nowhere to push to');
          const leave = needs.recipients.enter(entry.reader, stands, slot);
          slot = undefined;
          const leftMs = Math.max(limits.attemptMs - (now.getTime() - begun), limits.attemptMs / 2);
          return await record(needs, due, await push(needs, due, endpoint.channel, leftMs, leave));
        }
        default:
          return command satisfies never;
      }
    }
  } finally {
    slot?.[Symbol.dispose]();
  }
};

const push = async (
  needs: AttemptNeeds,
  { accepted, entry, octets }: DueDelivery,
  target: PushChannel,
  limitMs: number,
  leave: Leave,
): Promise<PushVerdict> => {
  let verdict: PushVerdict | undefined;
  const span = needs.openSpan?.(entry);
  const traceparent = span?.traceparent ?? entry.traceparent;
  try {
    const everything = accepted.parts.every(({ id }) => entry.parts.includes(id));
    const facts = await pushOnce(needs.recipients.poolOf(entry.reader, target), {
      url: target.url,
      deliveryId: entry.deliveryId,
      attempt: entry.attempts + 1,
      octets: everything ? octets : cutForReader(octets, entry.parts),
      ...(traceparent === undefined ? {} : { traceparent }),
      limitMs,
    });
    verdict = judgePush(facts, needs.now());
    return verdict;
  } finally {
    leave(verdict);
    span?.end(failureOf(verdict));
  }
};

const failureOf = (verdict: PushVerdict | undefined): string | undefined => {
  if (verdict === undefined) return 'given-up';
  return verdict.verdict === 'handed-over' ? undefined : verdict.code;
};

const record = (needs: AttemptNeeds, due: DueDelivery, verdict: PushVerdict): Promise<Progress> => {
  const after = stepAfterPush(due.entry, verdict, { now: needs.now(), random: needs.random() }, needs.retry);
  const events = eventsOf(needs.evidence, due, after);
  const { step } = after.step;
  // What ends at its first attempt never has an entry: its event alone says so.
  if (due.sequence === 0 && (step === 'handed-over' || step === 'expired')) return onlyTell(needs, events);
  return settle(needs, due, after.step, events);
};

const eventsOf = (
  evidence: Evidence,
  due: DueDelivery,
  { step, cause, plannedAttempts }: PushStep,
): readonly DienstwegEvent[] => {
  const attempt = due.entry.attempts + 1;
  switch (step.step) {
    case 'handed-over':
      return [evidence.handedOver(due, attempt)];
    case 'attempt-failed':
      return [evidence.attemptFailed(due, attempt, step.code, { nextAttemptAt: step.nextAttemptAt, plannedAttempts })];
    case 'dead-lettered':
      return [evidence.attemptFailed(due, attempt, cause ?? step.code), evidence.deadLettered(due, attempt, step.code)];
    case 'expired':
      return [evidence.expired(due)];
    default:
      throw new Error(`a push does not lead to ${step.step}`);
  }
};

/** Whoever cannot take its place (it has a delivery of this message already) leaves it to an operator. */
const handOn = async (
  needs: AttemptNeeds,
  due: DueDelivery,
  rerouting: Rerouting & { readonly to: 'other' },
): Promise<Progress> => {
  try {
    await needs.handOn(due, rerouting);
    return SETTLED;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return deadLetter(
      needs,
      due,
      'reader-unknown',
      `${rerouting.reader}: ${error.problem.detail ?? error.problem.code}`,
    );
  }
};

const layIntoMailbox = (needs: AttemptNeeds, due: DueDelivery): Promise<Progress> =>
  settle(needs, due, { step: 'laid-into-mailbox', at: needs.now().toISOString() }, [
    needs.evidence.laidIntoMailbox(due),
  ]);

/**
 * Ends a delivery at which this process fails each time: an operator sees it and can start it over. Where an end was
 * told, it fails at writing that down, and nothing else may be told.
 */
export const giveUp = (needs: AttemptNeeds, due: DueDelivery, failures: number): Promise<Progress> => {
  const end = needs.told.get(due.entry.deliveryId);
  return end === undefined
    ? deadLetter(needs, due, 'examination-failed', `this node failed at it ${failures} times; its log says why`)
    : complete(needs, due, end);
};

/** What was told is written down, where it has an entry at all. */
const complete = async (needs: AttemptNeeds, due: DueDelivery, end: ToldEnd): Promise<Progress> =>
  due.sequence === 0 && end.type !== 'dead-lettered' ? SETTLED : settle(needs, due, stepTold(end, due.entry), []);

const deadLetter = (needs: AttemptNeeds, due: DueDelivery, code: ProblemCode, detail: string): Promise<Progress> =>
  settle(needs, due, { step: 'dead-lettered', at: needs.now().toISOString(), code, detail, attempted: false }, [
    needs.evidence.deadLettered(due, due.entry.attempts, code),
  ]);

const expire = (needs: AttemptNeeds, due: DueDelivery): Promise<Progress> => {
  const events = [needs.evidence.expired(due)];
  return due.sequence === 0
    ? onlyTell(needs, events)
    : settle(needs, due, { step: 'expired', at: needs.now().toISOString() }, events);
};

/** Without an attempt. The first time it is recorded; an entry that waits already only waits longer. */
const putAside = async (
  needs: AttemptNeeds,
  due: DueDelivery,
  reason: HoldReason,
  until: number,
): Promise<Progress> => {
  const at = spreadOver(until, { now: needs.now(), random: needs.random(), obsoleteAfter: due.entry.obsoleteAfter });
  const progress = progressWhile(reason, at, needs.now());
  if (due.sequence !== 0) return progress;
  const held = await settle(needs, due, { step: 'held', nextAttemptAt: at.toISOString() }, [
    needs.evidence.held(due, reason, at.toISOString()),
  ]);
  return held.progress === 'waits' ? progress : held;
};

const onlyTell = async (needs: AttemptNeeds, events: readonly DienstwegEvent[]): Promise<Progress> => {
  await needs.events.record(events);
  return SETTLED;
};

/**
 * Events first, then the entry: after a crash between the two the step is made and told once more, which readers of
 * events take as one, and an end is not made again but written down (see `told.ts`); the other way round it would never
 * be told.
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
  const isOurs = await needs.hold(entry, due.sequence).catch((error: unknown) => {
    for (const event of events) needs.told.take(event);
    throw error;
  });
  needs.told.forget(deliveryId);
  if (!isOurs) {
    needs.log.warn(
      { deliveryId, messageId, step: step.step, ...traceOf(entry.traceparent) },
      'another worker advanced the delivery',
    );
    return { progress: 'overtaken' };
  }
  needs.log.info(
    {
      deliveryId,
      messageId,
      step: step.step,
      attempts: entry.attempts,
      code: entry.lastCode,
      ...traceOf(entry.traceparent),
    },
    'delivery advanced',
  );
  return standing.state === 'waiting' ? { progress: 'waits', at: new Date(standing.nextAttemptAt) } : SETTLED;
};
