/** Problem codes in words. */
import { factsOfProblem, isProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import { type Language, titleAndRemedy } from '@dienstweg/schemas/problems/texts.ts';
import type { Cause } from '../api/shapes/common.ts';

/** A problem code in words; nothing for what is no code (any more). */
export const causeOf = (code: string | undefined, language: Language): { readonly cause?: Cause } => {
  if (code === undefined || !isProblemCode(code)) return {};
  const { fault, retryable } = factsOfProblem(code);
  return { cause: { code, ...titleAndRemedy(code, language), fault, retryable } };
};
