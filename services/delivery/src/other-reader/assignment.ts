/** Whether another authority may take the place of a reader: pure, on the directory in memory. */
import type { AcceptedRecord, RoutedReader } from '@dienstweg/schemas/accepted.ts';
import { deliveryIdOf } from '@dienstweg/schemas/delivery/delivery-id.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { authorityOn } from '@dienstweg/schemas/directory/parties.ts';
import { checkReader } from '@dienstweg/schemas/directory/route/check-reader.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { MessageHeader } from '@dienstweg/schemas/message.ts';
import { type Problem, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';

/** Whose place is to be taken, and by whom. */
export interface AssignmentAsked {
  readonly accepted: AcceptedRecord;
  /** The signed header of the message. */
  readonly header: MessageHeader;
  readonly entry: DeliveryEntry;
  readonly to: AuthorityId;
  readonly language: Language;
}

export type AssignmentVerdict =
  | { readonly ok: true; readonly to: RoutedReader }
  | { readonly ok: false; readonly problem: Problem };

/**
 * Judges with the same rules as at acceptance: environment, permission, endpoint, version, size. It gets the parts of
 * the one whose place it takes, never more. Nobody becomes a reader twice.
 */
export const judgeAssignment = (
  dir: Directory,
  { accepted, header, entry, to, language }: AssignmentAsked,
  at: Date,
): AssignmentVerdict => {
  const refuse = (code: Problem['code'], detail: string): AssignmentVerdict => ({
    ok: false,
    problem: problem(code, { detail, language, messageId: accepted.messageId }),
  });
  if (to === entry.reader) return refuse('delivery-not-replayable', `${to} is its reader already: replay it.`);
  if (accepted.route.readers.some(({ authority }) => authority === to))
    return refuse('delivery-not-replayable', `${to} is a reader of this message already.`);
  const when = { day: dayOf(at) };
  const author = authorityOn(dir, accepted.author, when) ?? dir.authorities.known(accepted.author).at(-1);
  if (author === undefined) return refuse('not-permitted', `The author ${accepted.author} is not in the registry.`);
  if (authorityOn(dir, to, when) === undefined)
    return refuse('reader-unknown', `${to} is not in the registry on ${when.day}.`);
  const reader: RoutedReader = {
    deliveryId: deliveryIdOf(accepted.author, accepted.messageId, to),
    authority: to,
    role: entry.role,
    roles: [entry.role],
    parts: entry.parts,
  };
  const violations = checkReader(dir, header, author, reader, when, language);
  const [first] = violations;
  return first === undefined
    ? { ok: true, to: reader }
    : { ok: false, problem: problem(first.code, { violations, language, messageId: accepted.messageId }) };
};
