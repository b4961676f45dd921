/** What stands in the view as a number: states, steps of failure, kinds of counters. Numbers are never given again. */
import type { FailureStep, StateCounted } from '@dienstweg/schemas/bus/requests.ts';
import type { DeliveryState, MessageState } from '@dienstweg/schemas/delivery/state.ts';

const STATES = [
  'accepted',
  'delivering',
  'waiting',
  'in-mailbox',
  'dead-letter',
  'expired',
  'rejected-by-reader',
  'accepted-by-reader',
  'handed-over',
  'refused',
  'assigned',
  'returned',
] as const satisfies readonly (StateCounted | DeliveryState)[];
type AnyState = (typeof STATES)[number];

/** The number of a state. */
export const stateNo = (state: AnyState): number => STATES.indexOf(state);
/** The state of a number, of whole messages. */
export const messageState = (no: unknown): MessageState => STATES[Number(no)] as MessageState;
/** As what it counts, of whole messages. */
export const stateCounted = (no: unknown): StateCounted => STATES[Number(no)] as StateCounted;
/** The state of a number, of deliveries. */
export const deliveryState = (no: unknown): DeliveryState => STATES[Number(no)] as DeliveryState;
/** Numbers of the states in which something still happens by itself. */
export const OPEN_STATES: readonly number[] = (['delivering', 'waiting', 'in-mailbox'] as const).map(stateNo);

const STEPS = ['waiting', 'clearing', 'dead-letter', 'expired', 'rejected-by-reader'] as const satisfies FailureStep[];

/** The number of a step of failure; 0: none. */
export const stepNo = (step: FailureStep | undefined): number => (step === undefined ? 0 : STEPS.indexOf(step) + 1);
/** The step of a number. */
export const failureStep = (no: unknown): FailureStep => STEPS[Number(no) - 1] as FailureStep;

/** Kinds of counters, with what `bucket` and `a` to `e` mean; 0 where nothing is said. */
export const COUNTERS = {
  /** All ever taken in: a 0 accepted, 1 refused. */
  ever: 1,
  /** a: state of deliveries. */
  deliveries: 2,
  /** a: state of whole messages. */
  wholes: 3,
  /** a: author. */
  author: 4,
  /** a: type, b: version. */
  type: 5,
  /** a: reader; deliveries. */
  reader: 6,
  /** a: 1 test messages, 0 others. */
  test: 7,
  /** a: author; messages of which a delivery is open. */
  open: 8,
  /** bucket: minute of acceptance; a: as what the whole counts, b: test. */
  wholesByMinute: 9,
  /** bucket: minute; a: what, see `SERIES`; b: test. */
  minute: 10,
  /** The same by hour. */
  hour: 11,
  /** a: step, b: code, c: reader; deliveries in that group. */
  group: 12,
  /** bucket: hour; a to c as `group`; deliveries that came into it. */
  groupByHour: 13,
  /** bucket: week of acceptance, counted from 1970-01-01; a: author, b: reader, c: type; d 0: deliveries, 1: that failed. */
  flow: 14,
  /** bucket: day of acceptance; a: type, b: version; c 0: accepted, 1: refused, 2: deliveries, 3: that failed. */
  use: 15,
  /** bucket: day of acceptance; a: type, b: version, c: service, d: region; no test messages. */
  about: 16,
} as const;

/** What is counted by minute and hour. */
export const SERIES = { accepted: 0, refused: 1, handedOver: 2, failedAttempts: 3, deadLetters: 4 } as const;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
export const WEEK_MS = 7 * DAY_MS;
