/** How readers stand that are pushed to, or fetch. */
import type { FailureGroup } from '@dienstweg/schemas/bus/requests.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Recipient, RecipientList } from '../api/shapes/failures.ts';
import type { Handler } from '../receive/server.ts';
import type { ViewNeeds } from './needs.ts';
import { namesOf } from './words.ts';

/** All recipients at one moment. */
export interface RecipientLook {
  readonly paused: ReadonlySet<string>;
  of(authority: AuthorityId): Recipient;
  /** Those with something to tell. */
  readonly told: readonly AuthorityId[];
}

const countOf = (groups: readonly FailureGroup[], authority: AuthorityId, step: FailureGroup['step']): number =>
  groups
    .filter(({ reader, step: at }) => reader === authority && at === step)
    .reduce((sum, { count }) => sum + count, 0);

/** Asks delivery and tracking. */
export const lookAtRecipients =
  ({ ask }: Pick<ViewNeeds, 'ask'>) =>
  async (): Promise<RecipientLook> => {
    const [condition, { groups }] = await Promise.all([
      ask('deliveryCondition', {}),
      ask('trackingFailures', { limit: 1_000 }).catch(() => ({ groups: [] })),
    ]);
    const circuits = new Map(condition.circuits.map((each) => [each.reader, each]));
    const mailboxes = new Map(condition.mailboxes.map((each) => [each.reader, each]));
    const pauses = new Map((condition.paused ?? []).map((each) => [each.reader, each]));
    return {
      paused: new Set(pauses.keys()),
      told: [
        ...new Set([...pauses.keys(), ...circuits.keys(), ...groups.map(({ reader }) => reader), ...mailboxes.keys()]),
      ],
      of: (authority) => {
        const [circuit, pause] = [circuits.get(authority), pauses.get(authority)];
        return {
          authority,
          circuit: circuit === undefined ? 'closed' : 'open',
          ...(circuit === undefined ? {} : { openUntil: circuit.until, openSince: circuit.since }),
          waiting: countOf(groups, authority, 'waiting'),
          inMailbox: mailboxes.get(authority)?.waiting ?? 0,
          deadLetters: countOf(groups, authority, 'dead-letter'),
          ...(pause === undefined
            ? {}
            : {
                paused: {
                  since: pause.since,
                  by: pause.by,
                  reason: pause.reason,
                  ...(pause.until === undefined ? {} : { until: pause.until }),
                },
              }),
        };
      },
    };
  };

/** `GET /api/recipients` */
export const listRecipients =
  ({ ask, directory, now }: ViewNeeds): Handler =>
  async ({ language }): Promise<RecipientList> => {
    const look = await lookAtRecipients({ ask })();
    return {
      recipients: look.told.map((authority) => look.of(authority)),
      names: namesOf(directory, look.told, language, now()),
    };
  };
