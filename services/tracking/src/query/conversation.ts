/** What belongs together, as one: every message and delivery of a conversation, and the joint status of its agencies. */
import type { AcceptedDeadline } from '@dienstweg/schemas/accepted.ts';
import type {
  ConversationDelivery,
  ConversationMessage,
  DeadlineStanding,
  RequestContract,
} from '@dienstweg/schemas/bus/requests.ts';
import { jointStatusOf } from '@dienstweg/schemas/delivery/joint-status.ts';
import { parseMessageId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { isKept } from '../deadlines/rules.ts';
import type { Row } from '../store/database.ts';
import { list, sql } from '../store/sql.ts';
import { deliveriesOf } from './deliveries-of.ts';
import { isBeforeItsTime, toDelivery, toMessage } from './rows.ts';
import type { View } from './view.ts';

/** More messages than this are not shown; conversations have a few. */
const SHOWN = 500;
/** Nor are more looked at, for whom few of them are shown. */
const MOST_READ = 5_000;

/** How a deadline stands for a delivery at a moment. */
export const standingOf = (
  deadline: Pick<AcceptedDeadline, 'expects' | 'dueAt' | 'atRiskAt'>,
  delivery: Parameters<typeof isKept>[1],
  now: Date,
): DeadlineStanding => {
  if (isKept(deadline, delivery)) return 'kept';
  if (now >= new Date(deadline.dueAt)) return 'missed';
  return now >= new Date(deadline.atRiskAt) ? 'at-risk' : 'open';
};

type Contract = RequestContract['trackingConversation'];

const messagesOf = ({ database }: View, conversationId: string): Promise<readonly Row[]> => {
  const opened = parseMessageId(conversationId) ?? conversationId;
  return database.query(
    sql`SELECT m.*, d.deadline FROM messages m LEFT JOIN deadlines d ON d.message = m.sequence
      WHERE m.sequence IN (
        SELECT sequence FROM messages WHERE conversation IN ${list([conversationId, opened])}
        UNION SELECT sequence FROM messages WHERE message_id = ${opened})
      ORDER BY m.sequence LIMIT ${MOST_READ}`,
  );
};

/** Who has replied to messages of these ids: author and id replied to. */
const answersTo = async ({ database }: View, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await database.query(
    sql`SELECT DISTINCT in_reply_to, author FROM messages WHERE in_reply_to IN ${list(ids)}`,
  );
  return new Set(rows.map((row) => `${row.in_reply_to}/${row.author}`));
};

/**
 * Answers for a conversation. Whoever is author or sender of a message sees its deliveries, a reader its own, and others
 * nothing of it. Throws `conversation-unknown` where nothing is left to see.
 */
export const conversationOf = async (
  view: View,
  { conversationId, visibleTo }: Contract['request'],
  now: Date,
): Promise<Contract['reply']> => {
  const { names } = view;
  const rows = await messagesOf(view, conversationId);
  const unknown = (): ProblemError => new ProblemError(problem('conversation-unknown', { detail: conversationId }));
  if (rows.length === 0) throw unknown();
  const deliveries = await deliveriesOf(
    view,
    rows.map(({ sequence }) => Number(sequence)),
  );
  const answers = await answersTo(
    view,
    rows.map((row) => String(row.message_id)),
  );
  const seer = visibleTo === undefined ? undefined : names.known(visibleTo);

  const shownOf = (message: Row): ConversationMessage | undefined => {
    const every = deliveries(message.sequence);
    const whole = visibleTo === undefined || seer === Number(message.author) || seer === Number(message.sender);
    const shown = whole ? every : every.filter(({ reader }) => Number(reader) === seer);
    if (!whole && (shown.length === 0 || isBeforeItsTime(message, now))) return undefined;
    const deadline = message.deadline === null ? undefined : (JSON.parse(String(message.deadline)) as AcceptedDeadline);
    const own = shown.map((row): ConversationDelivery => {
      const delivery = { ...toDelivery(names, row), answered: answers.has(`${message.message_id}/${row.reader}`) };
      if (deadline === undefined) return delivery;
      const { lastDay, dueAt } = deadline;
      return { ...delivery, deadline: { lastDay, dueAt, standing: standingOf(deadline, delivery, now) } };
    });
    return {
      ...toMessage(names, message, own, whole),
      ...(deadline === undefined ? {} : { deadline }),
      deliveries: own,
    };
  };

  const shown = rows.flatMap((row) => shownOf(row) ?? []);
  if (shown.length === 0) throw unknown();
  return shown.length > SHOWN
    ? { ...jointStatusOf(conversationId, shown.slice(0, SHOWN)), more: true }
    : jointStatusOf(conversationId, shown);
};
