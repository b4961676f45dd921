/** What is on its way to authorities, so that it can be said what a change of the directory touches. */
import type { InboxDelivery } from '@dienstweg/schemas/bus/requests.ts';
import type { DeliveryState } from '@dienstweg/schemas/delivery/state.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Operator } from '../client/operator.ts';

/** Open deliveries of one reader. */
export interface OpenDeliveries {
  readonly reader: AuthorityId;
  readonly count: number;
  /** There are more than were counted. */
  readonly more?: true;
  readonly deliveries: readonly Pick<InboxDelivery, 'deliveryId' | 'messageId' | 'state'>[];
}

const OPEN: readonly DeliveryState[] = ['delivering', 'waiting', 'in-mailbox'];
/** So many readers are asked for, so many deliveries counted of each state, and so many named. */
const MOST_READERS = 50;
const MOST_COUNTED = 200;
const MOST_NAMED = 10;

/** Open deliveries of those readers that have any. */
export const openDeliveriesTo = async (
  operator: Operator,
  readers: readonly AuthorityId[],
): Promise<readonly OpenDeliveries[]> => {
  const found: OpenDeliveries[] = [];
  for (const reader of readers.slice(0, MOST_READERS)) {
    const pages = await Promise.all(
      OPEN.map((state) => operator.ask('trackingDeliveries', { reader, state, limit: MOST_COUNTED })),
    );
    const all = pages.flatMap(({ items }) => items);
    if (all.length > 0)
      found.push({
        reader,
        count: all.length,
        ...(pages.some(({ items }) => items.length === MOST_COUNTED) ? { more: true } : {}),
        deliveries: all
          .slice(0, MOST_NAMED)
          .map(({ deliveryId, messageId, state }) => ({ deliveryId, messageId, state })),
      });
  }
  return found;
};
