/** What operators ask and order: dead letters, and starting one over. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import type { EventWriter } from '@dienstweg/infra/bus/events.ts';
import { serveRequests } from '@dienstweg/infra/bus/requests.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import { advanceDelivery } from '@dienstweg/schemas/delivery/life.ts';
import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Evidence } from './evidence.ts';
import type { Standings } from './standings.ts';

/** What the requests need. */
export interface RequestsNeeds {
  readonly bus: Bus;
  readonly standings: Standings;
  readonly events: EventWriter;
  readonly evidence: Evidence;
  readonly hold: (entry: DeliveryEntry, predecessor: number) => Promise<boolean>;
  /** Starts an attempt; does not wait for it. */
  readonly attemptNow: (delivery: DeliveryId) => void;
  readonly now: () => Date;
}

const LONGEST_LIST = 1_000;

/** Answers `deadLetters` and `replay` until put down; resolves when the bus knows of it. */
export const serveDeliveryRequests = (needs: RequestsNeeds): Promise<AsyncDisposable> =>
  serveRequests(needs.bus, {
    deadLetters: async ({ limit, reader }) => ({ deadLetters: deadLettersOf(needs.standings, limit, reader) }),
    replay: async ({ deliveryId, by, reason }) => {
      await replay(needs, deliveryId, by, reason);
      return { deliveryId, state: 'waiting' };
    },
  });

/** Dead letters, the latest first. */
const deadLettersOf = (standings: Standings, limit: number, reader?: AuthorityId): readonly DeliveryEntry[] =>
  [...standings.all()]
    .filter(({ entry }) => entry.standing.state === 'dead-letter' && (reader === undefined || entry.reader === reader))
    .toSorted((a, b) => b.sequence - a.sequence)
    .slice(0, Math.min(limit, LONGEST_LIST))
    .map(({ entry }) => entry);

/** Event before entry, as with every step: an order that was given twice is told twice, but never lost. */
const replay = async (needs: RequestsNeeds, delivery: DeliveryId, by: string, reason: string): Promise<void> => {
  const standing = needs.standings.get(delivery);
  if (standing === undefined) throw new ProblemError(problem('delivery-unknown'));
  const advance = advanceDelivery(standing.entry, { step: 'replayed', at: needs.now().toISOString() });
  if (!advance.ok)
    throw new ProblemError(
      problem('delivery-not-replayable', { detail: `The delivery stands at ${advance.standing}.` }),
    );
  await needs.events.record([needs.evidence.replayed({ entry: advance.entry }, by, reason)]);
  if (!(await needs.hold(advance.entry, standing.sequence)))
    throw new ProblemError(
      problem('delivery-not-replayable', { detail: 'It was advanced by somebody else just now.' }),
    );
  needs.attemptNow(delivery);
};
