/** A role nobody holds: its parts are laid aside until an operator says who gets them. */
import type { EventWriter } from '@dienstweg/infra/bus/events.ts';
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import { beginClearing } from '@dienstweg/schemas/delivery/life.ts';
import type { DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import type { Evidence } from '../tell/evidence.ts';

/** What laying into clearing needs. */
export interface ClearingNeeds {
  readonly isKnown: (delivery: DeliveryId) => boolean;
  readonly events: EventWriter;
  readonly evidence: Pick<Evidence, 'laidIntoClearing'>;
  readonly hold: (entry: DeliveryEntry, predecessor: number) => Promise<boolean>;
  readonly now: () => Date;
}

/** An accepted message as it was stored. */
export interface AcceptedMessage {
  readonly accepted: AcceptedRecord;
  readonly sequence: number;
  readonly traceparent?: string;
}

/** Resolves when every such role of the message is durably laid aside. Event first: told twice is told once. */
export const layIntoClearing = async (needs: ClearingNeeds, message: AcceptedMessage): Promise<void> => {
  const { accepted, sequence, traceparent } = message;
  for (const role of accepted.route.clearing ?? []) {
    if (needs.isKnown(role.deliveryId)) continue;
    const entry = beginClearing(accepted, role, sequence, needs.now().toISOString(), traceparent);
    await needs.events.record([needs.evidence.laidIntoClearing({ entry }, role)]);
    await needs.hold(entry, 0);
  }
};
