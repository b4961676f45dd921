/** What many answers of the console's API have in common. */
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import type { Problem } from '@dienstweg/schemas/problems/problem.ts';

/** Every answer that is no success: RFC 9457, `application/problem+json`, texts in the language that was asked for. */
export type Refusal = Problem;

/** Names of what an answer mentions, by identifier, in the language of the request; what has no name is not in it. */
export interface Named {
  readonly names: Readonly<Record<string, string>>;
}

/** One page by key: `next` is given back as `after`; absent: there is no more. */
export interface Keyset {
  readonly next?: string;
}

/** Why something failed, in words of the request's language. */
export interface Cause {
  readonly code: ProblemCode;
  readonly title: string;
  readonly remedy: string;
  readonly fault: 'sender' | 'recipient' | 'broker';
  readonly retryable: boolean;
}

/** Every action has a reason: it becomes part of the history. At least three characters besides blanks. */
export interface Reasoned {
  readonly reason: string;
}

/**
 * What the person saw when deciding. Where it is no longer so, the action is refused with `changed-meanwhile` (409).
 */
export interface SeenDelivery {
  readonly state: string;
  /** Rounds of attempts begun before this one, as shown. */
  readonly round: number;
}

/** Something an operator should know, and what to do about it. */
export interface FindingShown {
  readonly service: string;
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly text: string;
  readonly remedy: string;
}
