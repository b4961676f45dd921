/** The deliveries of a message type that have not ended. */
import type { TracedDelivery } from '@dienstweg/schemas/bus/views.ts';
import type { DeliveryState } from '@dienstweg/schemas/delivery/state.ts';
import type { MessageId } from '@dienstweg/schemas/identifiers.ts';
import type { MessageTypeRef } from '@dienstweg/schemas/message.ts';
import type { Operator } from '../client/operator.ts';

/** A delivery on its way, with what it is of. */
export type OpenDelivery = Pick<TracedDelivery, 'deliveryId' | 'reader' | 'state'> & {
  readonly messageId: MessageId;
  readonly messageType: MessageTypeRef;
};

const OPEN = ['delivering', 'waiting', 'in-mailbox'] as const satisfies readonly DeliveryState[];
const isOpen = (state: DeliveryState): boolean => OPEN.some((each) => each === state);
/** Messages asked for at once, and looked at of each state. */
const A_PAGE = 500;
const MOST_MESSAGES = 20_000;

/** Every open delivery of a type, in whatever version; `more`: there are some beyond those looked at. */
export const openOfType = async (
  operator: Operator,
  messageType: string,
): Promise<{ readonly deliveries: readonly OpenDelivery[]; readonly more: boolean }> => {
  const open = new Map<string, OpenDelivery>();
  let more = false;
  for (const state of OPEN) {
    let after: string | undefined;
    for (let seen = 0; ; ) {
      const page = await operator.ask('trackingFind', {
        messageType,
        state,
        limit: A_PAGE,
        ...(after === undefined ? {} : { after }),
      });
      seen += page.messages.length;
      for (const { messageId, messageType: of, deliveries } of page.messages)
        for (const each of deliveries)
          if (isOpen(each.state))
            open.set(each.deliveryId, {
              deliveryId: each.deliveryId,
              reader: each.reader,
              state: each.state,
              messageId,
              messageType: of,
            });
      if (page.next === undefined || page.next === after || page.messages.length === 0) break;
      after = page.next;
      more ||= seen >= MOST_MESSAGES;
      if (more) break;
    }
  }
  return { deliveries: [...open.values()], more };
};
