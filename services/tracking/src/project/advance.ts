/** The fold of one delivery's events into its state: pure, a repetition counts as one, a late event never regresses. */
import type { DeliveryState } from '@dienstweg/schemas/delivery/state.ts';
import type { DienstwegEvent, MessageRefused, OwnEvent } from '@dienstweg/schemas/events.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';

/** An event that belongs to a delivery; refusals and what concerns the whole belong to none. */
export type DeliveryEvent = Exclude<DienstwegEvent, MessageRefused | OwnEvent>;

const DELIVERY_EVENTS: Readonly<Record<DeliveryEvent['type'], true>> = {
  'attempt-failed': true,
  'delivery-held': true,
  'laid-into-mailbox': true,
  'dead-lettered': true,
  'laid-into-clearing': true,
  assigned: true,
  returned: true,
  expired: true,
  replayed: true,
  'mailbox-reminder': true,
  'mailbox-escalated': true,
  'deadline-at-risk': true,
  'deadline-missed': true,
  'answer-overdue': true,
  'handed-over': true,
  'accepted-by-reader': true,
  'rejected-by-reader': true,
};

/** Whether an event is one of a delivery that is known here: later releases may tell others. */
export const isDeliveryEvent = (event: DienstwegEvent): event is DeliveryEvent =>
  Object.hasOwn(DELIVERY_EVENTS, event.type);

/** How far a delivery has come, as far as its events are known. */
export interface Progress {
  readonly state: DeliveryState;
  /** Counts replays: attempts are numbered from 1 again in each round. */
  readonly round: number;
  /** Why it waits or ended without success. */
  readonly code?: ProblemCode;
  readonly nextAttemptAt?: string;
}

/** Where every delivery begins. */
export const UNTOUCHED: Progress = { state: 'delivering', round: 0 };

/** What an event does to a delivery, and the name of the step it tells of: the same step told twice has the same name. */
export interface Advance {
  readonly progress: Progress;
  readonly step: string;
}

/** A later rank is closer to the truth about where the delivery ended; an event of a lower rank came late. */
const RANK: Readonly<Record<DeliveryState, number>> = {
  delivering: 0,
  waiting: 0,
  'in-mailbox': 1,
  'dead-letter': 2,
  expired: 2,
  'handed-over': 3,
  'accepted-by-reader': 4,
  'rejected-by-reader': 4,
  assigned: 5,
};

const whenHigher = (from: Progress, to: Omit<Progress, 'round'>): Progress =>
  RANK[to.state] > RANK[from.state] ? { ...to, round: from.round } : from;

const waitOn = (from: Progress, nextAttemptAt: string | undefined, code?: ProblemCode): Progress =>
  RANK[from.state] > 0
    ? from
    : {
        state: 'waiting',
        round: from.round,
        ...(code === undefined ? (from.code === undefined ? {} : { code: from.code }) : { code }),
        ...(nextAttemptAt === undefined ? {} : { nextAttemptAt }),
      };

/** Applies an event. Total: any event in any state gives a state, never an earlier one except by `replayed`. */
export const advance = (from: Progress, event: DeliveryEvent): Advance => {
  const step = (detail: string | number = ''): string => `${from.round}/${event.type}/${detail}`;
  switch (event.type) {
    case 'attempt-failed':
      return {
        progress: waitOn(from, event.nextAttemptAt, event.code),
        step: step(event.attempt),
      };
    case 'delivery-held':
      return {
        progress: waitOn(from, event.nextAttemptAt),
        step: step(event.nextAttemptAt),
      };
    case 'laid-into-mailbox':
      return {
        progress: whenHigher(from, { state: 'in-mailbox' }),
        step: step(),
      };
    case 'dead-lettered':
      return {
        progress: whenHigher(from, { state: 'dead-letter', code: event.code }),
        step: step(),
      };
    case 'laid-into-clearing':
      return { progress: waitOn(from, undefined, 'reader-unknown'), step: step() };
    case 'assigned':
      return { progress: whenHigher(from, { state: 'assigned' }), step: 'assigned' };
    case 'returned':
      return {
        progress: whenHigher(from, { state: 'dead-letter', code: from.code ?? 'reader-unknown' }),
        step: 'returned',
      };
    case 'expired':
      return { progress: whenHigher(from, { state: 'expired' }), step: step() };
    case 'replayed':
      // told again, it would find the delivery no longer a dead letter: the step then still bears the earlier round
      return from.state === 'dead-letter'
        ? {
            progress: { state: 'delivering', round: from.round + 1 },
            step: `${from.round + 1}/replayed/`,
          }
        : { progress: from, step: step() };
    // the clock tells, and moves nothing; each is told once in a delivery's life
    case 'mailbox-reminder':
    case 'mailbox-escalated':
    case 'deadline-at-risk':
    case 'deadline-missed':
    case 'answer-overdue':
      return { progress: from, step: event.type };
    // taken over and decided happen once in a delivery's life, in whatever round
    case 'handed-over':
      return {
        progress: whenHigher(from, { state: 'handed-over' }),
        step: 'handed-over',
      };
    case 'accepted-by-reader':
    case 'rejected-by-reader':
      return {
        progress: whenHigher(from, { state: event.type }),
        step: 'decided',
      };
  }
};
