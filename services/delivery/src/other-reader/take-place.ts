/**
 * Another reader takes the place of one: by a delivery of its own, whose entry comes first and says in whose place it
 * stands. A crash on the way is made up for at the next start: {@link completeAssignments}.
 */
import type { EventWriter } from '@dienstweg/infra/bus/events.ts';
import type { AcceptedRecord, RoutedReader } from '@dienstweg/schemas/accepted.ts';
import { type DeliveryEntry, standingText } from '@dienstweg/schemas/delivery/entry.ts';
import { advanceDelivery, beginDelivery } from '@dienstweg/schemas/delivery/life.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Standing, Standings } from '../hold/standings.ts';
import type { Evidence } from '../tell/evidence.ts';

/** What taking a place needs. */
export interface TakePlaceNeeds {
  readonly standings: Standings;
  /** Events that gateways follow too. */
  readonly assignments: EventWriter;
  readonly evidence: Pick<Evidence, 'assigned'>;
  readonly hold: (entry: DeliveryEntry, predecessor: number) => Promise<boolean>;
  readonly now: () => Date;
}

/** Whose place, who takes it, and by whose word. */
export interface Place {
  readonly accepted: AcceptedRecord;
  /** `sequence` 0: it has no entry yet. */
  readonly old: Standing;
  readonly to: RoutedReader;
  readonly by: string;
  readonly reason: string;
}

/**
 * Resolves when it is durable; the new delivery then waits to be attempted. The same place taken again by the same
 * reader comes to nothing new. Throws ProblemError `delivery-not-replayable` where somebody else advanced the old one,
 * or the new reader has a delivery of this message for another reason.
 */
export const takePlace = async (needs: TakePlaceNeeds, { accepted, old, to, by, reason }: Place): Promise<void> => {
  const { deliveryId, messageSequence, traceparent } = old.entry;
  const there = needs.standings.get(to.deliveryId);
  if (there !== undefined && there.entry.insteadOf?.deliveryId !== deliveryId)
    throw refused(`${to.authority} has a delivery of this message already.`);
  const at = needs.now().toISOString();
  const begun: DeliveryEntry = {
    ...beginDelivery(accepted, to, messageSequence, at, traceparent),
    insteadOf: { deliveryId, by, reason },
  };
  if (there === undefined && !(await needs.hold(begun, 0))) {
    const meanwhile = needs.standings.get(to.deliveryId)?.entry.insteadOf?.deliveryId;
    if (meanwhile !== deliveryId) throw refused('It was advanced by somebody else just now.');
  }
  await complete(needs, old, to, by, reason);
};

/** Ends what was left open by a crash between the two entries. */
export const completeAssignments = async (needs: TakePlaceNeeds): Promise<void> => {
  for (const { entry } of [...needs.standings.all()]) {
    const { insteadOf } = entry;
    const old = insteadOf === undefined ? undefined : needs.standings.get(insteadOf.deliveryId);
    if (insteadOf === undefined || old === undefined || old.entry.standing.state === 'ended') continue;
    const { deliveryId, reader: authority, role, parts } = entry;
    await complete(needs, old, { deliveryId, authority, role, roles: [role], parts }, insteadOf.by, insteadOf.reason);
  }
};

const complete = async (
  needs: TakePlaceNeeds,
  old: Standing,
  to: RoutedReader,
  by: string,
  reason: string,
): Promise<void> => {
  const step = { step: 'assigned', at: needs.now().toISOString(), to: to.deliveryId } as const;
  const advance = advanceDelivery(old.entry, step);
  if (!advance.ok) {
    if (old.entry.standing.state === 'ended' && old.entry.standing.to === to.deliveryId) return;
    throw refused(standingText(old.entry.standing));
  }
  await needs.assignments.record([needs.evidence.assigned({ entry: old.entry }, to, by, reason)]);
  if (!(await needs.hold(advance.entry, old.sequence))) throw refused('It was advanced by somebody else just now.');
};

const refused = (detail: string): ProblemError => new ProblemError(problem('delivery-not-replayable', { detail }));
