/** What operators are to be told of without asking: readers that are not reached. */
import type { DeliveryCondition } from '@dienstweg/schemas/alarms/alarm.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Standings } from '../hold/standings.ts';
import type { Pauses } from './pauses.ts';
import type { Recipients } from './recipients.ts';

/** Where it is read. */
export interface ConditionSources {
  readonly standings: Pick<Standings, 'inMailboxes' | 'counts'>;
  readonly recipients: Pick<Recipients, 'failing'>;
  readonly pauses?: Pick<Pauses, 'all'>;
  readonly now?: () => Date;
}

const AT_MOST = 1_000;

/** Looks at what stands now; a hundred thousand deliveries in mailboxes take some milliseconds. */
export const conditionOf = ({
  standings,
  recipients,
  pauses,
  now = () => new Date(),
}: ConditionSources): DeliveryCondition => {
  const mailboxes = new Map<AuthorityId, { waiting: number; oldestAt: string }>();
  for (const { entry } of standings.inMailboxes()) {
    if (entry.standing.state !== 'in-mailbox') continue;
    const { since } = entry.standing;
    const there = mailboxes.get(entry.reader);
    if (there === undefined) mailboxes.set(entry.reader, { waiting: 1, oldestAt: since });
    else {
      there.waiting += 1;
      if (since < there.oldestAt) there.oldestAt = since;
    }
  }
  const paused = pauses?.all(now()) ?? [];
  return {
    ...(paused.length === 0 ? {} : { paused: paused.slice(0, AT_MOST) }),
    circuits: [...recipients.failing()]
      .toSorted((a, b) => a.since - b.since)
      .slice(0, AT_MOST)
      .map(({ reader, since, until }) => ({
        reader,
        since: new Date(since).toISOString(),
        until: new Date(until).toISOString(),
      })),
    mailboxes: [...mailboxes]
      .map(([reader, lying]) => ({ reader, ...lying }))
      .toSorted((a, b) => a.oldestAt.localeCompare(b.oldestAt))
      .slice(0, AT_MOST),
    deadLetters: standings.counts()['dead-letter'],
  };
};
