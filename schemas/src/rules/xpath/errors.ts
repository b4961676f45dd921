/** What can go wrong with an expression: before it runs, or while it runs. Codes are those of XPath 2.0, appendix G. */

/** An expression that is not of the subset, or names what is not there. Found when rules are registered. */
export class XPathStaticError extends Error {
  readonly code: string;
  /** 0-based offset in the expression. */
  readonly offset: number;
  constructor(code: string, message: string, offset: number) {
    super(message);
    this.code = code;
    this.offset = offset;
  }
}

/** A value on which an expression cannot be evaluated. It is no verdict about the document. */
export class XPathDynamicError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** The steps allowed for one document are used up. */
export class StepsExhausted extends Error {}

/** Counts what an evaluation costs; shared by all rules of one document. */
export interface Steps {
  left: number;
}

/** Pays for work done; throws StepsExhausted when there is nothing left to pay with. */
export const pay = (steps: Steps, cost: number): void => {
  steps.left -= cost;
  if (steps.left < 0) throw new StepsExhausted('the steps allowed for one document are used up');
};
