/** Which deadline a message is under: the one its author states, else the one its type demands. Pure. */
import type { AcceptedDeadline, DeliveryTerms } from '../accepted.ts';
import { dayOf } from '../directory/day.ts';
import type { Directory } from '../directory/directory.ts';
import { authorityOn } from '../directory/parties.ts';
import type { RegionId } from '../identifiers.ts';
import type { Deadline, MessageHeader } from '../message.ts';
import type { MessageTypeManifest } from '../message-types/manifest.ts';
import { calendarCodeOf, withOverrides } from './calendar.ts';
import { dueOf } from './due.ts';
import type { Calendars } from './holidays.ts';

/** What reckoning needs. */
export interface DeadlineNeeds {
  readonly calendars: Calendars;
  readonly directory: Directory;
  /** Share of the time that is left when a deadline is at risk, 0–1; absent: the usual. */
  readonly riskShare?: number;
}

/** What of a manifest counts for deadlines and delivery. */
export type TermsOfType = Pick<MessageTypeManifest, 'retry' | 'mailbox' | 'deadline'>;

type Stated = Pick<MessageHeader, 'deadline' | 'addressee' | 'author'>;

/** The region whose calendar counts: named with the deadline, else where the matter lies, else the reader's own. */
const regionOf = ({ deadline, addressee, author }: Stated, directory: Directory, day: string): RegionId | undefined =>
  deadline?.region ??
  (addressee.by === 'responsibility' ? addressee.region : authorityOn(directory, addressee.reader, { day })?.region) ??
  authorityOn(directory, author, { day })?.region;

const ofType = (type: TermsOfType | undefined, day: string): Deadline | undefined =>
  type?.deadline === undefined
    ? undefined
    : {
        start: day,
        amount: type.deadline.amount,
        unit: type.deadline.unit,
        onWhom: type.deadline.expects === 'delivery' ? 'author' : 'reader',
        ...(type.deadline.basis === undefined ? {} : { basis: type.deadline.basis }),
      };

/**
 * The deadline of a message accepted at `at`, reckoned; `undefined` where neither author nor type set one. A deadline
 * on the author is kept when every reader has the message; one on the reader when the reader has accepted it or
 * answered, or, where the type expects an answer, has answered.
 */
export const acceptedDeadline = (
  { calendars, directory, riskShare }: DeadlineNeeds,
  header: Stated,
  type: TermsOfType | undefined,
  at: Date,
): AcceptedDeadline | undefined => {
  const day = dayOf(at);
  const deadline = header.deadline ?? ofType(type, day);
  if (deadline === undefined) return undefined;
  const region = regionOf(header, directory, day);
  return dueOf({
    deadline,
    expects: deadline.onWhom === 'author' ? 'delivery' : type?.deadline?.expects === 'answer' ? 'answer' : 'acceptance',
    by: header.deadline === undefined ? 'message-type' : 'author',
    acceptedAt: at,
    calendar: withOverrides(calendars(calendarCodeOf(region)), directory, region),
    ...(riskShare === undefined ? {} : { riskShare }),
  });
};

/** What a message type asks of delivery. */
export const termsOf = ({ retry, mailbox }: TermsOfType): DeliveryTerms => ({
  retryDays: retry.maxDays,
  inOrder: retry.order === 'conversation',
  ...(mailbox === undefined ? {} : mailbox),
});
