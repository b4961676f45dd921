/** Sending the author a rejection. It is a signed message: where the key for it is elsewhere, the command is told. */

import type { DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { DeliveryActed, ReturnOne } from '../api/shapes/failures.ts';
import type { Handler } from '../receive/server.ts';
import type { Ask } from '../show/needs.ts';
import { unlessChanged } from './deliveries.ts';
import { nameOf } from './record-action.ts';
import type { Rejecting } from './reject.ts';

/** What returning needs. */
export interface ReturnNeeds {
  readonly ask: Ask;
  /** Signs and sends rejections; absent: the key is not here. */
  readonly rejecting?: Rejecting;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const commandOf = (deliveryId: DeliveryId, reason: string): string =>
  `npx dienstweg dead-letters return ${deliveryId} --as AUTHORITY --reason ${quoted(reason)}`;

/** `POST /api/deliveries/{deliveryId}/return` */
export const returnOne =
  ({ ask, rejecting }: ReturnNeeds): Handler =>
  async ({ params, body, who }): Promise<DeliveryActed> => {
    const { reason, seen, code } = body as ReturnOne;
    const deliveryId = String(params.deliveryId).toLowerCase() as DeliveryId;
    if (rejecting === undefined) {
      const command = commandOf(deliveryId, reason);
      throw new ProblemError({ ...problem('key-elsewhere', { detail: command }), remedy: command });
    }
    const { entry, octets, headerDigest } = await unlessChanged(ask('messageOfDelivery', { deliveryId }), seen);
    // before anything is sent: nobody is to be told twice of one end
    if (entry.round !== seen.round || entry.standing.state !== seen.state)
      throw new ProblemError(
        problem('changed-meanwhile', { detail: `It stands at ${entry.standing.state} now, in round ${entry.round}.` }),
      );
    if (rejecting.authority === entry.author)
      throw new ProblemError(
        problem('request-invalid', {
          detail: `${entry.author} wrote the message itself: a rejection comes from another body that runs the exchange. ${commandOf(deliveryId, reason)}`,
        }),
      );
    const rejection = await rejecting.reject({
      octets: Buffer.from(octets, 'base64'),
      headerDigest,
      reason,
      ...(code === undefined ? {} : { code }),
      ...(entry.lastCode === undefined ? {} : { cause: entry.lastCode }),
    });
    await unlessChanged(ask('returned', { deliveryId, by: nameOf(who), reason, round: seen.round, rejection }), seen);
    return { deliveryId, state: 'returned' };
  };
