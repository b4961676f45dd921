/** From the deadline a message states (or its type demands) to the moments a clock can watch. Pure. */
import type { AcceptedDeadline } from '../accepted.ts';
import type { Deadline } from '../message.ts';
import type { Calendar } from './calendar.ts';
import { endOfDay, lastDayOf, workingDayBefore } from './days.ts';

/** By default a deadline is at risk when this share of its time is left. */
export const RISK_SHARE = 0.25;

/** What is to be reckoned. */
export interface DueQuestion {
  readonly deadline: Deadline;
  /** What must have happened by then. */
  readonly expects: AcceptedDeadline['expects'];
  /** Who set it. */
  readonly by: AcceptedDeadline['by'];
  readonly acceptedAt: Date;
  readonly calendar: Calendar;
  /** 0–1; default {@link RISK_SHARE}. */
  readonly riskShare?: number;
}

/**
 * When a deadline is due, and when it is at risk: when a share of its time is left, or one working day, whichever is
 * more. Never before the message was accepted: what comes in late is at risk, or missed, at once.
 */
export const dueOf = ({ deadline, expects, by, acceptedAt, calendar, riskShare }: DueQuestion): AcceptedDeadline => {
  const lastDay = lastDayOf(deadline, calendar);
  const dueAt = endOfDay(lastDay).getTime();
  const accepted = acceptedAt.getTime();
  const shareLeft = dueAt - (dueAt - accepted) * (riskShare ?? RISK_SHARE);
  const dayLeft = endOfDay(workingDayBefore(calendar, lastDay)).getTime();
  return {
    start: deadline.start,
    amount: deadline.amount,
    unit: deadline.unit,
    onWhom: deadline.onWhom,
    ...(deadline.basis === undefined ? {} : { basis: deadline.basis }),
    by,
    expects,
    calendar: calendar.code,
    lastDay,
    dueAt: new Date(dueAt).toISOString(),
    atRiskAt: new Date(Math.max(Math.min(shareLeft, dayLeft), accepted)).toISOString(),
  };
};
