/**
 * The clock of alarms: looks, judges, tells. Alarms are events of `EVENTS` on a subject of their own, folded in memory:
 * neither a restart nor a lost view forgets who acknowledged what, or tells anybody twice. Several processes may watch:
 * a store is refused where another was faster, and whoever told of a turn tells people; the others only if it does not.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { followStream } from '@dienstweg/infra/bus/follow.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import type { Log } from '@dienstweg/infra/log.ts';
import { readStoredEvents } from '@dienstweg/schemas/bus/stored.ts';
import { ALARMS, STREAMS, subjectOfEvents } from '@dienstweg/schemas/bus/streams.ts';
import { type AlarmEvent, isOfAlarm } from '@dienstweg/schemas/events.ts';
import { type AlarmBook, openBook } from './book.ts';
import { type Decision, judgeAlarms } from './judge.ts';
import { type Facts, measure, unknownRules } from './measure.ts';
import type { AlarmLimits } from './rules.ts';
import type { Channel } from './tell/channel.ts';
import { dueNotices, type Notice } from './tell/due.ts';
import { AT_ONCE, afterFailure, afterSuccess, type Pace, type PacePolicy } from './tell/pace.ts';

/** What the clock needs. */
export interface AlarmNeeds {
  readonly bus: Bus;
  readonly log: Log;
  readonly limits: AlarmLimits;
  /** What is known now; what could not be learned is absent. Must not throw. */
  readonly gather: () => Promise<Facts>;
  readonly channels: readonly Channel[];
  readonly pace: PacePolicy;
  readonly everyMs: number;
  /** An alarm is over when its rule was not met for so long. */
  readonly calmMs: number;
  /** Other processes' turns are told people after so long. */
  readonly takeOverMs?: number;
  readonly now: () => Date;
}

/** The running clock. */
export interface AlarmWatch extends AsyncDisposable {
  readonly book: Pick<AlarmBook, 'get' | 'open' | 'cleared'>;
  /** Resolves when the event is durable and in the book. */
  record(event: AlarmEvent): Promise<void>;
  /** How often in a row each channel failed. */
  failures(): Readonly<Record<string, number>>;
}

/** Name of the node that tells of alarms. */
const NODE = 'tracking';

/** After this long another process has not told people of its turn, and will not. */
const TAKE_OVER_MS = 180_000;
/** Turns of its own that a process remembers: those it could not tell people of for a day are given up. */
const OWN_KEPT = 10_000;
/** How often, and at most how many times, an order waits to be behind what others stored. */
const AGAIN = { everyMs: 50, times: 100 };

/** What all events of alarms begin with. */
export const alarmEventHead = (alarmId: string, now: Date) => ({
  id: randomUUID(),
  at: now.toISOString(),
  node: NODE,
  alarmId,
});

const eventOf = (decision: Decision, now: Date): AlarmEvent => {
  switch (decision.decision) {
    case 'raise': {
      const { decision: _, ...facts } = decision;
      return { ...alarmEventHead(randomUUID(), now), type: 'alarm-raised', ...facts };
    }
    case 'escalate': {
      const { why, severity, value, limit, alarmId } = decision;
      return { ...alarmEventHead(alarmId, now), type: 'alarm-escalated', why, severity, value, limit };
    }
    case 'clear':
      return { ...alarmEventHead(decision.alarmId, now), type: 'alarm-cleared' };
  }
};

/** Starts the clock. Resolves when all alarms told before are known. */
export const watchAlarms = async (needs: AlarmNeeds): Promise<AlarmWatch> => {
  const { bus, log, now } = needs;
  await using stack = new AsyncDisposableStack();
  const book = openBook();
  const subject = subjectOfEvents(ALARMS);
  let last = 0;
  const following = stack.use(
    await followStream(bus, { stream: STREAMS.events, filterSubject: subject }, ({ data, sequence }) => {
      last = Math.max(last, sequence);
      for (const event of readStoredEvents(data)) if (isOfAlarm(event)) book.take(event);
    }),
  );
  await following.caughtUp;
  /** Turns this process has told of, which it tells people. */
  const own = new Set<string>();
  const paces = new Map<Channel, Pace>();
  let calmSince: ReadonlyMap<string, number> = new Map();
  let closed = false;

  /** `false`: another process stored something this one has not seen yet. */
  const storeOnce = async (events: readonly AlarmEvent[]): Promise<boolean> => {
    const stored = await publishDurably(bus, {
      subject,
      data: JSON.stringify(events),
      messageId: randomUUID(),
      expectedLastSubjectSequence: last,
    });
    if (!stored.ok && stored.reason === 'wrong-sequence') return false;
    if (!stored.ok) throw new Error(`alarms could not be recorded: ${stored.reason}`, { cause: stored.cause });
    last = Math.max(last, stored.sequence);
    for (const event of events) {
      if (event.type !== 'alarm-told') own.add(event.id);
      book.take(event);
    }
    const [oldest] = own;
    if (own.size > OWN_KEPT && oldest !== undefined) own.delete(oldest);
    return true;
  };
  let storing: Promise<unknown> = Promise.resolve();
  /** One after the other: two of this process must not refuse each other. */
  const store = (events: readonly AlarmEvent[]): Promise<boolean> => {
    const stored = storing.then(() => storeOnce(events));
    storing = stored.catch(() => undefined);
    return stored;
  };
  const record = async (events: readonly AlarmEvent[]): Promise<void> => {
    if (events.length === 0) return;
    for (let n = 0; n < AGAIN.times; n += 1) {
      if (await store(events)) return;
      await delay(AGAIN.everyMs);
    }
    throw new Error('alarms could not be recorded: others were faster each time');
  };

  const look = async (): Promise<void> => {
    const facts = await needs.gather();
    const at = now();
    const judged = judgeAlarms({
      open: book.open(),
      measured: measure(facts, at),
      unknown: unknownRules(facts),
      limits: needs.limits,
      calmSince,
      calmMs: needs.calmMs,
      now: at,
    });
    calmSince = judged.calmSince;
    // where another process was faster, this one judges again when it knows what that has told
    if (judged.decisions.length === 0 || !(await store(judged.decisions.map((decision) => eventOf(decision, at)))))
      return;
    for (const decision of judged.decisions) log.warn({ alarm: decision }, 'alarm');
  };

  const toldEvent = (channel: Channel, { alarm, turn }: Notice, outcome: 'told' | 'given-up'): AlarmEvent => ({
    ...alarmEventHead(alarm.alarmId, now()),
    type: 'alarm-told',
    of: turn.of,
    channel: channel.channel,
    outcome,
  });

  const tell = async (channel: Channel): Promise<void> => {
    const pace = paces.get(channel) ?? AT_ONCE;
    if (now().getTime() < pace.notBefore) return;
    const { due, tooOld } = dueNotices([...book.open(), ...book.cleared()], channel.channel, now());
    await record(tooOld.map((notice) => toldEvent(channel, notice, 'given-up')));
    const mine = due.filter(
      ({ turn }) => own.has(turn.of) || now().getTime() - Date.parse(turn.at) > (needs.takeOverMs ?? TAKE_OVER_MS),
    );
    if (mine.length === 0) return;
    try {
      const told = await channel.tell(mine);
      await record(told.map(({ notice, outcome }) => toldEvent(channel, notice, outcome)));
      paces.set(channel, afterSuccess(now().getTime(), needs.pace));
    } catch (error) {
      const next = afterFailure(pace, now().getTime(), needs.pace);
      paces.set(channel, next);
      // codes only: what a mail server answers may name addresses
      const code = String((error as { readonly code?: unknown }).code ?? (error as Error).name);
      log.warn({ channel: channel.channel, code, failures: next.failures }, 'nobody could be told of alarms');
    }
  };

  let running: Promise<void> | undefined;
  const turn = async (): Promise<void> => {
    if (closed || !bus.isConnected()) return;
    await look();
    await Promise.all(needs.channels.map(tell));
  };
  const begin = (): void => {
    running ??= turn()
      .catch((error: unknown) => log.warn({ err: error }, 'alarms are looked at later'))
      .finally(() => {
        running = undefined;
      });
  };
  const every = setInterval(begin, needs.everyMs);
  begin();
  const kept = stack.move();
  return {
    book,
    record: (event) => record([event]),
    failures: () =>
      Object.fromEntries(needs.channels.map((channel) => [channel.channel, paces.get(channel)?.failures ?? 0])),
    [Symbol.asyncDispose]: async () => {
      closed = true;
      clearInterval(every);
      await running;
      await kept.disposeAsync();
    },
  };
};
