/** The fold of the events of alarms: what stands open, what was told to whom. Pure; a repetition counts as one. */
import type { Alarm, AlarmChannel } from '@dienstweg/schemas/alarms/alarm.ts';
import type { AlarmEvent } from '@dienstweg/schemas/events.ts';
import type { OpenAlarm } from './judge.ts';

/** A change of an alarm that somebody may have to be told of. */
export interface Turn {
  /** Id of the event. */
  readonly of: string;
  readonly type: Exclude<AlarmEvent['type'], 'alarm-told'>;
  readonly at: string;
  /** Who was told, or was given up. */
  readonly told: Readonly<Partial<Record<AlarmChannel, 'told' | 'given-up'>>>;
}

/** An alarm with its turns, the earliest first. */
export interface BookedAlarm extends OpenAlarm {
  readonly turns: readonly Turn[];
}

/** Alarms that are over stay for who looks at them later; so many. */
const CLEARED_KEPT = 200;
/** Turns of one alarm that are kept: escalations come at most once a day. */
const TURNS_KEPT = 50;

const turned = (alarm: BookedAlarm, { id, type, at }: AlarmEvent): readonly Turn[] =>
  type === 'alarm-told' ? alarm.turns : [...alarm.turns, { of: id, type, at, told: {} }].slice(-TURNS_KEPT);

const after = (alarm: BookedAlarm | undefined, event: AlarmEvent): BookedAlarm | undefined => {
  if (event.type === 'alarm-raised') {
    if (alarm !== undefined) return alarm;
    const { alarmId, rule, about, severity, value, limit, unit, at, id, type } = event;
    const turns = [{ of: id, type, at, told: {} }];
    const subject = about === undefined ? {} : { about };
    return {
      alarmId,
      rule,
      ...subject,
      severity,
      value,
      limit,
      unit,
      state: 'raised',
      raisedAt: at,
      escalations: 0,
      turns,
    };
  }
  if (alarm === undefined) return undefined;
  if (event.type === 'alarm-told') {
    const turns = alarm.turns.map((turn) =>
      turn.of === event.of ? { ...turn, told: { ...turn.told, [event.channel]: event.outcome } } : turn,
    );
    return { ...alarm, turns };
  }
  if (alarm.state === 'cleared' || alarm.turns.some(({ of }) => of === event.id)) return alarm;
  const turns = turned(alarm, event);
  switch (event.type) {
    case 'alarm-escalated': {
      // what somebody saw to was less severe
      const { acknowledged: _, ...before } = alarm;
      const { severity, value, limit, at } = event;
      const state = event.why === 'worse' ? 'raised' : alarm.state;
      const escalations = event.why === 'worse' ? 0 : alarm.escalations + 1;
      const kept = event.why === 'worse' ? before : alarm;
      return { ...kept, severity, value, limit, state, escalatedAt: at, escalations, turns };
    }
    case 'alarm-acknowledged': {
      if (alarm.state !== 'raised') return alarm;
      const { at, by, reason } = event;
      return { ...alarm, state: 'acknowledged', acknowledged: { at, by, reason }, turns };
    }
    case 'alarm-cleared':
      return { ...alarm, state: 'cleared', clearedAt: event.at, turns };
  }
};

/** Alarms in memory. */
export interface AlarmBook {
  take(event: AlarmEvent): void;
  get(alarmId: string): BookedAlarm | undefined;
  /** Not over. */
  open(): readonly BookedAlarm[];
  /** Over of late, the last first. */
  cleared(): readonly BookedAlarm[];
}

/** An empty book. */
export const openBook = (): AlarmBook => {
  const open = new Map<string, BookedAlarm>();
  let cleared = new Map<string, BookedAlarm>();
  return {
    take: (event) => {
      const alarm = after(open.get(event.alarmId) ?? cleared.get(event.alarmId), event);
      if (alarm === undefined) return;
      if (alarm.state !== 'cleared') {
        open.set(alarm.alarmId, alarm);
        return;
      }
      open.delete(alarm.alarmId);
      cleared.set(alarm.alarmId, alarm);
      if (cleared.size > 2 * CLEARED_KEPT) cleared = new Map([...cleared].slice(-CLEARED_KEPT));
    },
    get: (alarmId) => open.get(alarmId) ?? cleared.get(alarmId),
    open: () => [...open.values()],
    cleared: () => [...cleared.values()].toReversed().slice(0, CLEARED_KEPT),
  };
};

/** An alarm without what only this process needs. */
export const plainAlarm = ({ turns: _turns, escalations: _escalations, ...alarm }: BookedAlarm): Alarm => alarm;
