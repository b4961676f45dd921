/** `POST /v1/message-types/{code}/{version}/validate`: something held against a type; nothing is stored, and nothing is an event. */
import { PATH_PARAMETERS, QUERIES } from '@dienstweg/schemas/http/parameters.ts';
import { MEDIA_TYPES, PATHS } from '@dienstweg/schemas/http/paths.ts';
import type { ValidationAnswer } from '@dienstweg/schemas/http/shapes.ts';
import type { MessageTypeRef } from '@dienstweg/schemas/message.ts';
import type { MessageTypeCatalog } from '@dienstweg/schemas/message-types/catalog.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ExaminePool } from '../examine/pool.ts';
import type { Validation } from '../examine/protocol.ts';
import { peerOf } from '../receive/caller.ts';
import { routePath } from '../receive/route-path.ts';
import { notExamined } from '../submit.ts';
import type { Refuse } from './refuse.ts';

/** What the route needs. */
export interface ValidateNeeds {
  readonly standingOf: MessageTypeCatalog['standingOf'];
  readonly validate: ExaminePool['validate'];
  readonly refuse: Refuse;
  readonly now: () => Date;
  /** For one examination. */
  readonly limitMs: number;
}

/** What is told of a validation. Pure. */
export const validationAnswer = (messageType: MessageTypeRef, validation: Validation): ValidationAnswer => {
  if (validation.content === 'payload') {
    const { part, violations, warnings } = validation;
    const valid = violations.length === 0;
    return { valid, messageType, content: 'payload', ...(part === undefined ? {} : { part }), violations, warnings };
  }
  const { examination } = validation;
  const said = examination.ok ? examination.message.header : examination.claimed;
  const isOther =
    said.messageType !== undefined &&
    (said.messageType.code !== messageType.code || said.messageType.version !== messageType.version);
  if (isOther)
    throw new ProblemError(
      problem('request-invalid', {
        detail: `The message is of ${said.messageType?.code} ${said.messageType?.version}; the path says ${messageType.code} ${messageType.version}.`,
      }),
    );
  return {
    valid: examination.ok,
    messageType,
    content: 'message',
    ...(said.author === undefined ? {} : { author: said.author }),
    ...(said.messageId === undefined ? {} : { messageId: said.messageId }),
    violations: examination.ok ? [] : examination.violations,
    warnings: examination.ok ? (examination.warnings ?? []) : [],
  };
};

/** Adds the route. It counts against the quotas of its caller as handing in does. */
export const tryMessageTypes = (app: FastifyInstance, needs: ValidateNeeds): void => {
  app.post(
    routePath(PATHS.validate),
    {
      config: { submission: true, takes: [MEDIA_TYPES.xml, MEDIA_TYPES.textXml] },
      schema: { params: PATH_PARAMETERS.validate, querystring: QUERIES.validate },
    },
    async (request: FastifyRequest, reply) => {
      const { code, version } = request.params as MessageTypeRef;
      const messageType = { code, version };
      const { part } = request.query as { readonly part?: string };
      if (needs.standingOf(messageType) === undefined)
        throw new ProblemError(problem('message-type-unknown', { detail: `${code} ${version}` }));
      const octets = Buffer.isBuffer(request.body) ? request.body : new Uint8Array();
      const { authority: asker } = peerOf(request);
      const asked = { messageType, asker, atMs: needs.now().getTime(), language: request.language };
      const done = await needs.validate({ ...asked, ...(part === undefined ? {} : { part }) }, octets);
      if (!done.ok) return needs.refuse(request, reply, notExamined(done.reason, needs.limitMs));
      return validationAnswer(messageType, done.value);
    },
  );
};
