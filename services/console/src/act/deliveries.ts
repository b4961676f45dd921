/** Orders about single deliveries. What was seen comes with them: what changed meanwhile is refused, and nothing done. */
import { type DeliveryId, parseAuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { SeenDelivery } from '../api/shapes/common.ts';
import type { Assigned, AssignOne, DeliveryActed, ReplayOne } from '../api/shapes/failures.ts';
import type { Handler } from '../receive/server.ts';
import type { Ask, ViewNeeds } from '../show/needs.ts';
import { nonsense } from '../show/values.ts';
import { namesOf } from '../show/words.ts';
import { nameOf } from './record-action.ts';

const deliveryIn = (params: Readonly<Record<string, string>>): DeliveryId =>
  String(params.deliveryId).toLowerCase() as DeliveryId;

/**
 * Runs an order; one that fits no longer, because somebody else was faster, is told as such and not as a fault of the
 * order: delivery refuses by `delivery-not-replayable` what is no dead letter any more.
 */
export const unlessChanged = async <T>(order: Promise<T>, seen: Pick<SeenDelivery, 'state'>): Promise<T> => {
  try {
    return await order;
  } catch (error) {
    if (
      error instanceof ProblemError &&
      (error.problem.code === 'delivery-not-replayable' || error.problem.code === 'delivery-unknown')
    )
      throw new ProblemError(
        problem('changed-meanwhile', { detail: `It was shown as ${seen.state}. ${error.problem.detail}` }),
        { cause: error },
      );
    throw error;
  }
};

/** `POST /api/deliveries/{deliveryId}/replay` */
export const replayOne =
  (ask: Ask): Handler =>
  async ({ params, body, who }): Promise<DeliveryActed> => {
    const { reason, seen } = body as ReplayOne;
    const order = ask('replay', { deliveryId: deliveryIn(params), by: nameOf(who), reason, round: seen.round });
    return unlessChanged(order, seen);
  };

/** `POST /api/deliveries/{deliveryId}/assign` */
export const assignOne =
  ({ ask, directory, now }: ViewNeeds): Handler =>
  async ({ params, body, who, language }): Promise<Assigned> => {
    const { reason, seen, to: text, dryRun = false } = body as AssignOne;
    const to = parseAuthorityId(text);
    if (to === undefined) throw nonsense('to', text, 'scheme:value');
    const order = ask('assign', {
      deliveryId: deliveryIn(params),
      to,
      by: nameOf(who),
      reason,
      round: seen.round,
      language,
      ...(dryRun ? { dryRun } : {}),
    });
    const assigned = await unlessChanged(order, seen);
    return { ...assigned, dryRun, names: namesOf(directory, [assigned.to.authority], language, now()) };
  };
