/** `POST /v1/messages`: from the request to the answer. */

import { QUERIES } from '@dienstweg/schemas/http/parameters.ts';
import { MEDIA_TYPES, PATHS } from '@dienstweg/schemas/http/paths.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Refuse } from '../answer/refuse.ts';
import { dryRunAnswer, submissionAnswer } from '../answer/submission-answer.ts';
import type { Outcome, Submission } from '../submit.ts';
import { peerOf } from './caller.ts';

/** What the route needs. */
export interface SubmissionRouteNeeds {
  readonly submit: (submission: Submission) => Promise<Outcome>;
  readonly refuse: Refuse;
  /** Told how long the body of a submission took to arrive, and what is between that and its answer, milliseconds. */
  readonly spent: (stage: 'receive' | 'submit', tookMs: number) => void;
  readonly onAccepted: (repeated: boolean, seconds: number) => void;
}

/** Adds the route. */
export const takeSubmissions = (
  app: FastifyInstance,
  { submit, refuse, spent, onAccepted }: SubmissionRouteNeeds,
): void => {
  app.post(
    PATHS.messages,
    {
      config: { submission: true, takes: [MEDIA_TYPES.xml, MEDIA_TYPES.textXml] },
      schema: { querystring: QUERIES.submitMessage },
    },
    async (request: FastifyRequest, reply) => {
      const begun = performance.now();
      spent('receive', begun - request.arrivedAtMs);
      const outcome = await submit({
        octets: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
        peer: peerOf(request).authority,
        language: request.language,
        dryRun: (request.query as { dryRun: boolean }).dryRun,
        traceparent: request.traceparent,
      });
      request.answeredAtMs = performance.now();
      spent('submit', request.answeredAtMs - begun);
      switch (outcome.is) {
        case 'accepted':
          onAccepted(outcome.repeated, (request.answeredAtMs - begun) / 1000);
          return reply
            .code(outcome.repeated ? 200 : 202)
            .type(MEDIA_TYPES.json)
            .send(JSON.stringify(submissionAnswer(outcome.accepted, outcome.repeated, outcome.warnings)));
        case 'would-be-accepted':
          return dryRunAnswer(outcome.routed, outcome.warnings);
        case 'refused':
          return refuse(request, reply, outcome.refusal);
        default:
          return outcome satisfies never;
      }
    },
  );
};
