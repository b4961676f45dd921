/** Takes in events that belong to no delivery, and hands on those that do. */
import { type DienstwegEvent, isOfAlarm, type MessageRefused } from '@dienstweg/schemas/events.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SERIES } from '../store/numbers.ts';
import { isDeliveryEvent } from './advance.ts';
import { takeDeliveryEvent } from './take-delivery-event.ts';
import { moment, orNull, type Taking, wholeNumber } from './taking.ts';

const timeOf = (event: DienstwegEvent): number => moment(event.at) ?? 0;

const takeRefusal = ({ names, memory, tally, added }: Taking, position: number, event: MessageRefused): void => {
  if (memory.knows(event.id)) return;
  memory.keepEvent(event.id);
  const at = timeOf(event);
  const type = event.claimed?.messageType;
  added.refusals.push([
    position,
    event.id,
    at,
    names.noOf(event.node),
    names.noOf(event.code),
    event.peer === undefined ? null : names.noOf(event.peer),
    orNull(event.claimed?.messageId),
    orNull(event.claimed?.author),
    orNull(type?.code),
    orNull(type?.version),
    event.claimed?.testMessage === true ? 1 : 0,
    wholeNumber(event.sizeBytes),
    JSON.stringify(event.places ?? []),
  ]);
  tally.add('ever', 0, 1, 1);
  tally.add('minute', Math.floor(at / MINUTE_MS), 1, SERIES.refused);
  tally.add('hour', Math.floor(at / HOUR_MS), 1, SERIES.refused);
  // a claim makes no name
  const [code, version] = type === undefined ? [] : [names.known(type.code), names.known(type.version)];
  if (code !== undefined && version !== undefined) tally.add('use', Math.floor(at / DAY_MS), 1, code, version, 1);
};

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** An event somebody answers for. What the registry decided by itself is nobody's action. */
const takeAction = ({ names, memory, added }: Taking, position: number, event: DienstwegEvent): void => {
  if (!('by' in event) || typeof event.by !== 'string' || event.by === 'registry' || memory.knows(event.id)) return;
  memory.keepEvent(event.id);
  const members: Readonly<Record<string, unknown>> = { ...event };
  added.actions.push([
    position,
    event.id,
    timeOf(event),
    names.noOf(event.node),
    event.type,
    event.by,
    text(members.reason),
    text(members.action),
    text(members.outcome),
    text(members.messageId),
    text(members.author),
    text(members.reader),
    text(members.deliveryId),
    event.type === 'assigned' ? event.to.authority : null,
    text(members.about) ?? text(members.alarmId),
    members.count === undefined ? null : wholeNumber(members.count),
  ]);
};

/** Takes in an event. One of a later release, which is not known here, is passed over. */
export const takeEvent = (taking: Taking, position: number, event: DienstwegEvent): void => {
  takeAction(taking, position, event);
  if (event.type === 'message-refused') takeRefusal(taking, position, event);
  else if (!isOfAlarm(event) && isDeliveryEvent(event)) takeDeliveryEvent(taking, position, event);
};
