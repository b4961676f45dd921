/** Failures of this process, not of the recipient: whatever it fails at again and again becomes a dead letter. */
import type { DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { Stopping } from '../stopping.ts';
import {
  type AttemptLimits,
  type AttemptNeeds,
  attemptDelivery,
  type DueDelivery,
  giveUp,
  type Progress,
} from './attempt.ts';

/**
 * Attempts that throw until they have failed at one delivery so often, and then give it up. Waiting for the bus is no
 * failure; what throws does so for a reason that may never go away.
 */
export const attemptsGivenUpAfter = (
  mostFailures: number,
  needs: AttemptNeeds,
): ((due: DueDelivery, limits: AttemptLimits) => Promise<Progress>) => {
  const failed = new Map<DeliveryId, number>();
  return async (due, limits) => {
    const { deliveryId, messageId } = due.entry;
    try {
      const progress = await attemptDelivery(needs, due, limits);
      failed.delete(deliveryId);
      return progress;
    } catch (error) {
      if (error instanceof Stopping) throw error;
      const failures = (failed.get(deliveryId) ?? 0) + 1;
      failed.set(deliveryId, failures);
      if (failures < mostFailures) throw error;
      needs.log.error({ err: error, deliveryId, messageId, failures }, 'delivery is given up');
      const progress = await giveUp(needs, due, failures);
      failed.delete(deliveryId);
      return progress;
    }
  };
};
