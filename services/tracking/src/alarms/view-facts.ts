/** What alarms and figures want to know of the view: a few numbers, read from counters and from what is open. */
import type { DeadlineCounts } from '../deadlines/watch.ts';
import { oldestIn } from '../query/summary.ts';
import type { View } from '../query/view.ts';
import { COUNTERS, MINUTE_MS, SERIES } from '../store/numbers.ts';
import { sql } from '../store/sql.ts';
import type { ViewFacts } from './measure.ts';

/** A rate of failures is that of so many minutes. */
const RATE_OF_MINUTES = 15;

/** Reads them. */
export const viewFacts = async (view: View, deadlines: DeadlineCounts, now: Date): Promise<ViewFacts> => {
  const oldestUndeliveredAt = await oldestIn(view, ['delivering', 'waiting']);
  const from = Math.floor(now.getTime() / MINUTE_MS) - RATE_OF_MINUTES + 1;
  const rows = await view.database.query(
    sql`SELECT a, sum(n) AS n FROM counters WHERE kind = ${COUNTERS.minute} AND bucket >= ${from} GROUP BY a`,
  );
  const of = (series: number): number => Number(rows.find(({ a }) => Number(a) === series)?.n ?? 0);
  return {
    ...(oldestUndeliveredAt === undefined ? {} : { oldestUndeliveredAt }),
    deadlines,
    attempts: { failed: of(SERIES.failedAttempts), succeeded: of(SERIES.handedOver) },
  };
};
