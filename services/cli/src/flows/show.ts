/** The flows as they go: one line each, rewritten on a terminal; elsewhere a line when one has ended. */

import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { SampleFlow } from '@dienstweg/schemas/sandbox/flow.ts';
import { visibleInLine } from '../print/visible.ts';
import type { FlowResult } from './run.ts';

/** What is told while flows go. */
export interface FlowScreen {
  progress(name: string, text: string): void;
  ended(result: FlowResult): void;
}

const UP = (lines: number): string => `\u001b[${lines}A`;
const CLEAR = '\u001b[2K';

/** Shows flows on `write`. */
export const flowScreen = (
  flows: readonly SampleFlow[],
  how: { readonly isTerminal: boolean; readonly language: Language; readonly write: (text: string) => void },
): FlowScreen => {
  const { write, isTerminal, language } = how;
  const width = Math.max(...flows.map(({ name }) => name.length));
  const states = new Map(flows.map(({ name }) => [name, '…']));
  const lineOf = (name: string): string => `  ${name.padEnd(width)}  ${visibleInLine(states.get(name) ?? '')}`;
  const endOf = ({ outcome, ms, ok }: FlowResult): string =>
    `${ok ? '✓' : '✗'} ${outcome}${ok ? '' : ' (not as stated)'}, ${(ms / 1000).toFixed(1)} s`;
  const titleOf = (flow: SampleFlow): string => flow.title[language];
  const draw = (): void => write(flows.map(({ name }) => `${CLEAR}${lineOf(name)}\n`).join(''));

  write(`${flows.map((flow) => `  ${flow.name.padEnd(width)}  ${titleOf(flow)}`).join('\n')}\n\n`);
  if (isTerminal) draw();
  const set = (name: string, text: string): void => {
    if (states.get(name) === text) return;
    states.set(name, text);
    if (!isTerminal) return;
    write(UP(flows.length));
    draw();
  };
  return {
    progress: set,
    ended: (result) => {
      set(result.name, endOf(result));
      if (!isTerminal) write(`${lineOf(result.name)}\n`);
    },
  };
};
