/** What is wrong with a set of rules, and where. All of it is told at once, before any rule is in force. */
import { XPathStaticError } from '../xpath/errors.ts';

export interface Mistake {
  readonly file: string;
  /** 1-based, of the end of the element's start tag; missing where it is the file as a whole. */
  readonly line?: number;
  readonly text: string;
}

/** A place in a file of rules. */
export interface RulePlace {
  readonly file: string;
  readonly line: number;
}

/** Rules that cannot be registered. */
export class RulesError extends Error {
  readonly mistakes: readonly Mistake[];
  constructor(mistakes: readonly Mistake[]) {
    super(
      mistakes.map(({ file, line, text }) => `${line === undefined ? file : `${file}:${line}`}: ${text}`).join('\n'),
    );
    this.mistakes = mistakes;
  }
}

/** Gathers mistakes; more than this many say nothing new. */
export const gatherMistakes = (most = 100) => {
  const mistakes: Mistake[] = [];
  const add = (mistake: Mistake): void => {
    if (mistakes.length < most) mistakes.push(mistake);
  };
  return {
    add,
    /** Runs what may throw XPathStaticError about an expression of a place. */
    attempt: <T>(place: RulePlace, expression: string, run: () => T): T | undefined => {
      try {
        return run();
      } catch (error) {
        const excerpt = expression.replace(/\s+/g, ' ').trim();
        const shown = excerpt.length > 200 ? `${excerpt.slice(0, 200)}…` : excerpt;
        const { file, line } = place;
        if (error instanceof XPathStaticError)
          add({ file, line, text: `${error.message} (${error.code}, character ${error.offset + 1} of: ${shown})` });
        // the stack is what ends first where operators follow each other by the thousand
        else if (error instanceof RangeError)
          add({ file, line, text: `the expression is nested too deeply: ${shown}` });
        else throw error;
        return undefined;
      }
    },
    /** Throws RulesError if there are any. */
    refuse: (): void => {
      if (mistakes.length > 0) throw new RulesError(mistakes);
    },
  };
};

export type Mistakes = ReturnType<typeof gatherMistakes>;
