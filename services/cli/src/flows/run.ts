/** Sends the sample flows, all side by side, and sees each to its stated outcome. */
import type { MessageId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import type { SampleFlow } from '@dienstweg/schemas/sandbox/flow.ts';
import { type StepNeeds, type StepResult, takeStep } from './step.ts';

/** How a flow ended. */
export interface FlowResult {
  readonly name: string;
  /** Of the message that began it. */
  readonly messageId: string;
  /** State of the last step's messages, or the code of the refusal. */
  readonly outcome: string;
  readonly ms: number;
  /** Every step ended as the flow's description says. */
  readonly ok: boolean;
}

const runFlow = async (flow: SampleFlow, needs: StepNeeds): Promise<FlowResult> => {
  const began = performance.now();
  const messages = new Map<string, readonly MessageId[]>();
  const first = (): MessageId | undefined => messages.values().next().value?.[0];
  const messagesOf = (step: string): readonly [MessageId, ...MessageId[]] => {
    const [id, ...more] = messages.get(step) ?? [];
    if (id === undefined) throw new Error(`flow ${flow.name} has no step ${step} before this one`);
    return [id, ...more];
  };
  const end = (outcome: string, ok: boolean): FlowResult => ({
    name: flow.name,
    messageId: first() ?? '',
    outcome,
    ms: Math.round(performance.now() - began),
    ok,
  });
  let last: StepResult | undefined;
  for (const step of flow.steps) {
    try {
      last = await takeStep(step, { messagesOf, first: first() }, needs);
    } catch (error) {
      // a refusal nobody stated ends the flow, not the others
      if (error instanceof ProblemError) return end(`${error.problem.code}: ${error.problem.detail}`, false);
      throw error;
    }
    messages.set(step.step, last.messageIds);
    if (!last.asStated) return end(last.outcome, false);
  }
  return end(last?.outcome ?? 'nothing to do', last !== undefined);
};

/** Runs flows; results in the order of the flows. `progress` is told of every change by the flow's name. */
export const runFlows = (
  flows: readonly SampleFlow[],
  needs: Omit<StepNeeds, 'progress'>,
  on: { progress(name: string, text: string): void; ended(result: FlowResult): void },
): Promise<readonly FlowResult[]> =>
  Promise.all(
    flows.map(async (flow) => {
      const result = await runFlow(flow, { ...needs, progress: (text) => on.progress(flow.name, text) });
      on.ended(result);
      return result;
    }),
  );
