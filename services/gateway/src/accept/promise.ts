/** What a message is promised with its acceptance: its deadline, reckoned, and what its type asks of delivery. */
import { acceptedDeadline, type DeadlineNeeds, termsOf } from '@dienstweg/schemas/calendar/deadline-of.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { MessageHeader } from '@dienstweg/schemas/message.ts';
import type { MessageTypeCatalog } from '@dienstweg/schemas/message-types/catalog.ts';
import type { Promised } from './record.ts';

/** What promising needs. */
export interface PromiseNeeds extends DeadlineNeeds {
  readonly messageTypes: Pick<MessageTypeCatalog, 'find'>;
}

/** Pure, on the directory in memory. */
export const promisedBy =
  (needs: PromiseNeeds) =>
  (header: MessageHeader, at: Date): Promised => {
    const found = needs.messageTypes.find(header.messageType, dayOf(at));
    const manifest = found.state === 'in-force' ? found.type.manifest : undefined;
    const deadline = acceptedDeadline(needs, header, manifest, at);
    return {
      ...(deadline === undefined ? {} : { deadline }),
      ...(manifest === undefined ? {} : { terms: termsOf(manifest) }),
    };
  };
