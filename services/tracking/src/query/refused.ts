/** Refused submissions as messages that never were: what they claimed, and when that was refused. */
import type { BoundedCount, ListedMessage, MessageTrace, RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import { type AuthorityId, type MessageId, parseMessageId } from '@dienstweg/schemas/identifiers.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import type { Row } from '../store/database.ts';
import type { Names } from '../store/names.ts';
import { all, type Sql, sql } from '../store/sql.ts';
import { momentIn, textIn } from './asked.ts';
import { isMomentCursor } from './cursor.ts';
import { equals, pageOf } from './page.ts';
import { momentOf } from './rows.ts';
import { first, type View } from './view.ts';

type Question = RequestContract['trackingFind']['request'];
type Found = RequestContract['trackingFind']['reply'];

/** Who handed it in, by its TLS certificate, where that is known. */
export const peerOf = (names: Names, { peer }: Row): AuthorityId | undefined =>
  peer === null ? undefined : (names.nameOf(peer) as AuthorityId);

/** A row of `refusals` with an id, as a message. */
export const refusedMessage = (names: Names, row: Row): Omit<MessageTrace, 'events'> => {
  const peer = peerOf(names, row);
  const claimed = String(row.claimed_author ?? peer ?? '') as AuthorityId;
  return {
    messageId: String(row.message_id) as MessageId,
    author: claimed,
    sender: peer ?? claimed,
    messageType: { code: String(row.claimed_code ?? ''), version: String(row.claimed_version ?? '') },
    state: 'refused',
    acceptedAt: momentOf(row.at),
    sizeBytes: Number(row.size_bytes),
    edition: 0,
    processReference: {},
    testMessage: Number(row.claimed_test) === 1,
    deliveries: [],
  };
};

/** What only messages have that were accepted. */
const asksOfAccepted = ({ reader, processReference, conversation, businessKey }: Question): boolean =>
  [reader, processReference, conversation, businessKey].some((asked) => asked !== undefined);

/** Whether a question is about refused submissions alone: by the state, or going on in such a list. */
export const asksForRefused = ({ state, after, before }: Question): boolean =>
  state === 'refused' || (state === undefined && [after, before].some(isMomentCursor));

/** Whether, where no message fits, a refused one may be meant. */
export const mayMeanRefused = (question: Question): boolean =>
  [question.state, question.after, question.before].every((asked) => asked === undefined) &&
  [question.messageId, question.search, question.code].some((asked) => asked !== undefined) &&
  !asksOfAccepted(question);

/** How many are counted. */
const COUNTED = 10_000;

const countOf = async (view: View, conditions: readonly Sql[]): Promise<BoundedCount> => {
  const row = await first(
    view,
    sql`SELECT count(*) AS n FROM (SELECT 1 FROM refusals WHERE ${all(conditions)} LIMIT ${COUNTED + 1}) AS counted`,
  );
  const n = Number(row?.n ?? 0);
  return n > COUNTED ? { n: COUNTED, atLeast: true } : { n };
};

const conditionsOf = ({ names }: View, question: Question): readonly Sql[] => {
  const no = (name: string | undefined): number | undefined =>
    name === undefined ? undefined : (names.known(name) ?? -1);
  const search = textIn('search', question.search)?.trim();
  const { author, testMessage } = question;
  return [
    sql`message_id IS NOT NULL`,
    ...equals('message_id', textIn('messageId', question.messageId)),
    ...equals('message_id', search === undefined ? undefined : (parseMessageId(search) ?? search)),
    ...equals('code', no(question.code)),
    ...equals('peer', no(question.visibleTo)),
    ...(author === undefined
      ? []
      : [sql`(claimed_author = ${author} OR (claimed_author IS NULL AND peer = ${no(author) ?? -1}))`]),
    ...equals('claimed_code', textIn('messageType', question.messageType)),
    ...equals('claimed_version', textIn('messageTypeVersion', question.messageTypeVersion)),
    ...(testMessage === undefined ? [] : [sql`coalesce(claimed_test, 0) = ${testMessage ? 1 : 0}`]),
  ];
};

/**
 * Refused submissions of which an id could be read, newest first; an authority (`visibleTo`) finds those that it handed in.
 * @throws `request-invalid`
 */
export const refusedIn = async (view: View, question: Question): Promise<Found> => {
  const none = asksOfAccepted(question);
  const conditions = none ? [sql`1 = 0`] : conditionsOf(view, question);
  const { rows, cursors } = await pageOf(view, 'refusals', conditions, question);
  const [since, until] = [momentIn('since', question.since), momentIn('until', question.until)];
  const within = [
    ...(since === undefined ? [] : [sql`at >= ${since}`]),
    ...(until === undefined ? [] : [sql`at < ${until}`]),
  ];
  const messages = rows.map(
    (row): ListedMessage => ({
      ...refusedMessage(view.names, row),
      code: view.names.nameOf(row.code) as ProblemCode,
      attempts: 0,
      endedAt: momentOf(row.at),
    }),
  );
  const count = question.count === true ? { count: await countOf(view, [...conditions, ...within]) } : {};
  return { messages, ...cursors, ...count };
};
