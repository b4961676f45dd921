/** What was done by somebody who answers for it, and what was refused to whom; newest first. */
import type { ActionTaken, RefusedSubmission, RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { AuthorityId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import type { Row } from '../store/database.ts';
import { textIn } from './asked.ts';
import { equals, pageOf } from './page.ts';
import { maybeName, momentOf, present } from './rows.ts';
import type { View } from './view.ts';

type Actions = RequestContract['trackingActions'];
type Refusals = RequestContract['trackingRefusals'];

/** What was done. */
export const actionsIn = async (view: View, question: Actions['request']): Promise<Actions['reply']> => {
  const { rows, cursors } = await pageOf(
    view,
    'actions',
    [
      ...equals('type', textIn('type', question.type)),
      ...equals('"by"', textIn('by', question.by)),
      ...equals('message_id', textIn('messageId', question.messageId)),
    ],
    question,
  );
  const actions = rows.map((row) =>
    present<ActionTaken>({
      at: momentOf(row.at),
      node: view.names.nameOf(row.node),
      type: String(row.type),
      by: String(row.by),
      reason: row.reason,
      action: row.action,
      outcome: row.outcome,
      messageId: row.message_id,
      author: row.author,
      reader: row.reader,
      deliveryId: row.delivery_id,
      to: row.to,
      about: row.about,
      count: row.count === null ? null : Number(row.count),
    } as { [K in keyof ActionTaken]: ActionTaken[K] | null }),
  );
  return { actions, ...cursors };
};

const toRefused = ({ names }: View, row: Row): RefusedSubmission => {
  const peer = maybeName<AuthorityId>(names, row.peer);
  const claimed = {
    ...(row.claimed_author === null ? {} : { author: String(row.claimed_author) as AuthorityId }),
    ...(row.message_id === null ? {} : { messageId: String(row.message_id) as MessageId }),
    ...(row.claimed_code === null
      ? {}
      : { messageType: { code: String(row.claimed_code), version: String(row.claimed_version ?? '') } }),
  };
  return {
    at: momentOf(row.at),
    node: names.nameOf(row.node),
    code: names.nameOf(row.code) as ProblemCode,
    ...(peer === null ? {} : { peer }),
    ...(Object.keys(claimed).length === 0 ? {} : { claimed }),
    sizeBytes: Number(row.size_bytes),
    places: JSON.parse(String(row.places)) as RefusedSubmission['places'],
  };
};

/** What was refused. */
export const refusalsIn = async (view: View, question: Refusals['request']): Promise<Refusals['reply']> => {
  const { names } = view;
  const { rows, cursors } = await pageOf(
    view,
    'refusals',
    [
      ...equals('peer', question.peer === undefined ? undefined : (names.known(question.peer) ?? -1)),
      ...equals('code', question.code === undefined ? undefined : (names.known(question.code) ?? -1)),
      ...equals('message_id', textIn('messageId', question.messageId)),
    ],
    question,
  );
  return { refusals: rows.map((row) => toRefused(view, row)), ...cursors };
};
