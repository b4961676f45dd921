/**
 * The clock of alarms: looks, judges, tells. Alarms are events of `EVENTS` on a subject of their own, folded in memory:
 * neither a restart nor a lost view forgets who acknowledged what, or tells anybody twice.
 */
import { randomUUID } from 'node:crypto';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { eventWriter } from '@dienstweg/infra/bus/events.ts';
import { followStream } from '@dienstweg/infra/bus/follow.ts';
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
  const following = stack.use(
    await followStream(bus, { stream: STREAMS.events, filterSubject: subjectOfEvents(ALARMS) }, ({ data }) => {
      for (const event of readStoredEvents(data)) if (isOfAlarm(event)) book.take(event);
    }),
  );
  await following.caughtUp;
  const writer = stack.use(eventWriter(bus, ALARMS));
  const paces = new Map<Channel, Pace>();
  let calmSince: ReadonlyMap<string, number> = new Map();
  let closed = false;

  const record = async (events: readonly AlarmEvent[]): Promise<void> => {
    if (events.length === 0) return;
    await writer.record(events);
    for (const event of events) book.take(event);
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
    await record(judged.decisions.map((decision) => eventOf(decision, at)));
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
    if (due.length === 0) return;
    try {
      const told = await channel.tell(due);
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
