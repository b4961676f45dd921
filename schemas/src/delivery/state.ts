/** States of deliveries and of the whole message, as people are shown them. */

/** `waiting`: an attempt failed or could not be made yet; `delivering`: accepted, nothing recorded yet. */
type OwnState =
  | 'delivering'
  | 'waiting'
  | 'in-mailbox'
  | 'handed-over'
  | 'accepted-by-reader'
  | 'rejected-by-reader'
  | 'dead-letter'
  | 'expired';

/** `assigned`: another delivery has taken its place, to another reader. */
export type DeliveryState = OwnState | 'assigned';

/** State of a message: `accepted` while none of its deliveries is known; `refused` was never accepted. */
export type MessageState = OwnState | 'accepted' | 'refused';

const OPEN: readonly OwnState[] = ['delivering', 'waiting', 'in-mailbox'];
const ENDED_WORST_FIRST: readonly OwnState[] = [
  'dead-letter',
  'expired',
  'rejected-by-reader',
  'accepted-by-reader',
  'handed-over',
];

/**
 * The state of the whole: the least advanced open delivery; when none is open, dead-letter before expired before
 * rejected-by-reader before accepted-by-reader before handed-over. Checks rely on this order. Those that were assigned
 * to another reader do not count: the delivery in their place does.
 */
export const stateOfWhole = (deliveries: readonly DeliveryState[]): MessageState =>
  [...OPEN, ...ENDED_WORST_FIRST].find((state) => deliveries.includes(state)) ?? 'accepted';

/** Every state a message or delivery can be in. */
export const MESSAGE_STATES: readonly MessageState[] = ['accepted', ...OPEN, ...ENDED_WORST_FIRST, 'refused'];

/** How far a message has come; states that end it otherwise are no progress. */
const PROGRESS: readonly MessageState[] = [
  'accepted',
  'delivering',
  'waiting',
  'in-mailbox',
  'handed-over',
  'accepted-by-reader',
];

/**
 * Whether somebody who waits for `wanted` need wait no longer: it is reached, or passed. What a reader has decided on
 * was handed over to it.
 */
export const hasReached = (state: MessageState, wanted: MessageState): boolean => {
  if (state === wanted) return true;
  const goal = PROGRESS.indexOf(wanted);
  const come = PROGRESS.indexOf(state === 'rejected-by-reader' ? 'handed-over' : state);
  return goal !== -1 && come >= goal;
};
