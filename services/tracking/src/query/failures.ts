/** Failures in groups: same step, same problem, same reader. An operator sees one cause once, not each of its victims. */
import type {
  FailedDelivery,
  FailureGroup,
  FailureGroupKey,
  RequestContract,
} from '@dienstweg/schemas/bus/requests.ts';
import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import type { Row } from '../store/database.ts';
import { COUNTERS, deliveryState, failureStep, HOUR_MS, stepNo } from '../store/numbers.ts';
import { all, list, type Sql, sql } from '../store/sql.ts';
import { limitIn, momentIn } from './asked.ts';
import { momentCursor, parseMomentCursor } from './cursor.ts';
import { maybeMoment, maybeName, momentOf, present, processReferenceOf, typeOf } from './rows.ts';
import { first, type View } from './view.ts';

type Failures = RequestContract['trackingFailures'];
type Members = RequestContract['trackingFailureMembers'];

const TREND_HOURS = 24;
/** New ones of a group are counted up to this. */
const COUNTED = 1_000;

interface GroupNumbers {
  readonly step: number;
  readonly code: number;
  readonly reader: number;
}

const inGroup = ({ step, code, reader }: GroupNumbers): Sql =>
  sql`d.step <> 0 AND d.step = ${step} AND d.code = ${code} AND d.reader = ${reader}`;

const trendsOf = async (
  { database }: View,
  groups: readonly GroupNumbers[],
  now: Date,
): Promise<(group: GroupNumbers) => FailureGroup['trend']> => {
  const last = Math.floor(now.getTime() / HOUR_MS);
  const rows =
    groups.length === 0
      ? []
      : await database.query(
          sql`SELECT bucket, a, b, c, n FROM counters WHERE kind = ${COUNTERS.groupByHour}
            AND bucket > ${last - TREND_HOURS} AND bucket <= ${last} AND c IN ${list(new Set(groups.map(({ reader }) => reader)))}`,
        );
  const counts = new Map(rows.map(({ bucket, a, b, c, n }) => [`${bucket}/${a}/${b}/${c}`, Number(n)]));
  return ({ step, code, reader }) =>
    Array.from({ length: TREND_HOURS }, (_, place) => {
      const bucket = last - TREND_HOURS + 1 + place;
      return { from: momentOf(bucket * HOUR_MS), n: counts.get(`${bucket}/${step}/${code}/${reader}`) ?? 0 };
    });
};

const newSinceIn = async (
  view: View,
  group: GroupNumbers,
  span: { readonly first: number; readonly last: number; readonly count: number },
  since: number,
): Promise<NonNullable<FailureGroup['newSince']>> => {
  if (span.last < since) return { n: 0 };
  if (span.first >= since && span.count <= COUNTED) return { n: span.count };
  const row = await first(
    view,
    sql`SELECT count(*) AS n FROM (SELECT 1 AS one FROM deliveries d WHERE ${inGroup(group)} AND d.failed_at >= ${since}
      LIMIT ${COUNTED + 1}) newer`,
  );
  const n = Number(row?.n ?? 0);
  return n > COUNTED ? { n: COUNTED, atLeast: true } : { n };
};

const chosen = ({ names }: View, { step, code, reader }: Partial<FailureGroupKey>): readonly Sql[] => [
  ...(step === undefined ? [] : [sql`a = ${stepNo(step)}`]),
  ...(code === undefined ? [] : [sql`b = ${names.known(code) ?? -1}`]),
  ...(reader === undefined ? [] : [sql`c = ${names.known(reader) ?? -1}`]),
];

/** The groups, the largest first. */
export const failuresIn = async (view: View, question: Failures['request'], now: Date): Promise<Failures['reply']> => {
  const limit = limitIn(question.limit);
  const since = momentIn('newSince', question.newSince);
  const { database, names } = view;
  const fitting = all([sql`kind = ${COUNTERS.group}`, sql`bucket = 0`, sql`n > 0`, ...chosen(view, question)]);
  const rows = await database.query(
    sql`SELECT a, b, c, n FROM counters WHERE ${fitting} ORDER BY n DESC, a, b, c LIMIT ${limit}`,
  );
  const total = await first(view, sql`SELECT count(*) AS n FROM counters WHERE ${fitting}`);
  const numbers = rows.map(({ a, b, c, n }) => ({ step: Number(a), code: Number(b), reader: Number(c), n: Number(n) }));
  const trendOf = await trendsOf(view, numbers, now);
  const groups: FailureGroup[] = [];
  for (const { n, ...group } of numbers) {
    const ends = await first(
      view,
      sql`SELECT (SELECT d.failed_at FROM deliveries d WHERE ${inGroup(group)} ORDER BY d.failed_at LIMIT 1) AS first,
        (SELECT d.failed_at FROM deliveries d WHERE ${inGroup(group)} ORDER BY d.failed_at DESC LIMIT 1) AS last`,
    );
    const span = { first: Number(ends?.first ?? 0), last: Number(ends?.last ?? 0), count: n };
    const code = maybeName<ProblemCode>(names, group.code);
    groups.push({
      step: failureStep(group.step),
      ...(code === null ? {} : { code }),
      reader: names.nameOf(group.reader) as AuthorityId,
      count: n,
      firstAt: momentOf(span.first),
      lastAt: momentOf(span.last),
      trend: trendOf(group),
      ...(since === undefined ? {} : { newSince: await newSinceIn(view, group, span, since) }),
    });
  }
  return { groups, total: Number(total?.n ?? 0) };
};

const toFailed = ({ names }: View, row: Row): FailedDelivery =>
  present<FailedDelivery>({
    deliveryId: String(row.delivery_id) as DeliveryId,
    messageId: String(row.message_id) as MessageId,
    author: names.nameOf(row.author) as AuthorityId,
    reader: names.nameOf(row.reader) as AuthorityId,
    messageType: typeOf(names, row),
    testMessage: Number(row.test) === 1,
    processReference: processReferenceOf(row),
    acceptedAt: momentOf(row.accepted_at),
    state: deliveryState(row.state),
    code: maybeName<ProblemCode>(names, row.code),
    attempts: Number(row.attempts),
    plannedAttempts: Number(row.planned) === 0 ? null : Number(row.planned),
    round: Number(row.round) === 0 ? null : Number(row.round),
    nextAttemptAt: maybeMoment(row.next_attempt_at),
    failedAt: momentOf(row.failed_at),
  } as { [K in keyof FailedDelivery]: FailedDelivery[K] | null });

/** The deliveries of a group, those that failed last first. */
export const failureMembersIn = async (view: View, question: Members['request']): Promise<Members['reply']> => {
  const limit = limitIn(question.limit);
  const since = momentIn('since', question.since);
  const { names } = view;
  const group = {
    step: stepNo(question.step),
    code: question.code === undefined ? 0 : (names.known(question.code) ?? -1),
    reader: names.known(question.reader) ?? -1,
  };
  const from = question.after === undefined ? undefined : parseMomentCursor(question.after);
  const conditions = [
    inGroup(group),
    ...(since === undefined ? [] : [sql`d.failed_at >= ${since}`]),
    ...(from === undefined ? [] : [sql`(d.failed_at, d.no) < (${from.at}, ${from.position})`]),
  ];
  const rows = await view.database.query(
    sql`SELECT d.no, d.delivery_id, d.reader, d.state, d.code, d.round, d.attempts, d.planned, d.next_attempt_at, d.failed_at,
      m.message_id, m.author, m.type, m.version, m.test, m.requester, m.responder, m.accepted_at
      FROM deliveries d JOIN messages m ON m.sequence = d.message WHERE ${all(conditions)}
      ORDER BY d.failed_at DESC, d.no DESC LIMIT ${limit + 1}`,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    deliveries: shown.map((row) => toFailed(view, row)),
    ...(rows.length > limit && last !== undefined
      ? { next: momentCursor({ at: Number(last.failed_at), position: Number(last.no) }) }
      : {}),
  };
};
