/** Problem documents (RFC 9457): what is wrong, where, what was expected, what to do, whose fault it is. */
import { type Fault, factsOfProblem, type ProblemCode } from './codes.ts';
import { type Language, titleAndRemedy } from './texts.ts';

/** One finding of a check. Texts are in the language that was asked for and may quote the message: never log them. */
export interface Violation {
  readonly code: ProblemCode;
  /** 1-based line in the document that was handed in (or in the part, when `part` is given). */
  readonly line?: number;
  /** 1-based, in characters; only where it is known. */
  readonly column?: number;
  readonly xpath?: string;
  /** Id of the part in which `line` and `xpath` are meant. */
  readonly part?: string;
  /** Id of the rule that was violated or could not be evaluated. */
  readonly rule?: string;
  /** Only where it does not refuse. */
  readonly severity?: 'warning' | 'information';
  /** What would have been right, e.g. the elements or values that are allowed here. */
  readonly expected?: string;
  readonly text: string;
  readonly remedy: string;
}

/** The document a refusal or failure is answered with, over HTTP and by the CLI alike. */
export interface Problem {
  /** `urn:dienstweg:problem:<code>` */
  readonly type: string;
  readonly code: ProblemCode;
  readonly title: string;
  readonly status: number;
  readonly fault: Fault;
  readonly retryable: boolean;
  readonly detail: string;
  readonly remedy: string;
  readonly xoevReason?: string;
  /** Seconds after which to try again, where known. */
  readonly retryAfterSeconds?: number;
  readonly violations: readonly Violation[];
  /** The message it is about, where the octets could be read that far. Claimed, not verified. */
  readonly messageId?: string;
}

/** What a problem may say beyond its code. */
export interface ProblemDetails {
  readonly detail?: string;
  readonly violations?: readonly Violation[];
  readonly messageId?: string;
  readonly retryAfterSeconds?: number;
  readonly language?: Language;
}

/** The problem document for a code. `detail` defaults to the title, or to the first violation's text. */
export const problem = (code: ProblemCode, details: ProblemDetails = {}): Problem => {
  const { status, fault, retryable, xoev } = factsOfProblem(code);
  const { title, remedy } = titleAndRemedy(code, details.language ?? 'en');
  const violations = details.violations ?? [];
  return {
    type: `urn:dienstweg:problem:${code}`,
    code,
    title,
    status,
    fault,
    retryable,
    detail: details.detail ?? violations[0]?.text ?? title,
    remedy: violations[0]?.remedy ?? remedy,
    ...(xoev === undefined ? {} : { xoevReason: xoev }),
    ...(details.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: details.retryAfterSeconds }),
    violations,
    ...(details.messageId === undefined ? {} : { messageId: details.messageId }),
  };
};

/** A violation whose text and remedy are those of its code, made precise by `text`. */
export const violation = (
  code: ProblemCode,
  text: string,
  rest: Partial<Omit<Violation, 'code' | 'text'>> & {
    readonly language?: Language;
  } = {},
): Violation => {
  const { language = 'en', remedy, ...place } = rest;
  return {
    code,
    ...place,
    text,
    remedy: remedy ?? titleAndRemedy(code, language).remedy,
  };
};

/** An expected failure on its way to an edge that answers with its problem document. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(stated: Problem, options?: ErrorOptions) {
    super(`${stated.code}: ${stated.title}`, options);
    this.problem = stated;
  }
}
