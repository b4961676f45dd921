/** What an operator looks at first: read from counters, so that it takes no longer with a million messages. */
import type { FlowPoint, RequestContract, StateCounts, ViewStanding } from '@dienstweg/schemas/bus/requests.ts';
import { COUNTERS, HOUR_MS, MINUTE_MS, SERIES, stateCounted, stateNo } from '../store/numbers.ts';
import { list, type Sql, sql } from '../store/sql.ts';
import { failuresIn } from './failures.ts';
import { momentOf } from './rows.ts';
import { deliveriesByState, oldestIn } from './summary.ts';
import { first, type View } from './view.ts';

type Overview = RequestContract['trackingOverview'];

const MINUTES_SHOWN = 60;
const HOURS_SHOWN = 48;
const GROUPS_SHOWN = 10;

/** Of test messages only, of others only, or of all. Refusals are neither. */
const ofTest = (testMessage: boolean | undefined, column: Sql): Sql =>
  testMessage === undefined ? sql`1 = 1` : sql`${column} = ${testMessage ? 1 : 0}`;

const countsSince = async (
  view: View,
  minutes: number,
  now: number,
  test: boolean | undefined,
): Promise<StateCounts> => {
  const from = Math.floor(now / MINUTE_MS) - minutes + 1;
  const rows = await view.database.query(
    sql`SELECT a, sum(n) AS n FROM counters WHERE kind = ${COUNTERS.wholesByMinute} AND bucket >= ${from}
      AND ${ofTest(test, sql`b`)} GROUP BY a`,
  );
  const refused = await first(
    view,
    sql`SELECT sum(n) AS n FROM counters WHERE kind = ${COUNTERS.minute} AND bucket >= ${from} AND a = ${SERIES.refused}`,
  );
  const counts = rows.map(({ a, n }) => [stateCounted(a), Number(n)] as const);
  return Object.fromEntries([...counts, ['refused', Number(refused?.n ?? 0)] as const].filter(([, n]) => n > 0));
};

const series = async (
  view: View,
  unit: 'minute' | 'hour',
  points: number,
  now: number,
  test: boolean | undefined,
): Promise<readonly FlowPoint[]> => {
  const length = unit === 'minute' ? MINUTE_MS : HOUR_MS;
  const last = Math.floor(now / length);
  const rows = await view.database.query(
    sql`SELECT bucket, a, sum(n) AS n FROM counters WHERE kind = ${COUNTERS[unit]} AND bucket > ${last - points}
      AND bucket <= ${last} AND (a = ${SERIES.refused} OR ${ofTest(test, sql`b`)}) GROUP BY bucket, a`,
  );
  const counts = new Map(rows.map(({ bucket, a, n }) => [`${bucket}/${a}`, Number(n)]));
  return Array.from({ length: points }, (_, place) => {
    const bucket = last - points + 1 + place;
    const of = (what: keyof typeof SERIES): number => counts.get(`${bucket}/${SERIES[what]}`) ?? 0;
    return {
      from: momentOf(bucket * length),
      accepted: of('accepted'),
      refused: of('refused'),
      handedOver: of('handedOver'),
      failedAttempts: of('failedAttempts'),
      deadLetters: of('deadLetters'),
    };
  });
};

/** When a delivery was last handed over: looked for among the newest messages only. */
const lastHandedOver = async (view: View): Promise<number | undefined> => {
  const row = await first(
    view,
    sql`SELECT max(ended_at) AS at FROM (SELECT ended_at FROM messages
      WHERE state IN ${list([stateNo('handed-over')])} ORDER BY sequence DESC LIMIT 200) newest`,
  );
  const decided = await first(
    view,
    sql`SELECT max(ended_at) AS at FROM (SELECT ended_at FROM messages
      WHERE state IN ${list([stateNo('accepted-by-reader')])} ORDER BY sequence DESC LIMIT 200) newest`,
  );
  const moments = [row?.at, decided?.at].flatMap((at) => (at === null || at === undefined ? [] : Number(at)));
  return moments.length === 0 ? undefined : Math.max(...moments);
};

/** Answers. */
export const overviewOf = async (
  view: View,
  { testMessage }: Overview['request'],
  now: Date,
  standing: ViewStanding,
): Promise<Overview['reply']> => {
  const at = now.getTime();
  const [undelivered, inMailbox] = [
    await oldestIn(view, ['delivering', 'waiting']),
    await oldestIn(view, ['in-mailbox']),
  ];
  const accepted = await first(view, sql`SELECT accepted_at AS at FROM messages ORDER BY sequence DESC LIMIT 1`);
  const handedOver = await lastHandedOver(view);
  const { groups } = await failuresIn(view, { limit: GROUPS_SHOWN }, now);
  return {
    at: now.toISOString(),
    last15Minutes: await countsSince(view, 15, at, testMessage),
    last24Hours: await countsSince(view, 24 * 60, at, testMessage),
    deliveries: await deliveriesByState(view),
    ...(undelivered === undefined ? {} : { oldestUndeliveredAt: undelivered }),
    ...(inMailbox === undefined ? {} : { oldestInMailboxAt: inMailbox }),
    ...(accepted === undefined ? {} : { lastAcceptedAt: momentOf(accepted.at) }),
    ...(handedOver === undefined ? {} : { lastHandedOverAt: momentOf(handedOver) }),
    perMinute: await series(view, 'minute', MINUTES_SHOWN, at, testMessage),
    perHour: await series(view, 'hour', HOURS_SHOWN, at, testMessage),
    failures: groups,
    view: standing,
  };
};
