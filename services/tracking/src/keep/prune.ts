/** Lets go of what is too old to be shown, a little at a time: the view stays as large as what is looked for in it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@dienstweg/infra/log.ts';
import { between } from '../query/period.ts';
import type { View } from '../query/view.ts';
import type { Write } from '../store/database.ts';
import { COUNTERS, DAY_MS, HOUR_MS, MINUTE_MS, OPEN_STATES } from '../store/numbers.ts';
import { list, sql } from '../store/sql.ts';
import type { KeptView } from './keep-view.ts';

/** Two years: what the year before was like can be looked up. */
export const DEFAULT_KEPT_DAYS = 731;

/** Counters by minute and hour are of use for so long. */
const KEPT = { minutes: 25 * 60, pointsByMinute: 3 * 24 * 60, hours: 90 * 24, groupHours: 8 * 24 } as const;
const EVERY_MS = HOUR_MS / 4;
const AT_ONCE = 500;
const PAUSE_MS = 20;

/** What pruning needs. */
export interface PruneNeeds {
  readonly view: Pick<KeptView, 'use' | 'isUpToDate'>;
  readonly log: Log;
  readonly now: () => Date;
  readonly keptDays: number;
}

const counters = (now: number): readonly Write[] => {
  const [minute, hour] = [Math.floor(now / MINUTE_MS), Math.floor(now / HOUR_MS)];
  const older = (kind: keyof typeof COUNTERS, than: number): Write => ({
    run: sql`DELETE FROM counters WHERE kind = ${COUNTERS[kind]} AND bucket < ${than}`,
  });
  return [
    older('wholesByMinute', minute - KEPT.minutes),
    older('minute', minute - KEPT.pointsByMinute),
    older('hour', hour - KEPT.hours),
    older('groupByHour', hour - KEPT.groupHours),
    { run: sql`DELETE FROM counters WHERE kind = ${COUNTERS.group} AND n = 0` },
  ];
};

/** One portion of messages that ended long ago; how many there were. */
const messagesBefore = async (view: View, before: number): Promise<number> => {
  const period = await between(view, undefined, before);
  if (period === undefined) return 0;
  const rows = await view.database.query(
    sql`SELECT sequence FROM messages WHERE sequence <= ${period.highest} AND accepted_at < ${before}
      AND state NOT IN ${list(OPEN_STATES)} ORDER BY sequence LIMIT ${AT_ONCE}`,
  );
  if (rows.length === 0) return 0;
  const sequences = list(rows.map(({ sequence }) => Number(sequence)));
  const theirs = await view.database.query(sql`SELECT no FROM deliveries WHERE message IN ${sequences}`);
  const deliveries = list([0, ...theirs.map(({ no }) => Number(no))]);
  await view.database.write([
    { run: sql`DELETE FROM receipts WHERE position IN (SELECT position FROM events WHERE delivery IN ${deliveries})` },
    { run: sql`DELETE FROM events WHERE delivery IN ${deliveries}` },
    { run: sql`DELETE FROM deliveries WHERE no IN ${deliveries}` },
    { run: sql`DELETE FROM deadlines WHERE message IN ${sequences}` },
    { run: sql`DELETE FROM business_keys WHERE message IN ${sequences}` },
    { run: sql`DELETE FROM acceptances WHERE sequence IN ${sequences}` },
    { run: sql`DELETE FROM messages WHERE sequence IN ${sequences}` },
  ]);
  return rows.length;
};

/** Lets go of all that is too old at this moment; how many messages that were. `goOn` is asked between portions. */
export const pruneOnce = async (
  { view, now, keptDays }: Omit<PruneNeeds, 'log'>,
  goOn: () => boolean = () => true,
): Promise<number> => {
  const at = now().getTime();
  const before = at - keptDays * DAY_MS;
  await view.use(({ database }) =>
    database.write([
      ...counters(at),
      { run: sql`DELETE FROM refusals WHERE at < ${before}` },
      { run: sql`DELETE FROM actions WHERE at < ${before}` },
    ]),
  );
  let pruned = 0;
  while (goOn()) {
    const some = await view.use((open) => messagesBefore(open, before));
    pruned += some;
    if (some < AT_ONCE) break;
    await delay(PAUSE_MS);
  }
  return pruned;
};

/** Begins to prune. */
export const prune = ({ log, ...needs }: PruneNeeds): AsyncDisposable => {
  const { view, keptDays } = needs;
  let closed = false;
  const once = async (): Promise<void> => {
    if (!view.isUpToDate()) return;
    const pruned = await pruneOnce(needs, () => !closed);
    if (pruned > 0) log.info({ messages: pruned, keptDays }, 'messages that ended long ago are no longer shown');
  };
  let running: Promise<void> | undefined;
  const every = setInterval(() => {
    running ??= once()
      .catch((error: unknown) => log.warn({ err: error }, 'the view is pruned later'))
      .finally(() => {
        running = undefined;
      });
  }, EVERY_MS);
  return {
    [Symbol.asyncDispose]: async () => {
      closed = true;
      clearInterval(every);
      await running;
    },
  };
};
