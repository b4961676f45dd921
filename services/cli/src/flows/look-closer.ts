/** Steps that look at what came of earlier ones: what a reader really got, and the joint status of a conversation. */
import type { MessageId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import type { InspectStep, JoinStep } from '@dienstweg/schemas/sandbox/flow.ts';
import { openExaminer } from '../client/examiner.ts';
import { gatewayClient } from '../client/gateway.ts';
import { publishedTo } from '../client/published.ts';
import { askUntil } from '../client/wait.ts';
import type { StepNeeds, StepResult } from './step.ts';

/** Fetches a delivery as its reader and examines it with the trust of this home: signature, digests, parts present. */
export const takeInspect = async (step: InspectStep, of: MessageId, needs: StepNeeds): Promise<StepResult> => {
  const { home } = needs.settings;
  const { deliveries, state } = await needs.operator.ask('trackingMessage', { messageId: of });
  const end = (outcome: string, asStated: boolean): StepResult => ({ messageIds: [of], outcome, asStated });
  const delivery = deliveries.find(({ reader }) => reader === step.reader);
  if (delivery === undefined) return end('reader-unknown', false);
  await using gateway = gatewayClient(needs.settings, step.reader, 'en');
  using examiner = openExaminer(home.trust.root, [], publishedTo(home));
  const examination = examiner.examine(await gateway.fetch(delivery.deliveryId), 'en');
  if (!examination.ok) return end(examination.code, false);
  const got = [...examination.message.partsPresent].sort().join(' ');
  if (got !== [...step.parts].sort().join(' ')) return end(`got ${got}`, false);
  return end(state, state === step.expected.state);
};

/** Waits until the whole conversation is as far as stated. */
export const takeJoin = async (step: JoinStep, of: MessageId, needs: StepNeeds): Promise<StepResult> => {
  const joint = await askUntil(
    async () => {
      try {
        return await needs.operator.ask('trackingConversation', { conversationId: of });
      } catch (error) {
        if (error instanceof ProblemError && error.problem.code === 'conversation-unknown') return undefined;
        throw error;
      }
    },
    (seen) => seen?.state === step.expected.state && seen.messages.length === step.messages,
    needs.deadlineMs,
  );
  const outcome = joint?.state ?? 'conversation-unknown';
  const count = joint?.messages.length ?? 0;
  return count === step.messages
    ? { messageIds: [of], outcome, asStated: outcome === step.expected.state }
    : { messageIds: [of], outcome: `${count} messages, ${outcome}`, asStated: false };
};
