/** What readers do: fetch, accept, reject. */
import { PUSH_HEADERS } from '@dienstweg/schemas/bus/streams.ts';
import type { DecidedByReader } from '@dienstweg/schemas/events.ts';
import { PATH_PARAMETERS } from '@dienstweg/schemas/http/parameters.ts';
import { MEDIA_TYPES, PATHS, type PathTemplate } from '@dienstweg/schemas/http/paths.ts';
import type { DecisionAnswer } from '@dienstweg/schemas/http/shapes.ts';
import { type DeliveryId, parseDeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { peerOf } from '../receive/caller.ts';
import { routePath } from '../receive/route-path.ts';
import type { Judged } from '../resolve/resolve.ts';
import type { StatedDecision } from './decide.ts';
import type { Fetched } from './fetch.ts';
import type { Refuse } from './refuse.ts';

/** What the routes need. */
export interface DeliveryRouteNeeds {
  readonly fetch: (delivery: DeliveryId, peer: StatedDecision['peer'], traceparent: string) => Promise<Fetched>;
  readonly decide: (stated: StatedDecision) => Promise<Judged<{ readonly answer: DecisionAnswer }>>;
  readonly refuse: Refuse;
}

const deliveryOf = ({ params }: FastifyRequest): DeliveryId => {
  const delivery = parseDeliveryId((params as { delivery: string }).delivery);
  if (delivery === undefined) throw new ProblemError(problem('delivery-unknown'));
  return delivery;
};

/** Larger than any receipt; the limit of messages is not meant here. */
const DECISION_LIMIT_BYTES = 64 * 1024;

/** Adds the routes. */
export const takeOutDeliveries = (app: FastifyInstance, { fetch, decide, refuse }: DeliveryRouteNeeds): void => {
  app.get(
    routePath(PATHS.mailboxDelivery),
    { schema: { params: PATH_PARAMETERS.fetchDelivery } },
    async (request, reply) => {
      const delivery = deliveryOf(request);
      const fetched = await fetch(delivery, peerOf(request).authority, request.traceparent);
      if (!fetched.ok) return refuse(request, reply, fetched.refusal);
      return reply.header(PUSH_HEADERS.deliveryId, delivery).type(MEDIA_TYPES.xml).send(Buffer.from(fetched.octets));
    },
  );
  const decision = (path: PathTemplate, state: DecidedByReader['type']): void => {
    app.post(
      routePath(path),
      {
        bodyLimit: DECISION_LIMIT_BYTES,
        config: { takes: [MEDIA_TYPES.jose, MEDIA_TYPES.text] },
        schema: { params: PATH_PARAMETERS.acceptDelivery },
      },
      async (request, reply) => {
        const judged = await decide({
          delivery: deliveryOf(request),
          peer: peerOf(request).authority,
          state,
          jws: Buffer.isBuffer(request.body) ? request.body.toString('latin1').trim() : '',
          traceparent: request.traceparent,
        });
        return judged.ok ? judged.answer : refuse(request, reply, judged.refusal);
      },
    );
  };
  decision(PATHS.acceptance, 'accepted-by-reader');
  decision(PATHS.rejection, 'rejected-by-reader');
};
