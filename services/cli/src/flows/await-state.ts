/** Waiting until messages have come as far as a step states. */
import type { MessageTrace } from '@dienstweg/schemas/bus/requests.ts';
import type { MessageState } from '@dienstweg/schemas/delivery/state.ts';
import type { AuthorityId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import type { Operator } from '../client/operator.ts';
import { askUntil } from '../client/wait.ts';
import type { StepNeeds, StepResult } from './step.ts';

const traced = async (operator: Operator, messageId: MessageId): Promise<MessageTrace | undefined> => {
  try {
    return await operator.ask('trackingMessage', { messageId });
  } catch (error) {
    // the view follows the stored message a moment later
    if (error instanceof ProblemError && error.problem.code === 'message-unknown') return undefined;
    throw error;
  }
};

/** Waits until a message is in a state. */
export const awaitState = async (
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
  return { messageIds: [messageId], outcome, asStated: outcome === state };
};

/** Whose messages of a burst, and of which type. */
export interface Burst {
  readonly author: AuthorityId;
  readonly messageType: string;
  readonly messageIds: readonly MessageId[];
}

/** Many at once are looked at less often: each look is a long list. */
const LOOK_EVERY_MS = 200;

/** The newest messages of an author come first; some may be of somebody else who tries the same at the same time. */
const lookAt = (messageIds: readonly MessageId[]): number => 10 + 2 * messageIds.length;

/** Waits until all messages of a burst are in a state: one question for all of them, however many. */
export const awaitAll = async (
  { operator, progress, deadlineMs }: StepNeeds,
  { author, messageType, messageIds }: Burst,
  state: MessageState,
): Promise<StepResult> => {
  const wanted = new Set(messageIds);
  const others = await askUntil(
    async () => {
      const { messages } = await operator.ask('trackingFind', { author, messageType, limit: lookAt(messageIds) });
      const there = messages.filter(({ messageId, state: is }) => wanted.has(messageId) && is === state);
      progress(`${there.length} of ${wanted.size} ${state}`);
      return wanted.size - there.length;
    },
    (left) => left === 0,
    deadlineMs,
    LOOK_EVERY_MS,
  );
  return {
    messageIds,
    outcome: others === 0 ? state : `${others} of ${wanted.size} not ${state}`,
    asStated: others === 0,
  };
};

/** Waits until as many of an author's messages of a type answer these as there are, and gives those that do. */
export const awaitAnswers = async (
  { operator, deadlineMs }: StepNeeds,
  { author, messageType, messageIds: asked }: Burst,
): Promise<readonly Omit<MessageTrace, 'events'>[]> => {
  const questions = new Set(asked);
  return askUntil(
    async () => {
      const { messages } = await operator.ask('trackingFind', { author, messageType, limit: lookAt(asked) });
      return messages.filter(({ inReplyTo }) => inReplyTo !== undefined && questions.has(inReplyTo));
    },
    (answers) => answers.length >= questions.size,
    deadlineMs,
    LOOK_EVERY_MS,
  );
};
