/** What is known of a delivery before an attempt: from its entry, the registry and the memory of recipients. */
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import type { EndpointEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { Rerouting } from '@dienstweg/schemas/directory/route/reroute.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { ToldEnds } from '../hold/told.ts';
import type { ConversationOrder } from '../in-order/order.ts';
import { maintainedUntil, maintenanceUntil } from '../recipients/maintenance.ts';
import type { Pauses } from '../recipients/pauses.ts';
import type { RecipientLimits, Recipients, Slot } from '../recipients/recipients.ts';
import type { DeliveryFacts } from './decide.ts';

/** Whom is asked. */
export interface GatherNeeds {
  /** Whether the reader is still the one, where its service prescribes the day of delivery. */
  readonly rerouted: (accepted: AcceptedRecord, entry: DeliveryEntry, at: Date) => Rerouting;
  /** Versions of the message's type its reader takes at a moment; `undefined`: it has no endpoint. */
  readonly versionsTaken?: (accepted: AcceptedRecord, reader: AuthorityId, at: Date) => readonly string[] | undefined;
  /** Whether deliveries to this reader stand in line. */
  readonly hasLine: (reader: AuthorityId) => boolean;
  readonly recipients: Recipients;
  readonly pauses: Pick<Pauses, 'untilOf' | 'endedAt'>;
  readonly order: ConversationOrder;
  readonly told: ToldEnds;
}

/** The delivery asked about; `sequence` 0: its first attempt. */
interface Asked {
  readonly accepted: AcceptedRecord;
  readonly entry: DeliveryEntry;
  readonly sequence: number;
}

/** What the reader's node stands, as registered. */
export const standsOf = (endpoint: EndpointEntry | undefined): RecipientLimits => ({
  ...(endpoint?.limitConcurrent === undefined ? {} : { concurrent: endpoint.limitConcurrent }),
  ...(endpoint?.limitPerMinute === undefined ? {} : { perMinute: endpoint.limitPerMinute }),
});

/** The facts as of `now`. `waitMs`: how long a slot would be waited for; `slot`: one that was. */
export const factsOf = (
  needs: GatherNeeds,
  { accepted, entry, sequence }: Asked,
  endpoint: EndpointEntry | undefined,
  now: Date,
  waitMs: number,
  slot: Slot | undefined,
): DeliveryFacts => {
  const rerouting = needs.rerouted(accepted, entry, now);
  const maintained = maintenanceUntil(endpoint?.maintenance, now);
  const pausedUntil = needs.pauses.untilOf(entry.reader, now);
  const heldUntil = Math.max(
    needs.pauses.endedAt(entry.reader, now) ?? 0,
    maintainedUntil(endpoint?.maintenance, now) ?? 0,
  );
  const told = needs.told.get(entry.deliveryId);
  const versionsTaken = endpoint === undefined ? needs.versionsTaken?.(accepted, entry.reader, now) : undefined;
  return {
    entry,
    now: now.getTime(),
    ...(told === undefined ? {} : { told }),
    ...(accepted.notBefore === undefined ? {} : { notBefore: Date.parse(accepted.notBefore) }),
    ...(endpoint === undefined ? {} : { channel: endpoint.channel.type }),
    ...(versionsTaken === undefined ? {} : { versionsTaken }),
    ...(rerouting.to === 'same' ? {} : { rerouting }),
    ...(maintained === undefined ? {} : { maintenanceUntil: maintained.getTime() }),
    ...(pausedUntil === undefined ? {} : { pausedUntil }),
    ...(heldUntil === 0 ? {} : { heldUntil }),
    earlierOpen: needs.order.hasEarlier(entry),
    ...needs.recipients.look(entry.reader, standsOf(endpoint), waitMs, slot),
    // what came earlier would never have its turn where more comes than the recipient stands
    ...(sequence === 0 && endpoint?.limitPerMinute !== undefined && needs.hasLine(entry.reader)
      ? { rateUntil: now.getTime() }
      : {}),
  };
};
