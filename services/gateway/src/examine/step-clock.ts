/** What an examining thread spends on each step: written by the thread, read by the main thread, nothing is sent. */
import { EXAMINE_STEPS, type ExamineStep } from '@dienstweg/schemas/examine/needs.ts';

/** Sums of one step. */
export interface StepSum {
  readonly step: ExamineStep;
  readonly ms: number;
  readonly passages: number;
}

const NUMBERS_PER_STEP = 2;

/** Memory for the sums of one thread. */
export const memoryOfSteps = (): SharedArrayBuffer =>
  new SharedArrayBuffer(EXAMINE_STEPS.length * NUMBERS_PER_STEP * Float64Array.BYTES_PER_ELEMENT);

/** The thread's side: `begin` before a message, `passed` after each step. A step that refuses counts as not passed. */
export const stepClock = (memory: SharedArrayBuffer): { begin(): void; passed(step: ExamineStep): void } => {
  const sums = new Float64Array(memory);
  let since = 0;
  return {
    begin: () => {
      since = performance.now();
    },
    passed: (step) => {
      const now = performance.now();
      const place = EXAMINE_STEPS.indexOf(step) * NUMBERS_PER_STEP;
      sums[place] = (sums[place] ?? 0) + now - since;
      sums[place + 1] = (sums[place + 1] ?? 0) + 1;
      since = now;
    },
  };
};

/** The main thread's side: the sums so far; a number being written just now may be missing. */
export const readSteps = (memory: SharedArrayBuffer): readonly StepSum[] => {
  const sums = new Float64Array(memory);
  return EXAMINE_STEPS.map((step, place) => ({
    step,
    ms: sums[place * NUMBERS_PER_STEP] ?? 0,
    passages: sums[place * NUMBERS_PER_STEP + 1] ?? 0,
  }));
};

/** Adds up sums of two threads; an empty list counts as zeros. */
export const addSteps = (some: readonly StepSum[], others: readonly StepSum[]): readonly StepSum[] =>
  some.length === 0
    ? others
    : some.map(({ step, ms, passages }, place) => ({
        step,
        ms: ms + (others[place]?.ms ?? 0),
        passages: passages + (others[place]?.passages ?? 0),
      }));
