/** What a clock finds of a message's deadline: pure. */
import type { AcceptedDeadline } from '@dienstweg/schemas/accepted.ts';
import type { DeliveryState } from '@dienstweg/schemas/delivery/state.ts';
import type { DeadlineTold } from '@dienstweg/schemas/events.ts';
import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';

/** A delivery under a deadline, and what is known of it. */
export interface DeliveryUnderDeadline {
  readonly deliveryId: DeliveryId;
  readonly reader: AuthorityId;
  readonly state: DeliveryState;
  /** Its reader has sent a message in reply. */
  readonly answered: boolean;
  /** What was told of its deadline. */
  readonly told: readonly DeadlineTold['type'][];
}

const REACHED: Readonly<Record<AcceptedDeadline['expects'], readonly DeliveryState[]>> = {
  // what was moved to somebody else counts there
  delivery: ['handed-over', 'accepted-by-reader', 'rejected-by-reader', 'assigned'],
  acceptance: ['accepted-by-reader', 'rejected-by-reader', 'assigned'],
  // what was rejected is not answered any more
  answer: ['rejected-by-reader', 'assigned'],
};

/** Whether what the deadline expects of a delivery has happened. */
export const isKept = (
  { expects }: Pick<AcceptedDeadline, 'expects'>,
  { state, answered }: Pick<DeliveryUnderDeadline, 'state' | 'answered'>,
): boolean => REACHED[expects].includes(state) || (expects !== 'delivery' && answered);

/** What is to be told of a delivery now. Only the worse of two: what is over is not at risk any more. */
export const toTell = (
  deadline: Pick<AcceptedDeadline, 'expects' | 'dueAt' | 'atRiskAt'>,
  delivery: DeliveryUnderDeadline,
  now: Date,
): DeadlineTold['type'] | undefined => {
  if (isKept(deadline, delivery)) return undefined;
  const over = deadline.expects === 'answer' ? 'answer-overdue' : 'deadline-missed';
  if (now >= new Date(deadline.dueAt)) return delivery.told.includes(over) ? undefined : over;
  if (now < new Date(deadline.atRiskAt) || delivery.told.includes('deadline-at-risk')) return undefined;
  return 'deadline-at-risk';
};

/** How often a deadline that was missed is looked at again, until it is kept after all. */
const MISSED_EVERY_MS = 10 * 60_000;

/** When a message's deadline is to be looked at next; `undefined` where it is kept by every delivery. */
export const nextLook = (
  deadline: Pick<AcceptedDeadline, 'expects' | 'dueAt' | 'atRiskAt'>,
  deliveries: readonly DeliveryUnderDeadline[],
  now: Date,
): Date | undefined => {
  if (deliveries.length > 0 && deliveries.every((delivery) => isKept(deadline, delivery))) return undefined;
  if (now < new Date(deadline.atRiskAt)) return new Date(deadline.atRiskAt);
  return now < new Date(deadline.dueAt) ? new Date(deadline.dueAt) : new Date(now.getTime() + MISSED_EVERY_MS);
};
