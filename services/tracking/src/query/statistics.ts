/** Who sends what to whom, and how message types are used: read from counters by day. */
import type { DayCount, RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { AuthorityId, RegionId, ServiceId } from '@dienstweg/schemas/identifiers.ts';
import { COUNTERS, DAY_MS } from '../store/numbers.ts';
import { all, sql } from '../store/sql.ts';
import { dayIn, limitIn } from './asked.ts';
import { maybeName, momentOf } from './rows.ts';
import { first, type View } from './view.ts';

type Flows = RequestContract['trackingFlows'];
type Days = RequestContract['trackingDays'];
type Types = RequestContract['trackingTypes'];

const USUAL_DAYS = 30;
const CURSOR = /^s(\d+)-(\d+)-(\d+)-(\d+)-(\d+)$/;

/** Days asked for, both within, as numbers since 1970. */
const daysIn = (
  { from, to }: { readonly from?: string; readonly to?: string },
  now: Date,
): { readonly from: number; readonly to: number } => {
  const last = to === undefined ? Math.floor(now.getTime() / DAY_MS) : dayIn('to', to);
  return { from: from === undefined ? last - USUAL_DAYS + 1 : dayIn('from', from), to: last };
};

/** Who sends what to whom, the most first: of the weeks in which the days lie. */
export const flowsIn = async (view: View, question: Flows['request'], now: Date): Promise<Flows['reply']> => {
  const limit = limitIn(question.limit);
  const { from, to } = daysIn(question, now);
  const { database, names } = view;
  const fitting = all([
    sql`kind = ${COUNTERS.flow}`,
    sql`bucket >= ${Math.floor(from / 7)}`,
    sql`bucket <= ${Math.floor(to / 7)}`,
    ...(question.author === undefined ? [] : [sql`a = ${names.known(question.author) ?? -1}`]),
    ...(question.reader === undefined ? [] : [sql`b = ${names.known(question.reader) ?? -1}`]),
  ]);
  const rows = await database.query(
    sql`SELECT a, b, c, sum(CASE WHEN d = 0 THEN n ELSE 0 END) AS deliveries,
      sum(CASE WHEN d = 1 THEN n ELSE 0 END) AS failed, count(*) OVER () AS total
      FROM counters WHERE ${fitting} GROUP BY a, b, c ORDER BY deliveries DESC, a, b, c LIMIT ${limit}`,
  );
  return {
    flows: rows.map(({ a, b, c, deliveries, failed }) => ({
      author: names.nameOf(a) as AuthorityId,
      reader: names.nameOf(b) as AuthorityId,
      messageType: names.nameOf(c),
      deliveries: Number(deliveries),
      failed: Number(failed),
    })),
    total: Number(rows[0]?.total ?? 0),
  };
};

/** Messages by day, type, service and region, without test messages. */
export const daysOf = async (view: View, question: Days['request']): Promise<Days['reply']> => {
  const limit = limitIn(question.limit);
  const { names } = view;
  const [from, to] = [dayIn('from', question.from), dayIn('to', question.to)];
  const after = question.after === undefined ? undefined : CURSOR.exec(question.after)?.slice(1).map(Number);
  const [day = -1, a = 0, b = 0, c = 0, d = 0] = after ?? [];
  const rows = await view.database.query(
    sql`SELECT bucket, a, b, c, d, n FROM counters WHERE kind = ${COUNTERS.about} AND bucket >= ${from} AND bucket <= ${to}
      AND n > 0 AND (bucket, a, b, c, d) > (${day}, ${a}, ${b}, ${c}, ${d})
      ORDER BY bucket, a, b, c, d LIMIT ${limit + 1}`,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    days: shown.map((row): DayCount => {
      const service = maybeName<ServiceId>(names, row.c);
      const region = maybeName<RegionId>(names, row.d);
      return {
        day: momentOf(Number(row.bucket) * DAY_MS).slice(0, 10),
        messageType: { code: names.nameOf(row.a), version: names.nameOf(row.b) },
        ...(service === null ? {} : { service }),
        ...(region === null ? {} : { region }),
        messages: Number(row.n),
      };
    }),
    ...(rows.length > limit && last !== undefined
      ? { next: `s${last.bucket}-${last.a}-${last.b}-${last.c}-${last.d}` }
      : {}),
  };
};

/** How each version of each message type is used. */
export const typesIn = async (view: View, question: Types['request'], now: Date): Promise<Types['reply']> => {
  const { from, to } = daysIn(question, now);
  const { database, names } = view;
  const rows = await database.query(
    sql`SELECT a, b, c, sum(n) AS n FROM counters WHERE kind = ${COUNTERS.use} AND bucket >= ${from} AND bucket <= ${to}
      GROUP BY a, b, c ORDER BY a, b, c`,
  );
  const uses = new Map<string, { readonly type: number; readonly version: number; readonly counts: number[] }>();
  for (const { a, b, c, n } of rows) {
    const use = uses.get(`${a}/${b}`) ?? { type: Number(a), version: Number(b), counts: [0, 0, 0, 0] };
    use.counts[Number(c)] = Number(n);
    uses.set(`${a}/${b}`, use);
  }
  const types: Types['reply']['types'][number][] = [];
  for (const { type, version, counts } of uses.values()) {
    const [accepted = 0, refused = 0, deliveries = 0, failed = 0] = counts;
    const newest = await first(
      view,
      sql`SELECT accepted_at FROM messages WHERE type = ${type} AND version = ${version} ORDER BY sequence DESC LIMIT 1`,
    );
    types.push({
      messageType: { code: names.nameOf(type), version: names.nameOf(version) },
      accepted,
      refused,
      deliveries,
      failed,
      failureRate: deliveries === 0 ? 0 : failed / deliveries,
      ...(newest === undefined ? {} : { lastAcceptedAt: momentOf(newest.accepted_at) }),
    });
  }
  return { types };
};
