/** Questions by their keys, answered from the view. */
import { randomUUID } from 'node:crypto';
import type { EventWriter } from '@dienstweg/infra/bus/events.ts';
import type { RequestHandlers } from '@dienstweg/infra/bus/requests.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { KeptView } from './keep/keep-view.ts';
import { actionsIn, refusalsIn } from './query/audit.ts';
import { conversationOf } from './query/conversation.ts';
import { failureMembersIn, failuresIn } from './query/failures.ts';
import { feedOf } from './query/feed.ts';
import { findIn } from './query/find.ts';
import { inboxOf } from './query/inbox.ts';
import { openOf } from './query/open.ts';
import { overviewOf } from './query/overview.ts';
import { daysOf, flowsIn, typesIn } from './query/statistics.ts';
import { summaryOf } from './query/summary.ts';
import { messageOf } from './query/trace.ts';

/** What answering needs. */
export interface AnswerNeeds {
  readonly view: KeptView;
  readonly events: EventWriter;
  readonly node: string;
  readonly now: () => Date;
}

/** All questions that this process answers. */
export const answersFrom = ({ view, events, node, now }: AnswerNeeds): RequestHandlers => ({
  trackingMessage: (question) => view.use((open) => messageOf(open, question, now())),
  trackingEvents: (question) => view.use((open) => feedOf(open, question, now())),
  trackingDeliveries: (question) => view.use((open) => inboxOf(open, question, now())),
  trackingFind: (question) => view.use((open) => findIn(open, question, now())),
  trackingConversation: (question) => view.use((open) => conversationOf(open, question, now())),
  trackingSummary: () => view.use(summaryOf),
  trackingOpen: (question) => view.use((open) => openOf(open, question)),
  trackingOverview: async (question) => {
    const standing = await view.standing();
    return view.use((open) => overviewOf(open, question, now(), standing));
  },
  trackingFailures: (question) => view.use((open) => failuresIn(open, question, now())),
  trackingFailureMembers: (question) => view.use((open) => failureMembersIn(open, question)),
  trackingFlows: (question) => view.use((open) => flowsIn(open, question, now())),
  trackingDays: (question) => view.use((open) => daysOf(open, question)),
  trackingTypes: (question) => view.use((open) => typesIn(open, question, now())),
  trackingActions: (question) => view.use((open) => actionsIn(open, question)),
  trackingRefusals: (question) => view.use((open) => refusalsIn(open, question)),
  trackingView: () => view.standing(),
  trackingRebuild: async ({ by, reason }) => {
    if (typeof by !== 'string' || by === '' || typeof reason !== 'string' || reason === '')
      throw new ProblemError(problem('request-invalid', { detail: 'Say who asks, and why: "by" and "reason".' }));
    await view.rebuild('asked');
    await events.record([
      {
        type: 'operator-acted',
        id: randomUUID(),
        at: now().toISOString(),
        node,
        by,
        reason,
        action: 'view-rebuilt',
        outcome: 'done',
      },
    ]);
    return view.standing();
  },
});
