/** One step of a sample flow, through the real gateway and bus. */
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import type { MessageId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import type { AnswerStep, FlowStep, ReplayStep, SendStep } from '@dienstweg/schemas/sandbox/flow.ts';
import { decide } from '../client/decide.ts';
import { gatewayClient } from '../client/gateway.ts';
import type { Operator } from '../client/operator.ts';
import { askUntil } from '../client/wait.ts';
import { draftsOfStep } from '../message/sample.ts';
import { signedMessage } from '../message/sign.ts';
import { awaitAll, awaitAnswers, awaitState } from './await-state.ts';
import { takeInspect, takeJoin } from './look-closer.ts';

/** What steps are taken with. */
export interface StepNeeds {
  readonly settings: CommonSettings;
  readonly operator: Operator;
  /** Told each time the state of the step's message changes. */
  readonly progress: (text: string) => void;
  readonly deadlineMs: number;
}

/** What came of a step: the messages it is about, and the state or the code of the refusal. */
export interface StepResult {
  readonly messageIds: readonly MessageId[];
  readonly outcome: string;
  readonly asStated: boolean;
}

/** What earlier steps of the flow were about. */
export interface Before {
  /** Messages of a step; throws where there was no such step. */
  messagesOf(step: string): readonly [MessageId, ...MessageId[]];
  /** The message that began the flow, and with it the conversation. */
  readonly first: MessageId | undefined;
}

const takeSend = async (step: SendStep, before: Before, needs: StepNeeds): Promise<StepResult> => {
  const now = new Date();
  const [inReplyTo] = step.inReplyTo === undefined ? [] : before.messagesOf(step.inReplyTo);
  const isJoined = inReplyTo !== undefined || step.inConversation;
  const drafts = draftsOfStep(step, now, {
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    ...(isJoined && before.first !== undefined ? { conversationId: before.first } : {}),
  });
  const messageIds = drafts.map(({ header }) => header.messageId);
  const octets = drafts.map((draft) => signedMessage(needs.settings.home, draft, now, step.signedBy));
  await using gateway = gatewayClient(needs.settings, step.as, 'en');
  needs.progress('sent');
  try {
    const isAnswered = (): boolean => true;
    await Promise.all(octets.map((one) => askUntil(() => gateway.submit(one), isAnswered, needs.deadlineMs)));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { code } = error.problem;
    return { messageIds, outcome: code, asStated: 'refused' in step.expected && step.expected.refused === code };
  }
  if ('refused' in step.expected) return { messageIds, outcome: 'accepted', asStated: false };
  return awaitThese({ author: step.as, messageType: step.messageType.code, messageIds }, step.expected.state, needs);
};

const awaitThese = (
  burst: Parameters<typeof awaitAll>[1],
  state: Parameters<typeof awaitAll>[2],
  needs: StepNeeds,
): Promise<StepResult> => {
  const [one, ...more] = burst.messageIds;
  return one !== undefined && more.length === 0 ? awaitState(needs, one, state) : awaitAll(needs, burst, state);
};

const takeAnswer = async (step: AnswerStep, asked: readonly MessageId[], needs: StepNeeds): Promise<StepResult> => {
  needs.progress('waiting for the answer');
  const from = { author: step.as, messageType: step.messageType.code };
  const answers = await awaitAnswers(needs, { ...from, messageIds: asked });
  if (answers.length < asked.length) return { messageIds: asked, outcome: 'not answered', asStated: false };
  for (const { messageId, deliveries } of step.fetched ? answers : []) {
    const delivery = deliveries.find(({ reader }) => reader === step.reader);
    if (delivery === undefined) continue;
    await awaitState(needs, messageId, 'in-mailbox');
    await using gateway = gatewayClient(needs.settings, step.reader, 'en');
    await decide(needs.settings.home, gateway, { reader: step.reader, deliveryId: delivery.deliveryId });
  }
  const messageIds = answers.map(({ messageId }) => messageId);
  return awaitThese({ ...from, messageIds }, step.expected.state, needs);
};

const takeReplay = async (step: ReplayStep, of: MessageId, needs: StepNeeds): Promise<StepResult> => {
  const trace = await needs.operator.ask('trackingMessage', { messageId: of });
  for (const { deliveryId, state } of trace.deliveries)
    if (state === 'dead-letter')
      await needs.operator.ask('replay', { deliveryId, by: 'sample flow', reason: step.reason });
  return awaitState(needs, of, step.expected.state);
};

/** Takes a step. `before`: what the earlier steps of the flow were about. */
export const takeStep = (step: FlowStep, before: Before, needs: StepNeeds): Promise<StepResult> => {
  switch (step.does) {
    case 'send':
      return takeSend(step, before, needs);
    case 'answer':
      return takeAnswer(step, before.messagesOf(step.inReplyTo), needs);
    case 'replay':
      return takeReplay(step, before.messagesOf(step.of)[0], needs);
    case 'inspect':
      return takeInspect(step, before.messagesOf(step.of)[0], needs);
    case 'join':
      return takeJoin(step, before.messagesOf(step.of)[0], needs);
  }
};
