/**
 * The clock of deadlines. It runs here because here is known what each message's deliveries came to and who answered;
 * what it tells goes into `EVENTS` and comes back into the view like every event, so that neither a restart nor a view
 * rebuilt from the streams tells it again.
 */
import type { EventWriter } from '@dienstweg/infra/bus/events.ts';
import type { Log } from '@dienstweg/infra/log.ts';
import type { Finding } from '@dienstweg/infra/ops-server.ts';
import type { AcceptedDeadline } from '@dienstweg/schemas/accepted.ts';
import { eventIdOf } from '@dienstweg/schemas/delivery/event-id.ts';
import type { DeadlineTold } from '@dienstweg/schemas/events.ts';
import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import type { KeptView } from '../keep/keep-view.ts';
import type { View } from '../query/view.ts';
import { deliveryState } from '../store/numbers.ts';
import { list, sql } from '../store/sql.ts';
import { type DeliveryUnderDeadline, nextLook, toTell } from './rules.ts';

/** Messages whose deadline is at risk or missed, and not kept. */
export interface DeadlineCounts {
  readonly atRisk: number;
  readonly missed: number;
  readonly overdueAnswers: number;
}

/** What the clock needs. */
export interface DeadlineNeeds {
  /** It stands still until everything that was told before is in the view. */
  readonly view: Pick<KeptView, 'use' | 'isUpToDate'>;
  readonly events: EventWriter;
  readonly node: string;
  readonly everyMs: number;
  readonly now: () => Date;
  readonly log: Log;
}

/** The running clock. */
export interface DeadlineWatch extends AsyncDisposable {
  /** As of the last look. */
  counts(): DeadlineCounts;
}

interface Due {
  readonly message: number;
  readonly messageId: MessageId;
  readonly author: AuthorityId;
  readonly deadline: AcceptedDeadline;
}

const AT_ONCE = 200;
/** Of all that is told of a deadline. */
const TOLD: readonly DeadlineTold['type'][] = ['deadline-at-risk', 'deadline-missed', 'answer-overdue'];

const dueNow = async ({ database, names }: View, now: Date): Promise<readonly Due[]> => {
  const rows = await database.query(
    sql`SELECT d.message, m.message_id, m.author, d.deadline FROM deadlines d JOIN messages m ON m.sequence = d.message
      WHERE d.next_at <= ${now.getTime()} ORDER BY d.next_at LIMIT ${AT_ONCE}`,
  );
  return rows.map((row) => ({
    message: Number(row.message),
    messageId: String(row.message_id) as MessageId,
    author: names.nameOf(row.author) as AuthorityId,
    deadline: JSON.parse(String(row.deadline)) as AcceptedDeadline,
  }));
};

const underDeadline = async (
  { database, names }: View,
  due: readonly Due[],
): Promise<(message: number) => readonly DeliveryUnderDeadline[]> => {
  const rows = await database.query(
    sql`SELECT d.no, d.message, d.delivery_id, d.reader, d.state,
      EXISTS (SELECT 1 FROM messages a WHERE a.in_reply_to = m.message_id AND a.author = d.reader) AS answered
      FROM deliveries d JOIN messages m ON m.sequence = d.message
      WHERE d.message IN ${list(due.map(({ message }) => message))} ORDER BY d.message, d.place`,
  );
  const told =
    rows.length === 0
      ? []
      : await database.query(
          sql`SELECT delivery, step FROM events
            WHERE delivery IN ${list(rows.map(({ no }) => Number(no)))} AND step IN ${list(TOLD)}`,
        );
  const of = Map.groupBy(rows, (row) => Number(row.message));
  return (message) =>
    (of.get(message) ?? []).map((row) => ({
      deliveryId: String(row.delivery_id) as DeliveryId,
      reader: names.nameOf(row.reader) as AuthorityId,
      state: deliveryState(row.state),
      answered: Boolean(row.answered),
      told: told
        .filter(({ delivery }) => Number(delivery) === Number(row.no))
        .map(({ step }) => String(step) as DeadlineTold['type']),
    }));
};

const countsIn = async ({ database }: View, now: number): Promise<DeadlineCounts> => {
  const [row] = await database.query(
    sql`SELECT sum(CASE WHEN due_at > ${now} THEN 1 ELSE 0 END) AS risk,
      sum(CASE WHEN due_at <= ${now} AND expects <> 'answer' THEN 1 ELSE 0 END) AS missed,
      sum(CASE WHEN due_at <= ${now} AND expects = 'answer' THEN 1 ELSE 0 END) AS overdue
      FROM deadlines WHERE next_at IS NOT NULL AND at_risk_at <= ${now}`,
  );
  return {
    atRisk: Number(row?.risk ?? 0),
    missed: Number(row?.missed ?? 0),
    overdueAnswers: Number(row?.overdue ?? 0),
  };
};

/** Starts the clock. */
export const watchDeadlines = (needs: DeadlineNeeds): DeadlineWatch => {
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

  const lookIn = async (view: View): Promise<void> => {
    while (!closed && needs.view.isUpToDate()) {
      const now = needs.now();
      const due = await dueNow(view, now);
      const deliveriesOf = due.length === 0 ? () => [] : await underDeadline(view, due);
      const found = due.map((one) => ({ one, of: deliveriesOf(one.message) }));
      const events = found.flatMap(({ one, of }) => eventsOf(one, of, now));
      if (events.length > 0) await needs.events.record(events);
      for (const { type, messageId, deliveryId } of events)
        needs.log.warn({ messageId, deliveryId, code: type }, 'deadline');
      if (found.length > 0)
        await view.database.write([
          {
            update: 'deadlines',
            columns: ['message', 'next_at'],
            rows: found.map(({ one, of }) => [one.message, nextLook(one.deadline, of, now)?.getTime() ?? null]),
          },
        ]);
      if (found.length < AT_ONCE) {
        counts = await countsIn(view, needs.now().getTime());
        return;
      }
    }
  };
  const look = (): Promise<void> => needs.view.use(lookIn);

  let closed = false;
  let counts: DeadlineCounts = { atRisk: 0, missed: 0, overdueAnswers: 0 };
  let running: Promise<void> | undefined;
  const every = setInterval(() => {
    running ??= look()
      .catch((error: unknown) => needs.log.warn({ err: error }, 'deadlines are looked at later'))
      .finally(() => {
        running = undefined;
      });
  }, needs.everyMs);
  return {
    counts: () => counts,
    [Symbol.asyncDispose]: async () => {
      closed = true;
      clearInterval(every);
      await running;
    },
  };
};

/** What an operator should know of deadlines, in words. */
export const deadlineFindings = ({ missed, overdueAnswers }: DeadlineCounts): readonly Finding[] => [
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
