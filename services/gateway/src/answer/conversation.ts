/** `GET /v1/conversations/{id}`: the joint status of what belongs together. */
import { request as ask } from '@dienstweg/infra/bus/requests.ts';
import type { ConversationMessage } from '@dienstweg/schemas/bus/requests.ts';
import { jointStatusOf } from '@dienstweg/schemas/delivery/joint-status.ts';
import { PATH_PARAMETERS } from '@dienstweg/schemas/http/parameters.ts';
import { PATHS } from '@dienstweg/schemas/http/paths.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { FastifyInstance } from 'fastify';
import { peerOf } from '../receive/caller.ts';
import { routePath } from '../receive/route-path.ts';
import { isBeforeItsTime } from './taking.ts';
import { isVisibleTo } from './trace.ts';
import type { ViewNeeds } from './views.ts';

type Needs = Pick<ViewNeeds, 'bus' | 'byDelivery' | 'now'>;

/** What is not to be delivered yet its reader does not see, here as little as among its deliveries. */
const isHeldBack = ({ byDelivery, now }: Needs, { deliveries }: ConversationMessage): boolean =>
  deliveries.some(({ deliveryId }) => {
    const record = byDelivery(deliveryId)?.message.record;
    return record !== undefined && isBeforeItsTime(record, now());
  });

/** Adds the route: messages of which the caller is author or sender with all deliveries, others with the caller's own. */
export const showConversations = (app: FastifyInstance, needs: Needs): void => {
  const schema = { params: PATH_PARAMETERS.showConversation };
  app.get(routePath(PATHS.conversation), { schema }, async (request) => {
    const peer = peerOf(request).authority;
    const conversationId = (request.params as { readonly id: string }).id;
    const reply = await ask(needs.bus, 'trackingConversation', { conversationId, visibleTo: peer });
    if (!reply.ok) throw new ProblemError(reply.problem);
    const { messages: found, ...rest } = reply.value;
    const messages = found.filter((message) => isVisibleTo(message, peer) || !isHeldBack(needs, message));
    if (messages.length === 0) throw new ProblemError(problem('conversation-unknown', { detail: conversationId }));
    return { ...rest, ...jointStatusOf(conversationId, messages) };
  });
};
