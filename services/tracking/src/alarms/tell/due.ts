/** Who is to be told of which turn of an alarm. Pure. */
import type { AlarmChannel } from '@dienstweg/schemas/alarms/alarm.ts';
import type { BookedAlarm, Turn } from '../book.ts';

/** A turn of an alarm that somebody has not been told of. */
export interface Notice {
  readonly alarm: BookedAlarm;
  readonly turn: Turn;
}

/** What is due on a channel. */
export interface DueNotices {
  /** To be told now. */
  readonly due: readonly Notice[];
  /** Too old: whoever could not be told for so long is not to be told any more. */
  readonly tooOld: readonly Notice[];
}

/** After so long nobody is told any more: the list of alarms says how things stand. */
export const GIVE_UP_MS = 24 * 3_600_000;

/** Which turns a channel tells. People are not told what people do; of an end only who was told of the beginning. */
const TELLS: Readonly<Record<AlarmChannel, ReadonlySet<Turn['type']>>> = {
  webhook: new Set(['alarm-raised', 'alarm-escalated', 'alarm-acknowledged', 'alarm-cleared']),
  email: new Set(['alarm-raised', 'alarm-escalated', 'alarm-cleared']),
  authority: new Set(['alarm-raised', 'alarm-escalated']),
};

const wasTold = ({ turns }: BookedAlarm, channel: AlarmChannel): boolean =>
  turns.some(({ type, told }) => type !== 'alarm-cleared' && told[channel] === 'told');

/** The alarms of whose turns a channel tells; authorities hear of their own mailbox only. */
const concerns = ({ rule, about }: BookedAlarm, channel: AlarmChannel): boolean =>
  channel !== 'authority' || (rule === 'mailbox-waiting' && about !== undefined);

/** Nobody writes to people about what one of them sees to already. */
const isSeenTo = ({ state }: BookedAlarm, channel: AlarmChannel): boolean =>
  state === 'acknowledged' && channel === 'email';

/** What is due on a channel, the oldest first. An alarm that was over before anybody was told of it is passed over. */
export const dueNotices = (alarms: readonly BookedAlarm[], channel: AlarmChannel, now: Date): DueNotices => {
  const open = alarms
    .filter((alarm) => concerns(alarm, channel) && !isSeenTo(alarm, channel))
    .flatMap((alarm) => {
      const isOver = alarm.state === 'cleared';
      return alarm.turns
        .filter(({ type, told }) => TELLS[channel].has(type) && told[channel] === undefined)
        .filter(({ type }) => !isOver || (type === 'alarm-cleared' && wasTold(alarm, channel)))
        .map((turn) => ({ alarm, turn }));
    })
    .toSorted((a, b) => a.turn.at.localeCompare(b.turn.at));
  const isTooOld = ({ turn }: Notice): boolean => now.getTime() - Date.parse(turn.at) > GIVE_UP_MS;
  return { due: open.filter((notice) => !isTooOld(notice)), tooOld: open.filter(isTooOld) };
};
