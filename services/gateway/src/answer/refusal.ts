/** Why something is refused, before it becomes a problem document in somebody's language. */
import type { AuthorityId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import type { MessageTypeRef } from '@dienstweg/schemas/message.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import { type Problem, problem, type Violation } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { type Said, sayIn } from './texts.ts';

/** A refusal: code, and whatever is known beyond it. */
export interface Refusal {
  readonly code: ProblemCode;
  /** One of our own sentences, said in the language of the caller. */
  readonly say?: Said;
  /** A sentence that somebody else has already put. */
  readonly detail?: string;
  /** Every finding of the step that failed. */
  readonly violations?: readonly Violation[];
  /** What the octets claim; never a fact. */
  readonly claimed?: {
    readonly author?: AuthorityId;
    readonly messageId?: MessageId;
    readonly messageType?: MessageTypeRef;
    readonly testMessage?: boolean;
  };
  readonly octetsDigest?: string;
  readonly retryAfterSeconds?: number;
}

/** The problem document of a refusal. */
export const problemOf = (refusal: Refusal, language: Language): Problem => {
  const detail = refusal.say === undefined ? refusal.detail : sayIn(language, refusal.say);
  return problem(refusal.code, {
    language,
    ...(detail === undefined ? {} : { detail }),
    ...(refusal.violations === undefined ? {} : { violations: refusal.violations }),
    ...(refusal.claimed?.messageId === undefined ? {} : { messageId: refusal.claimed.messageId }),
    ...(refusal.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: refusal.retryAfterSeconds }),
  });
};
