/** One step of a sample flow, through the real gateway and bus. */

import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import type { MessageTrace } from '@dienstweg/schemas/bus/requests.ts';
import type { MessageState } from '@dienstweg/schemas/delivery/state.ts';
import type { MessageId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import type { AnswerStep, FlowStep, ReplayStep, SendStep } from '@dienstweg/schemas/sandbox/flow.ts';
import { decide } from '../client/decide.ts';
import { gatewayClient } from '../client/gateway.ts';
import type { Operator } from '../client/operator.ts';
import { askUntil } from '../client/wait.ts';
import { draftOfStep } from '../message/sample.ts';
import { signedMessage } from '../message/sign.ts';

/** What steps are taken with. */
export interface StepNeeds {
  readonly settings: CommonSettings;
  readonly operator: Operator;
  /** Told each time the state of the step's message changes. */
  readonly progress: (text: string) => void;
  readonly deadlineMs: number;
}

/** What came of a step: the message it is about, and the state or the code of the refusal. */
export interface StepResult {
  readonly messageId: MessageId;
  readonly outcome: string;
  readonly asStated: boolean;
}

const traced = async (operator: Operator, messageId: MessageId): Promise<MessageTrace | undefined> => {
  try {
    return await operator.ask('trackingMessage', { messageId });
  } catch (error) {
    // the view follows the stored message a moment later
    if (error instanceof ProblemError && error.problem.code === 'message-unknown') return undefined;
    throw error;
  }
};

const awaitState = async (
  { operator, progress, deadlineMs }: StepNeeds,
  messageId: MessageId,
  state: MessageState,
): Promise<StepResult> => {
  const trace = await askUntil(
    async () => {
      const seen = await traced(operator, messageId);
      progress(seen?.state ?? 'accepted');
      return seen;
    },
    (seen) => seen?.state === state,
    deadlineMs,
  );
  const outcome = trace?.state ?? 'accepted';
  return { messageId, outcome, asStated: outcome === state };
};

const takeSend = async (step: SendStep, needs: StepNeeds): Promise<StepResult> => {
  const now = new Date();
  const draft = draftOfStep(step, now);
  const { messageId } = draft.header;
  const octets = signedMessage(needs.settings.home, draft, now, step.signedBy);
  await using gateway = gatewayClient(needs.settings, step.as, 'en');
  needs.progress('sent');
  try {
    await gateway.submit(octets);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { code } = error.problem;
    return { messageId, outcome: code, asStated: 'refused' in step.expected && step.expected.refused === code };
  }
  if ('refused' in step.expected) return { messageId, outcome: 'accepted', asStated: false };
  return awaitState(needs, messageId, step.expected.state);
};

/** The reply to an earlier message, once it is there. */
const awaitAnswer = async (step: AnswerStep, asked: MessageId, needs: StepNeeds) => {
  const { messages } = await askUntil(
    () => needs.operator.ask('trackingFind', { conversation: asked, author: step.as, limit: 10 }),
    (found) => found.messages.some(({ inReplyTo }) => inReplyTo === asked),
    needs.deadlineMs,
  );
  return messages.find(({ inReplyTo }) => inReplyTo === asked);
};

const takeAnswer = async (step: AnswerStep, asked: MessageId, needs: StepNeeds): Promise<StepResult> => {
  needs.progress('waiting for the answer');
  const answer = await awaitAnswer(step, asked, needs);
  if (answer === undefined) return { messageId: asked, outcome: 'not answered', asStated: false };
  const delivery = answer.deliveries.find(({ reader }) => reader === step.reader);
  if (step.fetched && delivery !== undefined) {
    await awaitState(needs, answer.messageId, 'in-mailbox');
    await using gateway = gatewayClient(needs.settings, step.reader, 'en');
    await decide(needs.settings.home, gateway, { reader: step.reader, deliveryId: delivery.deliveryId });
  }
  return awaitState(needs, answer.messageId, step.expected.state);
};

const takeReplay = async (step: ReplayStep, of: MessageId, needs: StepNeeds): Promise<StepResult> => {
  const trace = await needs.operator.ask('trackingMessage', { messageId: of });
  for (const { deliveryId, state } of trace.deliveries)
    if (state === 'dead-letter')
      await needs.operator.ask('replay', { deliveryId, by: 'sample flow', reason: step.reason });
  return awaitState(needs, of, step.expected.state);
};

/** Takes a step. `messageOf`: the message an earlier step of the flow was about. */
export const takeStep = (
  step: FlowStep,
  messageOf: (step: string) => MessageId,
  needs: StepNeeds,
): Promise<StepResult> => {
  switch (step.does) {
    case 'send':
      return takeSend(step, needs);
    case 'answer':
      return takeAnswer(step, messageOf(step.inReplyTo), needs);
    case 'replay':
      return takeReplay(step, messageOf(step.of), needs);
  }
};
