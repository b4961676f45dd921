/**
 * The clock of deadlines. It runs here because here is known what each message's deliveries came to and who answered;
 * what it tells goes into `EVENTS` and comes back into the view like every event, so that neither a restart nor a view
 * rebuilt from the streams tells it again.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { EventWriter } from '@dienstweg/infra/bus/events.ts';
import type { Log } from '@dienstweg/infra/log.ts';
import type { Finding } from '@dienstweg/infra/ops-server.ts';
import type { AcceptedDeadline } from '@dienstweg/schemas/accepted.ts';
import { eventIdOf } from '@dienstweg/schemas/delivery/event-id.ts';
import type { DeliveryState } from '@dienstweg/schemas/delivery/state.ts';
import type { DeadlineTold } from '@dienstweg/schemas/events.ts';
import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { type DeliveryUnderDeadline, nextLook, toTell } from './deadline-rules.ts';

/** What the clock needs. */
export interface DeadlineNeeds {
  readonly database: DatabaseSync;
  readonly events: EventWriter;
  readonly node: string;
  /** The view holds all that was told before. */
  readonly isUpToDate: () => boolean;
  readonly everyMs: number;
  readonly now: () => Date;
  readonly log: Log;
}

/** The running clock. */
export interface DeadlineWatch extends AsyncDisposable {
  /** Messages whose deadline is at risk or missed, and not kept. */
  counts(): { readonly atRisk: number; readonly missed: number; readonly overdueAnswers: number };
}

interface Due {
  readonly message: number;
  readonly messageId: MessageId;
  readonly author: AuthorityId;
  readonly deadline: AcceptedDeadline;
}

const AT_ONCE = 200;

/** Starts the clock. */
export const watchDeadlines = (needs: DeadlineNeeds): DeadlineWatch => {
  const { database } = needs;
  const due = database.prepare(
    `SELECT d.message, m.message_id, m.author, d.deadline FROM deadlines d JOIN messages m ON m.sequence = d.message
     WHERE d.next_at <= ? ORDER BY d.next_at LIMIT ?`,
  );
  const deliveries = database.prepare(
    `SELECT delivery_id, reader, state,
       EXISTS (SELECT 1 FROM messages a WHERE a.in_reply_to = deliveries.message_id AND a.author = deliveries.reader) AS answered,
       (SELECT group_concat(e.type) FROM events e WHERE e.history = deliveries.delivery_id
         AND e.step IN ('deadline-at-risk', 'deadline-missed', 'answer-overdue')) AS told
     FROM deliveries WHERE message_id = ? AND author = ?`,
  );
  const lookNext = database.prepare('UPDATE deadlines SET next_at = ? WHERE message = ?');
  const count = database.prepare(
    `SELECT sum(at_risk_at <= ?1 AND due_at > ?1) AS risk, sum(due_at <= ?1 AND expects <> 'answer') AS missed,
       sum(due_at <= ?1 AND expects = 'answer') AS overdue FROM deadlines WHERE next_at IS NOT NULL AND at_risk_at <= ?1`,
  );

  const dueNow = (now: Date): readonly Due[] =>
    due.all(now.getTime(), AT_ONCE).map((row) => ({
      message: Number(row.message),
      messageId: String(row.message_id) as MessageId,
      author: String(row.author) as AuthorityId,
      deadline: JSON.parse(String(row.deadline)) as AcceptedDeadline,
    }));
  const deliveriesOf = ({ messageId, author }: Due): readonly DeliveryUnderDeadline[] =>
    deliveries.all(messageId, author).map((row) => ({
      deliveryId: String(row.delivery_id) as DeliveryId,
      reader: String(row.reader) as AuthorityId,
      state: String(row.state) as DeliveryState,
      answered: row.answered === 1,
      told: String(row.told ?? '')
        .split(',')
        .filter((type) => type !== '') as DeadlineTold['type'][],
    }));

  const eventsOf = (one: Due, of: readonly DeliveryUnderDeadline[], now: Date): readonly DeadlineTold[] =>
    of.flatMap((delivery) => {
      const type = toTell(one.deadline, delivery, now);
      if (type === undefined) return [];
      const { dueAt, onWhom, expects } = one.deadline;
      return {
        type,
        id: eventIdOf(delivery.deliveryId, type),
        at: now.toISOString(),
        node: needs.node,
        author: one.author,
        messageId: one.messageId,
        reader: delivery.reader,
        deliveryId: delivery.deliveryId,
        dueAt,
        onWhom,
        expects,
      };
    });

  const look = async (): Promise<void> => {
    while (!closed && needs.isUpToDate()) {
      const now = needs.now();
      const found = dueNow(now).map((one) => ({ one, of: deliveriesOf(one) }));
      const events = found.flatMap(({ one, of }) => eventsOf(one, of, now));
      if (events.length > 0) await needs.events.record(events);
      for (const { type, messageId, deliveryId } of events)
        needs.log.warn({ messageId, deliveryId, code: type }, 'deadline');
      for (const { one, of } of found) lookNext.run(nextLook(one.deadline, of, now)?.getTime() ?? null, one.message);
      if (found.length < AT_ONCE) return;
    }
  };

  let closed = false;
  let running: Promise<void> | undefined;
  const every = setInterval(() => {
    running ??= look()
      .catch((error: unknown) => needs.log.warn({ err: error }, 'deadlines are looked at later'))
      .finally(() => {
        running = undefined;
      });
  }, needs.everyMs);
  return {
    counts: () => {
      const row = count.get(needs.now().getTime());
      return {
        atRisk: Number(row?.risk ?? 0),
        missed: Number(row?.missed ?? 0),
        overdueAnswers: Number(row?.overdue ?? 0),
      };
    },
    [Symbol.asyncDispose]: async () => {
      closed = true;
      clearInterval(every);
      await running;
    },
  };
};

/** What an operator should know of deadlines, in words. */
export const deadlineFindings = ({
  missed,
  overdueAnswers,
}: ReturnType<DeadlineWatch['counts']>): readonly Finding[] => [
  ...(missed === 0
    ? []
    : [
        {
          code: 'deadlines-missed',
          severity: 'warning' as const,
          text: `The deadlines of ${missed} messages are over, and what they expect has not happened.`,
          remedy: 'Look for events deadline-missed (trace MESSAGE_ID), and call whom it is on.',
        },
      ]),
  ...(overdueAnswers === 0
    ? []
    : [
        {
          code: 'answers-overdue',
          severity: 'warning' as const,
          text: `${overdueAnswers} messages should have been answered and were not.`,
          remedy: 'Look for events answer-overdue (trace MESSAGE_ID), and ask their readers.',
        },
      ]),
];
