/** What operators ask and order: dead letters and roles in clearing; starting over, another reader, back to the author. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import type { EventWriter } from '@dienstweg/infra/bus/events.ts';
import { serveRequests } from '@dienstweg/infra/bus/requests.ts';
import type { RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import { type DeliveryEntry, standingText } from '@dienstweg/schemas/delivery/entry.ts';
import { advanceDelivery } from '@dienstweg/schemas/delivery/life.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { headerOf } from '@dienstweg/schemas/envelope/header-of.ts';
import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { DueDelivery } from './attempt/attempt.ts';
import { deadLettersAmong, LONGEST_LIST } from './hold/dead-letters.ts';
import type { Standing, Standings } from './hold/standings.ts';
import { keepTurns } from './in-order/turns.ts';
import { judgeAssignment } from './other-reader/assignment.ts';
import { type TakePlaceNeeds, takePlace } from './other-reader/take-place.ts';
import { conditionOf } from './recipients/condition.ts';
import { type Pauses, pauseReader, resumeReader } from './recipients/pauses.ts';
import type { Recipients } from './recipients/recipients.ts';
import type { Evidence } from './tell/evidence.ts';

/** What the requests need. */
export interface RequestsNeeds {
  readonly bus: Bus;
  readonly standings: Standings;
  readonly recipients: Recipients;
  readonly pauses: Pauses;
  /** A reader that was paused is pushed to again. */
  readonly onResumed: (reader: AuthorityId) => void;
  readonly events: EventWriter;
  readonly evidence: Evidence;
  readonly hold: (entry: DeliveryEntry, predecessor: number) => Promise<boolean>;
  readonly places: TakePlaceNeeds;
  readonly directory: Directory;
  readonly messageOf: (standing: Standing) => Promise<DueDelivery>;
  /** Starts an attempt; does not wait for it. */
  readonly attemptNow: (delivery: DeliveryId) => void;
  readonly now: () => Date;
}

/**
 * Answers until put down; resolves when the bus knows of it. Orders about one delivery are carried out one after the
 * other, each on what the one before has left: their events are told before their entries are written, and of two at
 * once both would be told, and two readers might get it.
 */
export const serveDeliveryRequests = (needs: RequestsNeeds): Promise<AsyncDisposable> => {
  const inTurn = keepTurns<DeliveryId>();
  return serveRequests(needs.bus, {
    deliveryCondition: async () => conditionOf(needs),
    deadLetters: async (question) => deadLettersAmong(needs.standings.all(), question),
    clearing: async ({ limit }) => ({ inClearing: inClearing(needs.standings, limit) }),
    replay: ({ deliveryId, by, reason, round }) =>
      inTurn(deliveryId, async () => {
        await replay(needs, standingSeen(needs, deliveryId, round), by, reason);
        return { deliveryId, state: 'waiting' };
      }),
    pauseReader: async (order) => ({ paused: await pauseReader(needs, order) }),
    resumeReader: async (order) => {
      await resumeReader(needs, order);
      needs.onResumed(order.reader);
      return { reader: order.reader };
    },
    assign: (order) => inTurn(order.deliveryId, () => assign(needs, order)),
    returned: (order) => inTurn(order.deliveryId, () => returned(needs, order)),
    messageOfDelivery: async ({ deliveryId }) => {
      const standing = standingOf(needs, deliveryId);
      const { octets, accepted } = await needs.messageOf(standing);
      const { headerDigest } = accepted;
      return { entry: standing.entry, octets: Buffer.from(octets).toString('base64'), headerDigest };
    },
  });
};

/** What waits for an operator, the oldest first. */
const inClearing = (standings: Standings, limit: number): readonly DeliveryEntry[] =>
  [...standings.all()]
    .filter(({ entry }) => entry.standing.state === 'in-clearing')
    .toSorted((a, b) => a.sequence - b.sequence)
    .slice(0, Math.min(limit, LONGEST_LIST))
    .map(({ entry }) => entry);

const standingOf = ({ standings }: RequestsNeeds, delivery: DeliveryId): Standing => {
  const standing = standings.get(delivery);
  if (standing === undefined) throw new ProblemError(problem('delivery-unknown'));
  return standing;
};

/** The same, unless it was begun anew since whoever decided looked at it. */
const standingSeen = (needs: RequestsNeeds, delivery: DeliveryId, round: number | undefined): Standing => {
  const standing = standingOf(needs, delivery);
  if (round !== undefined && round !== standing.entry.round)
    throw new ProblemError(
      problem('changed-meanwhile', { detail: 'The delivery was begun anew since it was looked at.' }),
    );
  return standing;
};

const impossible = (detail: string): ProblemError => new ProblemError(problem('delivery-not-replayable', { detail }));

/** Event before entry, as with every step: an order that was given twice is told twice, but never lost. */
const replay = async (needs: RequestsNeeds, standing: Standing, by: string, reason: string): Promise<void> => {
  const advance = advanceDelivery(standing.entry, { step: 'replayed', at: needs.now().toISOString() });
  if (!advance.ok) throw impossible(`${standingText(standing.entry.standing)} Only a dead letter is replayed.`);
  await needs.events.record([needs.evidence.replayed({ entry: advance.entry }, by, reason)]);
  if (!(await needs.hold(advance.entry, standing.sequence)))
    throw impossible('It was advanced by somebody else just now.');
  needs.attemptNow(standing.entry.deliveryId);
};

type Order<K extends 'assign' | 'returned'> = RequestContract[K]['request'];

const assign = async (
  needs: RequestsNeeds,
  { deliveryId, to, by, reason, round, language = 'en', dryRun = false }: Order<'assign'>,
): Promise<RequestContract['assign']['reply']> => {
  const old = standingSeen(needs, deliveryId, round);
  const { state } = old.entry.standing;
  if (state !== 'dead-letter' && state !== 'in-clearing')
    throw impossible(`${standingText(old.entry.standing)} Only a dead letter, or what is in clearing, is assigned.`);
  const { accepted, octets } = await needs.messageOf(old);
  const asked = { accepted, header: headerOf(octets), entry: old.entry, to, language };
  const verdict = judgeAssignment(needs.directory, asked, needs.now());
  if (!verdict.ok) throw new ProblemError(verdict.problem);
  if (dryRun) return { deliveryId, to: verdict.to };
  await takePlace(needs.places, { accepted, old, to: verdict.to, by, reason });
  needs.attemptNow(verdict.to.deliveryId);
  return { deliveryId, to: verdict.to };
};

const returned = async (
  needs: RequestsNeeds,
  { deliveryId, by, reason, round, rejection }: Order<'returned'>,
): Promise<RequestContract['returned']['reply']> => {
  const { entry, sequence } = standingSeen(needs, deliveryId, round);
  if (rejection.author === entry.author)
    throw new ProblemError(
      problem('request-invalid', {
        detail: `${entry.author} wrote the message itself: a rejection comes from the body that runs the exchange.`,
      }),
    );
  const advance = advanceDelivery(entry, { step: 'returned', at: needs.now().toISOString() });
  if (!advance.ok)
    throw impossible(`${standingText(entry.standing)} Only a dead letter, or what is in clearing, is returned.`);
  await needs.places.assignments.record([needs.evidence.returned({ entry }, by, reason, rejection)]);
  if (!(await needs.hold(advance.entry, sequence))) throw impossible('It was advanced by somebody else just now.');
  return { deliveryId };
};
