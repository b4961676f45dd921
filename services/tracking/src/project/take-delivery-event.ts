/** Takes in what happened to deliveries: synchronous, in the order of the stream. */
import { HOUR_MS, MINUTE_MS, SERIES, stepNo } from '../store/numbers.ts';
import { advance, type DeliveryEvent, type Progress } from './advance.ts';
import { addDelivery, countFailed, FAILED, isOpen, settleWhole, touch } from './count.ts';
import { moment, orNull, type Taking, wholeNumber } from './taking.ts';
import { stepOf, type WorkingDelivery } from './working.ts';

/** A place that deliveries in the place of others stand behind. */
const INSTEAD = 1_000;

const timeOf = (event: DeliveryEvent): number => moment(event.at) ?? 0;

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
  if (isOpen(progress.state)) delivery.endedAt = undefined;
  else delivery.endedAt ??= at;
  if (event.type === 'replayed') Object.assign(delivery, { attempts: 0, planned: 0 });
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

/** Takes in an event of a delivery; a step told twice is one. */
export const takeDeliveryEvent = (taking: Taking, position: number, event: DeliveryEvent): void => {
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
    'attempt' in event ? wholeNumber(event.attempt) : null,
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
    delivery.attempts = wholeNumber(event.attempt);
    if (event.type === 'attempt-failed') delivery.planned = wholeNumber(event.plannedAttempts);
    touch(taking, delivery);
  }
  // a dead letter that is returned stays one, and leaves its group
  if (progress !== delivery.progress || event.type === 'returned') {
    touch(taking, delivery);
    progressTo(taking, delivery, progress, event);
    // what it counts as may change where its state does not
    if (whole !== undefined) taking.touchedMessages.add(whole);
  }
  if (whole !== undefined) settleWhole(taking, whole);
};
