/** What belongs together, as one: every message and delivery of a conversation, and the joint status of its agencies. */
import type { DatabaseSync } from 'node:sqlite';
import type { AcceptedDeadline } from '@dienstweg/schemas/accepted.ts';
import type {
  ConversationDelivery,
  ConversationMessage,
  DeadlineStanding,
  RequestContract,
} from '@dienstweg/schemas/bus/requests.ts';
import { jointStatusOf } from '@dienstweg/schemas/delivery/joint-status.ts';
import { type AuthorityId, parseMessageId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { isKept } from './deadline-rules.ts';
import { type Row, toDelivery, toMessage } from './rows.ts';

/** More messages than this are not shown; conversations have a few. */
const SHOWN = 500;

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

/**
 * Answers for a conversation. Whoever is author or sender of a message sees its deliveries, a reader its own, and others
 * nothing of it. Throws `conversation-unknown` where nothing is left to see.
 */
export const conversationTracer = (
  database: DatabaseSync,
  now: () => Date,
): ((question: Contract['request']) => Contract['reply']) => {
  const messages = database.prepare(
    `SELECT m.*, d.deadline FROM messages m LEFT JOIN deadlines d ON d.message = m.sequence
     WHERE m.sequence IN (SELECT sequence FROM messages WHERE conversation IN (?1, ?2)
       UNION SELECT sequence FROM messages WHERE message_id = ?2)
     ORDER BY m.sequence`,
  );
  const deliveries = database.prepare(
    `SELECT d.*, EXISTS (SELECT 1 FROM messages a WHERE a.in_reply_to = d.message_id AND a.author = d.reader) AS answered
     FROM deliveries d WHERE d.message_id = ? AND d.author = ? ORDER BY d.place`,
  );

  const shownOf = (message: Row, seenBy: AuthorityId | undefined): ConversationMessage | undefined => {
    const all = deliveries.all(String(message.message_id), String(message.author));
    const whole = seenBy === undefined || seenBy === message.author || seenBy === message.sender;
    const shown = whole ? all : all.filter(({ reader }) => reader === seenBy);
    if (!whole && shown.length === 0) return undefined;
    const deadline = message.deadline === null ? undefined : (JSON.parse(String(message.deadline)) as AcceptedDeadline);
    const own = shown.map((row): ConversationDelivery => {
      const delivery = { ...toDelivery(row), answered: row.answered === 1 };
      if (deadline === undefined) return delivery;
      const { lastDay, dueAt } = deadline;
      return { ...delivery, deadline: { lastDay, dueAt, standing: standingOf(deadline, delivery, now()) } };
    });
    return { ...toMessage(message, own), ...(deadline === undefined ? {} : { deadline }), deliveries: own };
  };

  return ({ conversationId, visibleTo }) => {
    const shown: ConversationMessage[] = [];
    for (const row of messages.iterate(conversationId, parseMessageId(conversationId) ?? conversationId)) {
      const message = shownOf(row, visibleTo);
      if (message === undefined) continue;
      if (shown.length === SHOWN) return { ...jointStatusOf(conversationId, shown), more: true };
      shown.push(message);
    }
    if (shown.length === 0) throw new ProblemError(problem('conversation-unknown', { detail: conversationId }));
    return jointStatusOf(conversationId, shown);
  };
};
