/** The message a call describes: that of a sample flow, or one made from options. */
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Input } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { authorityNamed } from '../client/keys.ts';
import { type Draft, draftFrom } from './draft.ts';
import { MESSAGE_OPTIONS } from './options.ts';
import { draftOfStep, firstSend, flowNamed } from './sample.ts';

/** The draft and whose key signs it. Throws `usage-error` where the options do not go together. */
export const chosenDraft = (input: Input, now: Date): { readonly draft: Draft; readonly signer: AuthorityId } => {
  const sample = input.text('sample');
  const signedBy = input.text('signed-by');
  const own = Object.keys(MESSAGE_OPTIONS).filter((name) => input.flag(name));
  if (sample !== undefined && own.length > 0)
    throw usageError(`--sample makes a whole message; --${own[0]} does not go with it.`);
  if (sample === undefined) {
    const draft = draftFrom(input, now);
    return { draft, signer: signedBy === undefined ? draft.header.author : authorityNamed(signedBy) };
  }
  const step = firstSend(flowNamed(sample));
  return {
    draft: draftOfStep(step, now),
    signer: signedBy === undefined ? (step.signedBy ?? step.as) : authorityNamed(signedBy),
  };
};
