/** What authorities may look at: their messages, events, deliveries, routes and message types. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { request as ask } from '@dienstweg/infra/bus/requests.ts';
import type {
  MessageTrace,
  Reply,
  RequestContract,
  RequestKey,
  RouteQuestion,
} from '@dienstweg/schemas/bus/requests.ts';
import type { DeliveryState } from '@dienstweg/schemas/delivery/state.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { answerRoute } from '@dienstweg/schemas/directory/route/answer-route.ts';
import { openApiDocument } from '@dienstweg/schemas/http/openapi.ts';
import { PATH_PARAMETERS, QUERIES } from '@dienstweg/schemas/http/parameters.ts';
import { MEDIA_TYPES, PATHS } from '@dienstweg/schemas/http/paths.ts';
import type { MessageTypeAnswer } from '@dienstweg/schemas/http/shapes.ts';
import {
  type AuthorityId,
  type MessageId,
  parseAuthorityId,
  parseMessageId,
  parseRegionId,
  parseServiceId,
} from '@dienstweg/schemas/identifiers.ts';
import type { MessageTypeCatalog, StandingType } from '@dienstweg/schemas/message-types/catalog.ts';
import { stateOn } from '@dienstweg/schemas/message-types/standing.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { StoredAcceptance } from '../accept/accept.ts';
import { peerOf } from '../receive/caller.ts';
import { routePath } from '../receive/route-path.ts';
import { pageOf } from './page.ts';
import { routingSlip } from './routing-slip.ts';
import { isVisibleTo, traceOfAccepted } from './trace.ts';

/** What the views are read from. */
export interface ViewNeeds {
  readonly node: string;
  readonly now: () => Date;
  readonly bus: Bus;
  readonly directory: Directory;
  readonly messageTypes: MessageTypeCatalog;
  readonly byIdentity: (author: AuthorityId, id: MessageId) => Promise<StoredAcceptance | undefined>;
}

const answered = <K extends RequestKey>(reply: Reply<K>): RequestContract[K]['reply'] => {
  if (!reply.ok) throw new ProblemError(reply.problem);
  return reply.value;
};

const parsed = <T>(value: T | undefined, name: string): T => {
  if (value === undefined)
    throw new ProblemError(problem('request-invalid', { detail: `${name}: not an identifier of its form` }));
  return value;
};

/** The tracking view's answer; where that does not know the message yet, what the index knows of its acceptance. */
const traceFor = async (needs: ViewNeeds, request: FastifyRequest): Promise<MessageTrace> => {
  const peer = peerOf(request).authority;
  const messageId = parsed(parseMessageId((request.params as { id: string }).id), 'id');
  const stated = (request.query as { author?: string }).author;
  const author = stated === undefined ? undefined : parsed(parseAuthorityId(stated), 'author');
  const reply = await ask(needs.bus, 'trackingMessage', {
    messageId,
    ...(author === undefined ? {} : { author }),
    visibleTo: peer,
  });
  if (reply.ok && isVisibleTo(reply.value, peer)) return reply.value;
  if (!reply.ok && reply.problem.code !== 'message-unknown') throw new ProblemError(reply.problem);
  const accepted = await needs.byIdentity(author ?? peer, messageId);
  if (accepted !== undefined && isVisibleTo(accepted.record, peer)) return traceOfAccepted(accepted, needs.node);
  throw new ProblemError(problem('message-unknown', { messageId }));
};

const shown = ({ type, standing, isPublished }: StandingType, day: string): MessageTypeAnswer => {
  const { code, version, name, description, limits, parts, distribution } = type.manifest;
  const { validFrom, validUntil, deprecatedFrom } = standing;
  return {
    code,
    version,
    name,
    description,
    state: stateOn(standing, day),
    validFrom,
    ...(validUntil === undefined ? {} : { validUntil }),
    ...(deprecatedFrom === undefined ? {} : { deprecatedFrom }),
    origin: isPublished ? 'published' : 'product',
    limits,
    parts,
    ...(distribution === undefined ? {} : { distribution }),
  };
};

/** Messages of the caller. */
export const showMessages = (app: FastifyInstance, needs: ViewNeeds): void => {
  const schema = { params: PATH_PARAMETERS.showMessage, querystring: QUERIES.showMessage };
  app.get(routePath(PATHS.message), { schema }, (request) => traceFor(needs, request));
  app.get(routePath(PATHS.routingSlip), { schema }, async (request, reply) =>
    reply.type(MEDIA_TYPES.xml).send(routingSlip(await traceFor(needs, request), needs.node, needs.now())),
  );
};

/** Events and deliveries of the caller. */
export const listHappenings = (app: FastifyInstance, { bus }: Pick<ViewNeeds, 'bus'>): void => {
  interface Paging {
    readonly after?: string;
    readonly limit: number;
    readonly state?: DeliveryState;
  }
  // by name: whatever else an address states must not reach the question, where it could stand for the caller
  const paging = ({ query }: FastifyRequest): Paging => {
    const { after, limit, state } = query as Paging;
    return { limit, ...(after === undefined ? {} : { after }), ...(state === undefined ? {} : { state }) };
  };
  app.get(PATHS.events, { schema: { querystring: QUERIES.listEvents } }, async (request) =>
    answered<'trackingEvents'>(
      await ask(bus, 'trackingEvents', { ...paging(request), authority: peerOf(request).authority }),
    ),
  );
  const deliveries = async (request: FastifyRequest, state?: DeliveryState) =>
    answered<'trackingDeliveries'>(
      await ask(bus, 'trackingDeliveries', {
        ...paging(request),
        ...(state === undefined ? {} : { state }),
        reader: peerOf(request).authority,
      }),
    );
  app.get(PATHS.mailbox, { schema: { querystring: QUERIES.listMailbox } }, (request) =>
    deliveries(request, 'in-mailbox'),
  );
  app.get(PATHS.deliveries, { schema: { querystring: QUERIES.listDeliveries } }, (request) => deliveries(request));
};

/** Author and type, by which the explanation says whether the one may send the other; they go together. */
const permissionAsked = (
  author: string | undefined,
  messageType: string | undefined,
): Pick<RouteQuestion, 'author' | 'messageType' | 'messageTypeVersion' | 'explain'> => {
  if (author === undefined && messageType === undefined) return {};
  if (author === undefined || messageType === undefined)
    throw new ProblemError(
      problem('request-invalid', { detail: 'author and messageType: one is only asked with the other' }),
    );
  const [code = '', version] = messageType.split(':');
  return {
    author: parsed(parseAuthorityId(author), 'author'),
    messageType: code,
    ...(version === undefined ? {} : { messageTypeVersion: version }),
    explain: true,
  };
};

/** The directory and the message types; answered from memory, also while the bus is away. */
export const showDirectory = (app: FastifyInstance, { directory, messageTypes, now }: ViewNeeds): void => {
  app.get(PATHS.routes, { schema: { querystring: QUERIES.askRoute } }, async (request) => {
    const { service, region, author, messageType, after, limit, role, at, asKnownAt, explain } = request.query as {
      readonly service: string;
      readonly region: string;
      readonly role?: string;
      readonly at?: string;
      readonly asKnownAt?: string;
      readonly explain: boolean;
      readonly author?: string;
      readonly messageType?: string;
      readonly after?: string;
      readonly limit: number;
    };
    if (asKnownAt !== undefined && Number.isNaN(Date.parse(asKnownAt)))
      throw new ProblemError(problem('request-invalid', { detail: 'asKnownAt: not a time' }));
    const answer = answerRoute(
      directory,
      {
        service: parsed(parseServiceId(service), 'service'),
        region: parsed(parseRegionId(region), 'region'),
        explain,
        ...(role === undefined ? {} : { role }),
        ...(at === undefined ? {} : { at }),
        ...(asKnownAt === undefined ? {} : { asKnownAt }),
        ...permissionAsked(author, messageType),
      },
      now(),
      { language: request.language },
    );
    const page = pageOf(answer.readers, { after, limit, edition: answer.edition });
    return { ...answer, readers: page.items, ...(page.next === undefined ? {} : { next: page.next }) };
  });
  app.get(PATHS.messageTypes, async () => ({
    messageTypes: messageTypes.standings().map((standing) => shown(standing, dayOf(now()))),
  }));
  app.get(routePath(PATHS.messageType), { schema: { params: PATH_PARAMETERS.showMessageType } }, async (request) => {
    const wanted = request.params as { readonly code: string; readonly version: string };
    const standing = messageTypes.standingOf(wanted);
    if (standing === undefined)
      throw new ProblemError(problem('not-found', { detail: `${wanted.code} ${wanted.version}` }));
    return shown(standing, dayOf(now()));
  });
  const document = JSON.stringify(openApiDocument());
  app.get(PATHS.openapi, { config: { open: true } }, async (_request, reply) =>
    reply.type(MEDIA_TYPES.json).send(document),
  );
};
