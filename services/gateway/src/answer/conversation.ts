/** `GET /v1/conversations/{id}`: the joint status of what belongs together. */
import { request as ask } from '@dienstweg/infra/bus/requests.ts';
import { jointStatusOf } from '@dienstweg/schemas/delivery/joint-status.ts';
import { PATH_PARAMETERS } from '@dienstweg/schemas/http/parameters.ts';
import { PATHS } from '@dienstweg/schemas/http/paths.ts';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import type { FastifyInstance } from 'fastify';
import { peerOf } from '../receive/caller.ts';
import { routePath } from '../receive/route-path.ts';
import type { ViewNeeds } from './views.ts';

/** Adds the route: messages of which the caller is author or sender with all deliveries, others with the caller's own. */
export const showConversations = (app: FastifyInstance, { bus }: Pick<ViewNeeds, 'bus'>): void => {
  const schema = { params: PATH_PARAMETERS.showConversation };
  app.get(routePath(PATHS.conversation), { schema }, async (request) => {
    const peer = peerOf(request).authority;
    const conversationId = (request.params as { readonly id: string }).id;
    const reply = await ask(bus, 'trackingConversation', { conversationId, visibleTo: peer });
    if (!reply.ok) throw new ProblemError(reply.problem);
    const { messages, ...rest } = reply.value;
    return { ...rest, ...jointStatusOf(conversationId, messages) };
  });
};
