/** What deliveries make of their message, and of the counters. */
import type { StateCounted } from '@dienstweg/schemas/bus/requests.ts';
import { DAY_MS, MINUTE_MS, OPEN_STATES, stateNo, WEEK_MS } from '../store/numbers.ts';
import type { Taking } from './taking.ts';
import { beginning, countsAs, type WorkingDelivery, type WorkingMessage, wholeOf } from './working.ts';

/** Whether something still happens by itself. */
export const isOpen = (state: Parameters<typeof stateNo>[0]): boolean => OPEN_STATES.includes(stateNo(state));
/** Days since 1970. */
export const dayOf = ({ acceptedAt }: WorkingMessage): number => Math.floor(acceptedAt / DAY_MS);
/** Weeks since 1970. */
export const weekOf = ({ acceptedAt }: WorkingMessage): number => Math.floor(acceptedAt / WEEK_MS);
/** Counts a message in a state, or no longer. What is looked for by state is found as a dead letter also when returned. */
const countWhole = ({ tally }: Taking, whole: WorkingMessage, counted: StateCounted, n: 1 | -1): void => {
  const state = counted === 'returned' ? 'dead-letter' : counted;
  tally.add('wholes', 0, n, stateNo(state));
  tally.add('wholesByMinute', Math.floor(whole.acceptedAt / MINUTE_MS), n, stateNo(counted), whole.test);
  if (isOpen(state)) tally.add('open', 0, n, whole.author);
};

/** Counts messages and deliveries in the states in which a batch leaves them. */
export const countStates = (taking: Taking): void => {
  for (const whole of taking.touchedMessages) {
    const counted = countsAs(whole);
    if (whole.counted === counted) continue;
    if (whole.counted !== undefined) countWhole(taking, whole, whole.counted, -1);
    countWhole(taking, whole, counted, 1);
    whole.counted = counted;
  }
  for (const delivery of taking.touchedDeliveries) {
    const { state } = delivery.progress;
    if (delivery.counted === state) continue;
    if (delivery.counted !== undefined) taking.tally.add('deliveries', 0, -1, stateNo(delivery.counted));
    taking.tally.add('deliveries', 0, 1, stateNo(state));
    delivery.counted = state;
  }
};

/** The state of the whole follows its deliveries. */
export const settleWhole = (taking: Taking, whole: WorkingMessage): void => {
  const { state, endedAt } = wholeOf(whole.deliveries);
  if (state === whole.state && endedAt === whole.endedAt) return;
  whole.state = state;
  whole.endedAt = endedAt;
  if (whole.standing === 'same') whole.standing = 'changed';
  taking.touchedMessages.add(whole);
};

/** It is to be written. */
export const touch = (taking: Taking, delivery: WorkingDelivery): void => {
  if (delivery.standing === 'same') delivery.standing = 'changed';
  taking.touchedDeliveries.add(delivery);
};

/** Counts a delivery of a message that is known. */
export const countOf = ({ tally }: Taking, whole: WorkingMessage, { reader }: WorkingDelivery): void => {
  tally.add('reader', 0, 1, reader);
  tally.add('flow', weekOf(whole), 1, whole.author, reader, whole.type, 0);
  tally.add('use', dayOf(whole), 1, whole.type, whole.version, 2);
};

/** A delivery begins. */
export const addDelivery = (
  taking: Taking,
  members: Omit<WorkingDelivery, 'no' | keyof ReturnType<typeof beginning>>,
): WorkingDelivery => {
  const delivery: WorkingDelivery = { ...members, ...beginning(), no: taking.memory.nextNo() };
  members.whole?.deliveries.push(delivery);
  taking.memory.keepDelivery(delivery);
  taking.touchedDeliveries.add(delivery);
  if (delivery.whole !== undefined) countOf(taking, delivery.whole, delivery);
  return delivery;
};

/** Steps by which a delivery ended without success. */
export const FAILED = /\/(?:dead-lettered|expired)\//;

/** Counts a delivery that ended so. */
export const countFailed = ({ tally }: Taking, whole: WorkingMessage, { reader }: WorkingDelivery): void => {
  tally.add('flow', weekOf(whole), 1, whole.author, reader, whole.type, 1);
  tally.add('use', dayOf(whole), 1, whole.type, whole.version, 3);
};
