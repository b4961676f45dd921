import type { HeaderLines } from '../envelope/read-header.ts';
import type { MessageHeader } from '../message.ts';
import { type Violation, violation } from '../problems/problem.ts';
import type { ExamineHow } from './needs.ts';
import { placeIn } from './place.ts';
import * as texts from './texts.ts';

/** Clocks differ; a day covers even a wrong time zone. */
const LATEST_AHEAD_MS = 24 * 60 * 60 * 1000;

/** An open delivery is kept in mind by everybody; what is to happen later than this is handed in later. */
const LONGEST_WAIT_MS = 90 * 24 * 60 * 60 * 1000;

/**
 * At submission: not obsolete, not from the future, not to be delivered in years. Not asked of a message that was handed over: it was current when
 * it was accepted, and a reader may look at it years later.
 */
export const violationsOfTimes = (
  { createdAt, notBefore, obsoleteAfter }: MessageHeader,
  lines: HeaderLines,
  { at, language, partsRequired }: ExamineHow,
): readonly Violation[] => {
  if (!partsRequired) return [];
  const now = at.getTime();
  const found: Violation[] = [];
  if (obsoleteAfter !== undefined && Date.parse(obsoleteAfter) < now)
    found.push(
      violation('message-obsolete', texts.obsolete(obsoleteAfter)[language], {
        language,
        ...placeIn(lines, '/Message/Header/ObsoleteAfter'),
        expected: `> ${at.toISOString()}`,
      }),
    );
  if (Date.parse(createdAt) > now + LATEST_AHEAD_MS)
    found.push(
      violation('envelope-invalid', texts.fromTheFuture(createdAt)[language], {
        language,
        ...placeIn(lines, '/Message/Header/CreatedAt'),
        expected: `≤ ${at.toISOString()}`,
      }),
    );
  if (notBefore !== undefined && Date.parse(notBefore) > now + LONGEST_WAIT_MS)
    found.push(
      violation('limit-exceeded', texts.tooFarAhead(notBefore)[language], {
        language,
        ...placeIn(lines, '/Message/Header/NotBefore'),
        expected: `≤ ${new Date(now + LONGEST_WAIT_MS).toISOString()}`,
      }),
    );
  return found;
};
