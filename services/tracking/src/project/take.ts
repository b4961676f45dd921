/** What messages and events do to the working copies: synchronous, in the order of the streams. */
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import { clearingReaderOf } from '@dienstweg/schemas/delivery/delivery-id.ts';
import { type DienstwegEvent, isOfAlarm, type MessageRefused } from '@dienstweg/schemas/events.ts';
import type { Names } from '../store/names.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, OPEN_STATES, SERIES, stateNo, stepNo, WEEK_MS } from '../store/numbers.ts';
import type { Value } from '../store/sql.ts';
import { advance, type DeliveryEvent, isDeliveryEvent, type Progress } from './advance.ts';
import { keyOf, type Memory } from './memory.ts';
import { nodeOf, type receiptSplitter } from './receipts.ts';
import type { Tally } from './tally.ts';
import { beginning, stepOf, type WorkingDelivery, type WorkingMessage, wholeOf } from './working.ts';

/** A message of `MESSAGES`, by its headers. */
export interface SeenMessage {
  readonly sequence: number;
  readonly accepted: AcceptedRecord;
  readonly receipt: string;
}

/** Rows that a batch adds, by table. */
export interface Added {
  readonly acceptances: Value[][];
  readonly keys: Value[][];
  readonly deadlines: Value[][];
  readonly events: Value[][];
  readonly receipts: Value[][];
  readonly refusals: Value[][];
  readonly actions: Value[][];
  /** Who handed in the message of events that were told before it was seen: delivery, sender. */
  readonly senders: Value[][];
}

/** What taking needs. */
export interface Taking {
  readonly names: Names;
  readonly split: ReturnType<typeof receiptSplitter>;
  readonly memory: Memory;
  readonly tally: Tally;
  readonly added: Added;
  readonly touchedMessages: Set<WorkingMessage>;
  readonly touchedDeliveries: Set<WorkingDelivery>;
}

/** A place that deliveries in the place of others stand behind. */
const INSTEAD = 1_000;
/** A value of a business key is cut here, in case a record says more than it may. */
const LONGEST_KEY = 200;
const MOST_KEYS = 16;

const isOpen = (state: Parameters<typeof stateNo>[0]): boolean => OPEN_STATES.includes(stateNo(state));
const dayOf = ({ acceptedAt }: WorkingMessage): number => Math.floor(acceptedAt / DAY_MS);
const weekOf = ({ acceptedAt }: WorkingMessage): number => Math.floor(acceptedAt / WEEK_MS);
const moment = (at: string | undefined): number | undefined => {
  const ms = at === undefined ? Number.NaN : Date.parse(at);
  return Number.isNaN(ms) ? undefined : ms;
};
const orNull = <T>(value: T | undefined): T | null => value ?? null;

const countWhole = ({ tally }: Taking, whole: WorkingMessage, n: 1 | -1): void => {
  tally.add('wholes', 0, n, stateNo(whole.state));
  tally.add('wholesByMinute', Math.floor(whole.acceptedAt / MINUTE_MS), n, stateNo(whole.state), whole.test);
  if (isOpen(whole.state)) tally.add('open', 0, n, whole.author);
};

/** The state of the whole follows its deliveries. */
const settleWhole = (taking: Taking, whole: WorkingMessage): void => {
  const { state, endedAt } = wholeOf(whole.deliveries);
  if (state === whole.state && endedAt === whole.endedAt) return;
  if (state !== whole.state) {
    countWhole(taking, whole, -1);
    whole.state = state;
    countWhole(taking, whole, 1);
  }
  whole.endedAt = endedAt;
  if (whole.standing === 'same') whole.standing = 'changed';
  taking.touchedMessages.add(whole);
};

const touch = (taking: Taking, delivery: WorkingDelivery): void => {
  if (delivery.standing === 'same') delivery.standing = 'changed';
  taking.touchedDeliveries.add(delivery);
};

const countDelivery = ({ tally }: Taking, { progress, reader, whole }: WorkingDelivery): void => {
  tally.add('deliveries', 0, 1, stateNo(progress.state));
  if (whole === undefined) return;
  tally.add('reader', 0, 1, reader);
  tally.add('flow', weekOf(whole), 1, whole.author, reader, whole.type, 0);
  tally.add('use', dayOf(whole), 1, whole.type, whole.version, 2);
};

const addDelivery = (
  taking: Taking,
  members: Omit<WorkingDelivery, 'no' | keyof ReturnType<typeof beginning>>,
): WorkingDelivery => {
  const delivery: WorkingDelivery = { ...members, ...beginning(), no: taking.memory.nextNo() };
  members.whole?.deliveries.push(delivery);
  taking.memory.keepDelivery(delivery);
  taking.touchedDeliveries.add(delivery);
  countDelivery(taking, delivery);
  return delivery;
};

/** Steps by which a delivery ended without success. */
const FAILED = /\/(?:dead-lettered|expired)\//;

const countFailed = ({ tally }: Taking, whole: WorkingMessage, { reader }: WorkingDelivery): void => {
  tally.add('flow', weekOf(whole), 1, whole.author, reader, whole.type, 1);
  tally.add('use', dayOf(whole), 1, whole.type, whole.version, 3);
};

/** Takes in a message; the same message stored twice (beyond the server's window for duplicates) is one. */
export const takeMessage = (taking: Taking, { sequence, accepted: a, receipt }: SeenMessage): void => {
  const { names, memory, tally, added } = taking;
  const author = names.noOf(a.author);
  const key = keyOf(author, a.messageId);
  if (memory.message(key) !== undefined) return;
  const orphans = memory.orphansOf(key);
  const { head, rest } = taking.split(receipt);
  const keys = (a.businessKeys ?? [])
    .slice(0, MOST_KEYS)
    .map(({ name, value }) => ({ name, value: value.slice(0, LONGEST_KEY) }));
  const whole: WorkingMessage = {
    sequence,
    messageId: a.messageId,
    author,
    sender: names.noOf(a.sender),
    type: names.noOf(a.messageType.code),
    version: names.noOf(a.messageType.version),
    acceptedAt: moment(a.acceptedAt) ?? 0,
    test: a.testMessage ? 1 : 0,
    state: 'accepted',
    endedAt: undefined,
    deliveries: [],
    rest: {
      edition: a.route.edition,
      size_bytes: a.sizeBytes,
      node: names.noOf(nodeOf(rest)),
      parts: names.noOf(JSON.stringify(a.parts.map((part) => part.id))),
      requester: orNull(a.processReference.requester),
      responder: orNull(a.processReference.responder),
      conversation: orNull(a.conversationId),
      in_reply_to: orNull(a.inReplyTo),
      keys: keys.length === 0 ? null : JSON.stringify(keys),
    },
    standing: 'new',
  };
  memory.keep(whole);
  taking.touchedMessages.add(whole);
  added.acceptances.push([sequence, head, rest]);
  for (const { name, value } of keys) added.keys.push([value, names.noOf(name), sequence]);
  if (a.deadline !== undefined) {
    const atRiskAt = Date.parse(a.deadline.atRiskAt);
    const { dueAt, expects } = a.deadline;
    added.deadlines.push([sequence, atRiskAt, Date.parse(dueAt), expects, JSON.stringify(a.deadline), atRiskAt]);
  }
  tally.span(whole.acceptedAt, sequence);
  tally.add('ever', 0, 1, 0);
  tally.add('author', 0, 1, author);
  tally.add('type', 0, 1, whole.type, whole.version);
  tally.add('test', 0, 1, whole.test);
  tally.add('minute', Math.floor(whole.acceptedAt / MINUTE_MS), 1, SERIES.accepted, whole.test);
  tally.add('hour', Math.floor(whole.acceptedAt / HOUR_MS), 1, SERIES.accepted, whole.test);
  tally.add('use', dayOf(whole), 1, whole.type, whole.version, 0);
  if (whole.test === 0) {
    const [service, region] = [a.service, a.region].map((id) => (id === undefined ? 0 : names.noOf(id)));
    tally.add('about', dayOf(whole), 1, whole.type, whole.version, service ?? 0, region ?? 0);
  }
  countWhole(taking, whole, 1);

  const inClearing = (a.route.clearing ?? []).map((role) => ({ ...role, authority: clearingReaderOf(role.role) }));
  for (const [place, reader] of [...a.route.readers, ...inClearing].entries()) {
    const [role, parts] = [names.noOf(reader.role), names.noOf(JSON.stringify(reader.parts))];
    const begun = memory.delivery(reader.deliveryId);
    if (begun !== undefined) Object.assign(begun, { place, role, parts });
    else
      addDelivery(taking, {
        id: reader.deliveryId,
        whole,
        place,
        messageId: a.messageId,
        author,
        reader: names.noOf(reader.authority),
        inClearing: reader.authority.startsWith('clearing:'),
        role,
        parts,
      });
  }
  // events came first, and with them perhaps a delivery in the place of one of these
  for (const orphan of orphans) {
    orphan.whole = whole;
    whole.deliveries.push(orphan);
    touch(taking, orphan);
    tally.add('reader', 0, 1, orphan.reader);
    tally.add('flow', weekOf(whole), 1, author, orphan.reader, whole.type, 0);
    tally.add('use', dayOf(whole), 1, whole.type, whole.version, 2);
    for (const step of orphan.steps) if (FAILED.test(step)) countFailed(taking, whole, orphan);
    if (whole.sender !== whole.author) added.senders.push([orphan.no, whole.sender]);
  }
  settleWhole(taking, whole);
};

const timeOf = (event: DienstwegEvent): number => moment(event.at) ?? 0;

const countHappened = ({ tally }: Taking, delivery: WorkingDelivery, event: DeliveryEvent): void => {
  const what =
    event.type === 'handed-over'
      ? SERIES.handedOver
      : event.type === 'attempt-failed'
        ? SERIES.failedAttempts
        : event.type === 'dead-lettered'
          ? SERIES.deadLetters
          : undefined;
  const test = delivery.whole?.test ?? 0;
  if (what !== undefined) {
    tally.add('minute', Math.floor(timeOf(event) / MINUTE_MS), 1, what, test);
    tally.add('hour', Math.floor(timeOf(event) / HOUR_MS), 1, what, test);
  }
};

const groupOf = ({ names }: Taking, delivery: WorkingDelivery): readonly [number, number, number] | undefined => {
  const { code } = delivery.progress;
  return delivery.step === undefined
    ? undefined
    : [stepNo(delivery.step), code === undefined ? 0 : names.noOf(code), delivery.reader];
};

const progressTo = (taking: Taking, delivery: WorkingDelivery, progress: Progress, event: DeliveryEvent): void => {
  const { tally } = taking;
  const at = timeOf(event);
  const left = groupOf(taking, delivery);
  if (progress.state !== delivery.progress.state) {
    tally.add('deliveries', 0, -1, stateNo(delivery.progress.state));
    tally.add('deliveries', 0, 1, stateNo(progress.state));
  }
  if (isOpen(progress.state)) delivery.endedAt = undefined;
  else delivery.endedAt ??= at;
  if (event.type === 'replayed') delivery.attempts = 0;
  delivery.progress = progress;
  // what was returned is its author's matter: nobody here is to look after it any more
  delivery.step = event.type === 'returned' ? undefined : stepOf(progress, delivery.inClearing);
  const entered = groupOf(taking, delivery);
  if (left?.join() === entered?.join()) return;
  if (left !== undefined) tally.add('group', 0, -1, ...left);
  if (entered === undefined) return;
  delivery.failedAt = at;
  tally.add('group', 0, 1, ...entered);
  tally.add('groupByHour', Math.floor(at / HOUR_MS), 1, ...entered);
};

const takeDeliveryEvent = (taking: Taking, position: number, event: DeliveryEvent): void => {
  const { names, memory, added } = taking;
  const author = names.noOf(event.author);
  const delivery =
    memory.delivery(event.deliveryId) ??
    addDelivery(taking, {
      id: event.deliveryId,
      whole: undefined,
      place: 0,
      messageId: event.messageId,
      author,
      reader: names.noOf(event.reader),
      inClearing: event.reader.startsWith('clearing:'),
      role: 0,
      parts: names.noOf('[]'),
    });
  const { progress, step } = advance(delivery.progress, event);
  if (delivery.steps.has(step)) return;
  delivery.steps.add(step);
  const { whole } = delivery;
  added.events.push([
    position,
    delivery.no,
    step,
    names.noOf(event.type),
    timeOf(event),
    names.noOf(event.node),
    author,
    delivery.reader,
    whole !== undefined && whole.sender !== whole.author ? whole.sender : null,
    'code' in event ? names.noOf(event.code) : null,
    'attempt' in event ? event.attempt : null,
    'reasonCode' in event ? orNull(event.reasonCode) : null,
    'nextAttemptAt' in event ? orNull(moment(event.nextAttemptAt)) : null,
    'by' in event ? event.by : null,
    'reason' in event ? event.reason : null,
    event.type === 'assigned' ? names.noOf(event.to.authority) : null,
  ]);
  if ('receipt' in event) {
    const { head, rest } = taking.split(event.receipt);
    added.receipts.push([position, head, rest]);
  }
  countHappened(taking, delivery, event);
  if (whole !== undefined && FAILED.test(step)) countFailed(taking, whole, delivery);
  if (event.type === 'assigned' && memory.delivery(event.to.deliveryId) === undefined)
    addDelivery(taking, {
      id: event.to.deliveryId,
      whole,
      place: delivery.place + INSTEAD,
      messageId: event.messageId,
      author,
      reader: names.noOf(event.to.authority),
      inClearing: false,
      role: names.noOf(event.to.role),
      parts: names.noOf(JSON.stringify(event.to.parts)),
    });
  if ('attempt' in event && event.attempt > delivery.attempts) {
    delivery.attempts = event.attempt;
    touch(taking, delivery);
  }
  if (progress !== delivery.progress) {
    touch(taking, delivery);
    progressTo(taking, delivery, progress, event);
  }
  if (whole !== undefined) settleWhole(taking, whole);
};

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
    event.sizeBytes,
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
    typeof members.count === 'number' ? members.count : null,
  ]);
};

/** Takes in an event. One of a later release, which is not known here, is passed over. */
export const takeEvent = (taking: Taking, position: number, event: DienstwegEvent): void => {
  takeAction(taking, position, event);
  if (event.type === 'message-refused') takeRefusal(taking, position, event);
  else if (!isOfAlarm(event) && isDeliveryEvent(event)) takeDeliveryEvent(taking, position, event);
};
