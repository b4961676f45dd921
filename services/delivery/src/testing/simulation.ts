/**
 * Whole histories of deliveries to one reader, in a simulated world: a clock, a bus that loses acknowledgements and
 * refuses wrong sequences, timers that are lost, early, late or doubled, processes that crash, a recipient that comes
 * and goes. The decisions are the real ones; this shell does what the service's does, without waiting.
 */
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import { advanceDelivery, type DeliveryStep } from '@dienstweg/schemas/delivery/life.ts';
import type { MaintenanceWindow } from '@dienstweg/schemas/directory/change/changes.ts';
import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { decideDelivery, stepAfterPush } from '../attempt/decide.ts';
import type { PushVerdict } from '../attempt/judge.ts';
import { stepTold, type ToldEnd } from '../hold/told.ts';
import { Line } from '../in-order/line.ts';
import { ConversationOrder } from '../in-order/order.ts';
import {
  answeredCircuit,
  type Circuit,
  type CircuitPolicy,
  CLOSED,
  enterCircuit,
  failedCircuit,
} from '../recipients/circuit.ts';
import { maintenanceUntil } from '../recipients/maintenance.ts';
import { type Bucket, rateUntil, refill, takeLeave } from '../recipients/rate.ts';
import type { RetryPolicy } from '../schedule/schedule.ts';

/** What a history is like. Times are seconds from its beginning; chances are 0–1. */
export interface Scenario {
  readonly deliveries: readonly {
    readonly acceptedAt: number;
    readonly notBefore?: number;
    readonly obsoleteAfter?: number;
    readonly deadline?: number;
    readonly ordered: boolean;
    /** This one is refused for good. */
    readonly refused: boolean;
  }[];
  /** From when on the recipient does what; from {@link HEALED_AT} on it takes everything. */
  readonly recipient: readonly { readonly from: number; readonly does: 'take' | 'fail' | 'hang' | 'busy' }[];
  readonly maintenance?: { readonly from: number; readonly until: number };
  readonly perMinute?: number;
  readonly concurrent: number;
  readonly crashes: readonly number[];
  readonly wipes: readonly number[];
  readonly fetches: readonly { readonly at: number; readonly delivery: number }[];
  readonly chances: {
    readonly lostAck: number;
    readonly unavailable: number;
    readonly lostTimer: number;
    readonly doubledTimer: number;
    readonly redelivered: number;
    /** The process dies between telling an end and writing it down, or putting its message down. */
    readonly diesTold: number;
  };
  readonly seed: number;
}

/** One push as the recipient's side and the clock saw it. */
export interface SimulatedPush {
  readonly delivery: number;
  readonly begun: number;
  readonly ended: number;
  readonly verdict: PushVerdict['verdict'];
  readonly process: number;
}

/** What came of it. Times are milliseconds from the beginning. */
export interface History {
  readonly pushes: readonly SimulatedPush[];
  /** Everything written, in order. */
  readonly written: readonly { readonly delivery: number; readonly entry: DeliveryEntry; readonly at: number }[];
  /** Ends that were told, by delivery: more than one is a repetition. */
  readonly told: readonly { readonly delivery: number; readonly end: string; readonly at: number }[];
  /** Entries as they stand at the end. */
  readonly entries: readonly (DeliveryEntry | undefined)[];
  readonly putDown: readonly boolean[];
}

export const HEALED_AT = 3 * 3600;
export const SIMULATED_RETRY: RetryPolicy = {
  firstPausesMs: [1_000, 5_000, 30_000],
  factor: 3,
  longestPauseMs: 1_200_000,
  giveUpAfterMs: 2 * 3_600_000,
  mostAttempts: 40,
  jitter: 0.2,
  longestRetryAfterMs: 3_600_000,
};
export const SIMULATED_CIRCUIT: CircuitPolicy = {
  opensAfterFailures: 3,
  firstOpeningMs: 2_000,
  longestOpeningMs: 60_000,
};
/** Where the simulated clock begins. */
export const EPOCH = Date.parse('2026-11-02T08:00:00.000Z');

const RECONCILE_MS = 30_000;
const RESTART_MS = 500;
const LATE_MS = 15_000;
const PUSH_MS = 40;
const HANG_MS = 5_000;
const END_MS = 12 * 3_600_000;
const READER = 'oin:00000099000000000001' as AuthorityId;
const iso = (ms: number): string => new Date(EPOCH + ms).toISOString();

/** Mulberry32: small, quick, the same everywhere. */
const dice = (seed: number): (() => number) => {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** What a process keeps in memory, and loses in a crash. */
interface Memory {
  readonly process: number;
  /** Between a crash and the end of the start nothing works. */
  up: boolean;
  circuit: Circuit;
  pushing: number;
  bucket: Bucket | undefined;
  blockedUntil: number;
  readonly line: Line;
  readonly order: ConversationOrder;
  readonly underway: Set<number>;
  unsettled: number;
}

/** Lives through a history. Throws where a decision contradicts the state machine. */
export const simulate = (scenario: Scenario): History => {
  const random = dice(scenario.seed);
  const chance = (p: number): boolean => random() < p;
  const ids = scenario.deliveries.map((_, n) => `delivery-${n}` as DeliveryId);
  const numberOf = new Map(ids.map((id, n) => [id, n]));
  const windows: readonly MaintenanceWindow[] =
    scenario.maintenance === undefined
      ? []
      : [{ from: iso(scenario.maintenance.from * 1000), until: iso(scenario.maintenance.until * 1000) }];

  // the world outside of the process
  const stored: ({ readonly entry: DeliveryEntry; readonly sequence: number } | undefined)[] = ids.map(() => undefined);
  const putDown = ids.map(() => false);
  const arrived = ids.map(() => false);
  const timers = new Map<number, number>();
  const pushes: SimulatedPush[] = [];
  const written: { delivery: number; entry: DeliveryEntry; at: number }[] = [];
  const told: { delivery: number; end: string; at: number }[] = [];
  const toldEnds: (ToldEnd | undefined)[] = ids.map(() => undefined);
  let sequence = 0;

  // the clock
  let now = 0;
  let turns = 0;
  const agenda: { at: number; n: number; run: () => void }[] = [];
  const at = (time: number, run: () => void): void => {
    const item = { at: Math.max(Math.ceil(time), now), n: turns, run };
    turns += 1;
    let place = agenda.length;
    while (place > 0 && (agenda[place - 1]?.at ?? 0) <= item.at) place -= 1;
    agenda.splice(place, 0, item);
  };

  let memory: Memory = newMemory(0, true);
  const alive = (own: Memory): boolean => own === memory && own.up;

  const freshEntry = (n: number): DeliveryEntry => {
    const { acceptedAt, obsoleteAfter, deadline, ordered } = scenario.deliveries[n] ?? {
      acceptedAt: 0,
      ordered: false,
    };
    return {
      deliveryId: ids[n] ?? ('' as DeliveryId),
      author: 'dvdv:xga:990101000000' as AuthorityId,
      messageId: `message-${n}` as MessageId,
      messageSequence: n + 1,
      reader: READER,
      role: 'responsible',
      parts: ['core'],
      standing: { state: 'waiting', nextAttemptAt: iso(now) },
      attempts: 0,
      round: 0,
      acceptedAt: iso(acceptedAt * 1000),
      ...(obsoleteAfter === undefined ? {} : { obsoleteAfter: iso(obsoleteAfter * 1000) }),
      ...(deadline === undefined ? {} : { deadlineAt: iso(deadline * 1000) }),
      ...(ordered ? { conversation: 'one' } : {}),
    };
  };

  /** As `hold.ts`: repeated until its outcome is known. */
  const write = (entry: DeliveryEntry, predecessor: number): boolean => {
    const n = numberOf.get(entry.deliveryId) ?? 0;
    for (;;) {
      if (chance(scenario.chances.unavailable)) continue;
      const there = stored[n];
      if ((there?.sequence ?? 0) !== predecessor) return there?.entry === entry;
      sequence += 1;
      stored[n] = { entry, sequence };
      written.push({ delivery: n, entry, at: now });
      if (!chance(scenario.chances.lostAck)) return true;
    }
  };

  const ended = (entry: DeliveryEntry): void => {
    for (const behind of memory.order.leave(entry)) offer(numberOf.get(behind) ?? 0);
  };

  /** As `settle`: told, then written with the predecessor's sequence. */
  const settle = (n: number, entry: DeliveryEntry, predecessor: number, step: DeliveryStep): void => {
    const advance = advanceDelivery(entry, step);
    if (!advance.ok) throw new Error(`${advance.standing} cannot be ${advance.step}`);
    const { standing } = advance.entry;
    if (standing.state !== 'waiting' && toldEnds[n] === undefined) {
      told.push({ delivery: n, end: standing.state === 'ended' ? standing.outcome : standing.state, at: now });
      toldEnds[n] = endTold(advance.entry);
      if (chance(scenario.chances.diesTold)) {
        crash();
        return;
      }
    }
    const ours = write(advance.entry, predecessor);
    const current = stored[n]?.entry ?? advance.entry;
    if (current.standing.state !== 'waiting') ended(current);
    if (ours && standing.state === 'waiting') setTimer(n, Date.parse(standing.nextAttemptAt) - EPOCH);
  };

  const setTimer = (n: number, time: number): void => {
    if (chance(scenario.chances.lostTimer)) return;
    timers.set(n, time);
    const jitter = (random() - 0.2) * 200;
    const fire = (): void => {
      if (timers.get(n) !== time) return;
      timers.delete(n);
      due(n);
      if (chance(scenario.chances.doubledTimer)) at(now + random() * 50, () => due(n));
    };
    at(time + jitter, fire);
  };

  const due = (n: number): void => {
    const there = stored[n]?.entry;
    if (there?.standing.state !== 'waiting') return;
    const time = Date.parse(there.standing.nextAttemptAt) - EPOCH;
    if (time > now + 20) setTimer(n, time);
    else offer(n);
  };

  const offer = (n: number): void => {
    if (stored[n]?.entry.standing.state !== 'waiting' || !memory.up) return;
    memory.line.add(ids[n] ?? ('' as DeliveryId), n);
    pump(memory);
  };

  const pump = (own: Memory): void => {
    while (alive(own) && own.line.size > 0) {
      if (own.blockedUntil > now) {
        at(own.blockedUntil, () => pump(own));
        return;
      }
      const place = own.line.take();
      const n = place === undefined ? -1 : place.sequence;
      const there = stored[n];
      if (there?.entry.standing.state !== 'waiting' || own.underway.has(n)) continue;
      attempt(own, n, there.entry, there.sequence);
    }
  };

  const channelFacts = (own: Memory) => {
    const entrance = enterCircuit(own.circuit, EPOCH + now);
    const maintained = maintenanceUntil(windows, new Date(EPOCH + now));
    const until =
      scenario.perMinute === undefined
        ? undefined
        : rateUntil(refill(own.bucket, scenario.perMinute, EPOCH + now), scenario.perMinute);
    return {
      ...(entrance.open ? { circuitUntil: entrance.until, probing: entrance.probing } : {}),
      ...(maintained === undefined ? {} : { maintenanceUntil: maintained.getTime() }),
      ...(until === undefined ? {} : { rateUntil: until }),
      slot: own.pushing < scenario.concurrent ? ('free' as const) : ('none' as const),
    };
  };

  const attempt = (own: Memory, n: number, entry: DeliveryEntry, predecessor: number): void => {
    const { notBefore } = scenario.deliveries[n] ?? {};
    const end = toldEnds[n];
    const command = decideDelivery(
      {
        entry,
        ...(end === undefined ? {} : { told: end }),
        now: EPOCH + now,
        channel: 'push',
        earlierOpen: own.order.hasEarlier(entry),
        ...(notBefore === undefined ? {} : { notBefore: EPOCH + notBefore * 1000 }),
        ...channelFacts(own),
      },
      SIMULATED_RETRY,
    );
    switch (command.command) {
      case 'nothing':
      case 'wait-for-slot':
      case 'lay-into-mailbox':
      case 'hand-on':
        throw new Error(`nobody asked for ${command.command}`);
      case 'complete':
        if (predecessor === 0 && command.end.type !== 'dead-lettered') ended(entry);
        else settle(n, entry, predecessor, stepTold(command.end, entry));
        break;
      case 'expire':
        if (predecessor === 0) endWithoutEntry(n, entry, 'expired');
        else settle(n, entry, predecessor, { step: 'expired', at: iso(now) });
        break;
      case 'dead-letter':
        settle(n, entry, predecessor, { ...command, step: 'dead-lettered', at: iso(now), attempted: false });
        break;
      case 'wait': {
        const until = command.until - EPOCH;
        if (predecessor === 0) settle(n, entry, 0, { step: 'held', nextAttemptAt: iso(until) });
        else if (command.reason === 'not-before') setTimer(n, until);
        if (command.reason === 'not-before') return;
        if (command.reason !== 'order') {
          own.blockedUntil = Math.max(own.blockedUntil, until);
          offer(n);
        } else if (!own.order.hasEarlier(entry)) offer(n);
        return;
      }
      case 'attempt':
        push(own, n, entry, predecessor);
        break;
      default:
        command satisfies never;
    }
  };

  const endWithoutEntry = (n: number, entry: DeliveryEntry, end: 'handed-over' | 'expired'): void => {
    told.push({ delivery: n, end, at: now });
    toldEnds[n] = { type: end, at: iso(now) };
    if (chance(scenario.chances.diesTold)) crash();
    else ended(entry);
  };

  const push = (own: Memory, n: number, entry: DeliveryEntry, predecessor: number): void => {
    own.pushing += 1;
    own.underway.add(n);
    const entrance = enterCircuit(own.circuit, EPOCH + now);
    if (entrance.open) throw new Error('pushed through an open circuit');
    own.circuit = entrance.circuit;
    if (scenario.perMinute !== undefined) own.bucket = takeLeave(refill(own.bucket, scenario.perMinute, EPOCH + now));
    const begun = now;
    const does = scenario.recipient.findLast(({ from }) => from * 1000 <= begun)?.does ?? 'take';
    const verdict = verdictOf(begun >= HEALED_AT * 1000 ? 'take' : does, scenario.deliveries[n]?.refused === true);
    const ends =
      begun + (does === 'hang' && begun < HEALED_AT * 1000 ? HANG_MS : Math.ceil(PUSH_MS * (0.5 + random())));
    pushes.push({ delivery: n, begun, ended: ends, verdict: verdict.verdict, process: own.process });
    at(ends, () => {
      // its process is gone: what the recipient did stands, and nobody recorded it
      if (!alive(own)) return;
      own.pushing -= 1;
      own.underway.delete(n);
      const before = own.circuit;
      own.circuit =
        verdict.verdict === 'try-again'
          ? failedCircuit(before, EPOCH + now, SIMULATED_CIRCUIT, verdict.notBefore?.getTime())
          : answeredCircuit();
      const { step } = stepAfterPush(entry, verdict, { now: new Date(EPOCH + now), random: random() }, SIMULATED_RETRY);
      if (predecessor === 0 && (step.step === 'handed-over' || step.step === 'expired'))
        endWithoutEntry(n, entry, step.step);
      else settle(n, entry, predecessor, step);
      if (!alive(own)) return;
      if (predecessor === 0) messageDone(own, n);
      if (before.state !== 'closed' && own.circuit.state === 'closed') {
        own.blockedUntil = 0;
        if (before.openings >= 3)
          for (const [other, there] of stored.entries()) if (there?.entry.firstFailureAt !== undefined) offer(other);
      }
      pump(own);
    });
  };

  const verdictOf = (does: string, refused: boolean): PushVerdict => {
    const detail = 'simulated';
    if (does === 'take')
      return refused ? { verdict: 'final', code: 'recipient-refused', detail } : { verdict: 'handed-over' };
    if (does === 'hang') return { verdict: 'try-again', code: 'recipient-timeout', detail };
    if (does === 'fail') return { verdict: 'try-again', code: 'recipient-failed', detail };
    return { verdict: 'try-again', code: 'recipient-busy', detail, notBefore: new Date(EPOCH + now + 20_000) };
  };

  /** A message comes off the stream: also again, after a crash or because its acknowledgement was lost. */
  const arrive = (own: Memory, n: number): void => {
    if (!alive(own) || putDown[n]) return;
    arrived[n] = true;
    if (stored[n] !== undefined) {
      messageDone(own, n);
      return;
    }
    if (own.underway.has(n)) return;
    const entry = freshEntry(n);
    own.order.enter(entry);
    attempt(own, n, entry, 0);
    if (alive(own) && !own.underway.has(n)) messageDone(own, n);
  };

  const messageDone = (own: Memory, n: number): void => {
    if (putDown[n]) return;
    putDown[n] = !chance(scenario.chances.redelivered);
    if (!putDown[n]) {
      at(now + 30_000, () => arrive(own, n));
      return;
    }
    if (own.unsettled === 0 || --own.unsettled > 0) return;
    for (const behind of own.order.settled()) offer(numberOf.get(behind) ?? 0);
  };

  const crash = (): void => {
    const own = newMemory(memory.process + 1, false);
    memory = own;
    at(now + RESTART_MS, () => {
      if (own !== memory) return;
      own.up = true;
      for (const there of stored) if (there?.entry.standing.state === 'waiting') own.order.enter(there.entry);
      const open = ids.flatMap((_, n) => (arrived[n] && !putDown[n] ? [n] : []));
      own.unsettled = open.length;
      if (open.length > 0) own.order.unsettled();
      // what was given out comes again when its time is over, what was not comes at once
      for (const n of open) at(now + 30_000 * random(), () => arrive(own, n));
      scenario.deliveries.forEach(({ acceptedAt }, n) => {
        if (!arrived[n] && acceptedAt * 1000 <= now) arrive(own, n);
      });
      reconcile(own, 0);
    });
  };

  const reconcile = (own: Memory, lateMs: number): void => {
    if (!alive(own)) return;
    stored.forEach((there, n) => {
      if (there?.entry.standing.state !== 'waiting' || own.underway.has(n)) return;
      const time = Date.parse(there.entry.standing.nextAttemptAt) - EPOCH;
      if (time <= now - lateMs && !own.line.has(there.entry.deliveryId) && !own.order.hasEarlier(there.entry)) offer(n);
      if (!timers.has(n) && !own.line.has(there.entry.deliveryId)) setTimer(n, Math.max(time, now + 1));
    });
    if (now < END_MS) at(now + RECONCILE_MS * (now > HEALED_AT * 1000 ? 20 : 1), () => reconcile(own, LATE_MS));
  };

  const fetch = (n: number): void => {
    const there = stored[n];
    if (there?.entry.standing.state !== 'waiting') return;
    const advance = advanceDelivery(there.entry, { step: 'fetched', at: iso(now) });
    if (!advance.ok || !write(advance.entry, there.sequence)) return;
    told.push({ delivery: n, end: 'handed-over', at: now });
    ended(advance.entry);
  };

  for (const [n, { acceptedAt }] of scenario.deliveries.entries()) at(acceptedAt * 1000, () => arrive(memory, n));
  for (const time of scenario.crashes) at(time * 1000, crash);
  for (const time of scenario.wipes) at(time * 1000, () => timers.clear());
  for (const { at: time, delivery } of scenario.fetches)
    at(time * 1000, () => fetch(delivery % Math.max(ids.length, 1)));
  reconcile(memory, 0);

  for (let guard = 0; guard < 100_000; guard += 1) {
    const next = agenda.pop();
    if (next === undefined || next.at > END_MS) break;
    now = next.at;
    next.run();
  }
  return { pushes, written, told, entries: stored.map((there) => there?.entry), putDown };
};

const endTold = ({ standing, attempts }: DeliveryEntry): ToldEnd | undefined => {
  if (standing.state === 'dead-letter')
    return { type: 'dead-lettered', at: standing.since, attempt: attempts, code: standing.code };
  if (standing.state !== 'ended' || (standing.outcome !== 'handed-over' && standing.outcome !== 'expired'))
    return undefined;
  return { type: standing.outcome, at: standing.at };
};

const newMemory = (process: number, up: boolean): Memory => ({
  process,
  up,
  circuit: CLOSED,
  pushing: 0,
  bucket: undefined,
  blockedUntil: 0,
  line: new Line(),
  order: new ConversationOrder(),
  underway: new Set(),
  unsettled: 0,
});
