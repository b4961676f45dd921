/** The one way out for everything refused: recorded where it must be, then answered with its problem document. */
import { randomUUID } from 'node:crypto';
import type { Log } from '@dienstweg/infra/log.ts';
import { traceOf } from '@dienstweg/infra/trace.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import { MEDIA_TYPES } from '@dienstweg/schemas/http/paths.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { waitsWithBody } from '../receive/address.ts';
import { mustBeAudited, refusedEvent } from './audit.ts';
import { problemOf, type Refusal } from './refusal.ts';

/** Effects of refusing. */
export interface RefuseNeeds {
  readonly node: string;
  readonly now: () => Date;
  /** Resolves when the events are durable; false where that could not be had in time. */
  readonly record: (events: readonly DienstwegEvent[]) => Promise<boolean>;
  readonly onRefused: (refusal: Refusal) => void;
  /** Something beyond a quota; `known`: of an authority. */
  readonly turnedAway: (known: boolean) => void;
  readonly log: Log;
}

export type Refuse = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) => Promise<FastifyReply>;

const isDryRun = ({ query }: FastifyRequest): boolean =>
  ['true', true].includes((query as { dryRun?: string | boolean } | undefined)?.dryRun ?? false);

const sizeOf = ({ body, headers }: FastifyRequest): number =>
  Buffer.isBuffer(body) ? body.length : Number(headers['content-length'] ?? 0) || 0;

/** A body that nobody will read need not be sent to its end, and a stranger beyond his measure need not stay. */
const mustHangUp = ({ code }: Refusal, { peer, raw }: FastifyRequest): boolean =>
  code === 'too-large' ||
  (code === 'quota-exceeded' && peer === undefined) ||
  // it was not asked for its body, and may send another request where that would be expected
  (waitsWithBody(raw) && !raw.complete);

/** Answers with the problem document; a refused submission is recorded before, else it is not refused but 503. */
export const refuser =
  (needs: RefuseNeeds): Refuse =>
  async (request, reply, refusal) => {
    const answer = (final: Refusal): FastifyReply => {
      const stated = problemOf(final, request.language);
      needs.onRefused(final);
      if (final.code === 'quota-exceeded') needs.turnedAway(request.peer !== undefined);
      else
        needs.log.info(
          {
            code: final.code,
            peer: request.peer?.authority,
            messageId: stated.messageId,
            ...traceOf(request.traceparent),
          },
          'refused',
        );
      if (stated.retryAfterSeconds !== undefined) reply.header('retry-after', String(stated.retryAfterSeconds));
      if (mustHangUp(final, request)) reply.header('connection', 'close');
      return reply.code(stated.status).type(MEDIA_TYPES.problem).send(JSON.stringify(stated));
    };
    if (request.routeOptions.config?.submission !== true || isDryRun(request) || !mustBeAudited(refusal))
      return answer(refusal);
    const event = refusedEvent(
      refusal,
      {
        ...(request.peer === undefined
          ? {}
          : { peer: request.peer.authority, peerFingerprint: request.peer.fingerprint }),
        sizeBytes: sizeOf(request),
        traceparent: request.traceparent,
      },
      { id: randomUUID(), at: needs.now(), node: needs.node },
    );
    return (await needs.record([event]))
      ? answer(refusal)
      : answer({ code: 'broker-unavailable', say: { text: 'bus-away' }, retryAfterSeconds: 2 });
  };
