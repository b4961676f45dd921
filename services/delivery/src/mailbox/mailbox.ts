/** What lies in mailboxes: it expires, its readers are reminded, somebody else is told. It costs no timers. */
import type { Log } from '@dienstweg/infra/log.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import { advanceDelivery } from '@dienstweg/schemas/delivery/life.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import type { DueDelivery } from '../attempt/attempt.ts';
import type { Standing, Standings } from '../hold/standings.ts';
import type { Evidence } from '../tell/evidence.ts';

/** What looking into mailboxes needs. */
export interface MailboxNeeds {
  readonly standings: Standings;
  readonly record: (events: readonly DienstwegEvent[]) => Promise<void>;
  readonly evidence: Evidence;
  readonly hold: (entry: DeliveryEntry, predecessor: number) => Promise<boolean>;
  readonly messageOf: (standing: Standing) => Promise<DueDelivery>;
  readonly now: () => Date;
}

/** What is due of a delivery in a mailbox. */
export type MailboxDuty = 'expire' | 'escalate' | 'remind';

const passed = (time: string | undefined, now: Date): boolean => time !== undefined && new Date(time) <= now;

/** Pure. What has expired is not reminded of; where somebody else is told, it is too late to remind. */
export const mailboxDutyOf = ({ standing, obsoleteAfter }: DeliveryEntry, now: Date): MailboxDuty | undefined => {
  if (standing.state !== 'in-mailbox') return undefined;
  if (passed(obsoleteAfter, now)) return 'expire';
  if (passed(standing.escalateAt, now)) return 'escalate';
  return passed(standing.remindAt, now) ? 'remind' : undefined;
};

/** So many are taken care of at once. */
const AT_ONCE = 64;

/** Takes care of everything that is due in mailboxes. Returns how much that was. */
export const lookIntoMailboxes = async (needs: MailboxNeeds): Promise<number> => {
  const due = [...needs.standings.mailboxDueBefore(needs.now().getTime())];
  for (let from = 0; from < due.length; from += AT_ONCE)
    await Promise.all(due.slice(from, from + AT_ONCE).map((standing) => takeCareOf(needs, standing)));
  return due.length;
};

const takeCareOf = async (needs: MailboxNeeds, standing: Standing): Promise<void> => {
  const duty = mailboxDutyOf(standing.entry, needs.now());
  if (duty === 'expire') return expireInMailbox(needs, standing);
  if (duty !== undefined) return remind(needs, standing, duty);
};

/** Told first, as every step: after a crash between the two it is told once more, which counts as one. */
const remind = async (
  needs: MailboxNeeds,
  { entry, sequence }: Standing,
  duty: 'escalate' | 'remind',
): Promise<void> => {
  if (entry.standing.state !== 'in-mailbox') return;
  const step = duty === 'remind' ? 'reminded' : 'escalated';
  const advance = advanceDelivery(entry, { step, at: needs.now().toISOString() });
  if (!advance.ok) return;
  const type = duty === 'remind' ? 'mailbox-reminder' : 'mailbox-escalated';
  await needs.record([needs.evidence.reminded({ entry }, type, entry.standing.since)]);
  await needs.hold(advance.entry, sequence);
};

/**
 * Ends what lies in a mailbox past its time. Here the entry comes first: a reader may be fetching it at this moment,
 * and only one of the two may be told. {@link tellExpired} makes up for a crash between entry and event.
 */
const expireInMailbox = async (needs: MailboxNeeds, { entry, sequence }: Standing): Promise<void> => {
  const advance = advanceDelivery(entry, { step: 'expired', at: needs.now().toISOString() });
  if (!advance.ok || !(await needs.hold(advance.entry, sequence))) return;
  const standing = needs.standings.get(entry.deliveryId);
  if (standing !== undefined) await tellExpired(needs, standing);
};

/** Tells (again, perhaps) that a delivery has expired. */
const tellExpired = async (needs: MailboxNeeds, standing: Standing): Promise<void> =>
  needs.record([needs.evidence.expired(await needs.messageOf(standing))]);

/** At the start: what has expired is told, perhaps again. */
export const tellAllExpired = async (needs: MailboxNeeds, log: Log): Promise<void> => {
  for (const standing of [...needs.standings.all()])
    if (standing.entry.standing.state === 'ended' && standing.entry.standing.outcome === 'expired')
      await tellExpired(needs, standing).catch((error: unknown) => log.error({ err: error }, 'expiry not told'));
};
