import type { HeaderLines } from '../envelope/read-header.ts';
import type { Deadline, MessageHeader } from '../message.ts';
import { type Violation, violation } from '../problems/problem.ts';
import type { Said } from '../problems/say.ts';
import type { ExamineHow } from './needs.ts';
import { placeIn } from './place.ts';
import * as texts from './texts.ts';

/** Clocks differ; a day covers even a wrong time zone. */
const LATEST_AHEAD_MS = 24 * 60 * 60 * 1000;

/** An open delivery is kept in mind by everybody; what is to happen later than this is handed in later. */
const LONGEST_WAIT_MS = 90 * 24 * 60 * 60 * 1000;

/** A deadline began, or begins, within so many years: beyond, nobody knows the calendar, nor has the memory for it. */
const DEADLINE_WITHIN_YEARS = 10;

/** Days that are counted one by one, on the thread that serves everybody: some four years, more than any law asks. */
const MOST_COUNTED_DAYS = 1_000;

const YEAR_MS = 365.25 * 24 * 60 * 60 * 1000;

const violationsOfDeadline = (
  { start, amount, unit }: Deadline,
  lines: HeaderLines,
  { at, language }: ExamineHow,
): readonly Violation[] => {
  const place = placeIn(lines, '/Message/Header/Deadline');
  const refuse = (said: Said, expected: string): Violation =>
    violation('limit-exceeded', said[language], { language, ...place, expected });
  // a year before the first or of five digits is no day here at all
  const away = Math.abs(Date.parse(start.slice(0, 'YYYY-MM-DD'.length)) - at.getTime());
  const isCounted = unit === 'working-day' || unit === 'werktag';
  return [
    ...(away <= DEADLINE_WITHIN_YEARS * YEAR_MS
      ? []
      : [refuse(texts.deadlineOutOfReach(start, DEADLINE_WITHIN_YEARS), `± ${DEADLINE_WITHIN_YEARS} a`)]),
    ...(isCounted && amount > MOST_COUNTED_DAYS
      ? [refuse(texts.tooManyDaysToCount(amount), `≤ ${MOST_COUNTED_DAYS}`)]
      : []),
  ];
};

/**
 * At submission: not obsolete, not from the future, not to be delivered in years, no deadline beyond every calendar. Not asked of a message that was handed over: it was current when
 * it was accepted, and a reader may look at it years later.
 */
export const violationsOfTimes = (
  { createdAt, notBefore, obsoleteAfter, deadline }: MessageHeader,
  lines: HeaderLines,
  how: ExamineHow,
): readonly Violation[] => {
  const { at, language, partsRequired } = how;
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
  if (deadline !== undefined) found.push(...violationsOfDeadline(deadline, lines, how));
  return found;
};
