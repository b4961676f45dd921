/** Between which sequences everything lies that was accepted in a period, however clocks of gateways differ. */
import { HOUR_MS, MINUTE_MS } from '../store/numbers.ts';
import { sql } from '../store/sql.ts';
import { first, type View } from './view.ts';

/** Both within; `undefined`: nothing was accepted then. */
export interface Between {
  readonly lowest: number;
  readonly highest: number;
}

const MINUTES = HOUR_MS / MINUTE_MS;

/** Minutes of the hour at the edge, and whole hours beyond it. */
const lowestFrom = async (view: View, since: number): Promise<number | undefined> => {
  const minute = Math.floor(since / MINUTE_MS);
  const hour = Math.floor(since / HOUR_MS);
  const row = await first(
    view,
    sql`SELECT min(first) AS first FROM (
      SELECT min(first) AS first FROM spans WHERE unit = 0 AND start >= ${minute} AND start < ${(hour + 1) * MINUTES}
      UNION ALL SELECT min(first) FROM spans WHERE unit = 1 AND start > ${hour}) s`,
  );
  return row?.first === null || row === undefined ? undefined : Number(row.first);
};

const highestUntil = async (view: View, until: number): Promise<number | undefined> => {
  const minute = Math.floor((until - 1) / MINUTE_MS);
  const hour = Math.floor((until - 1) / HOUR_MS);
  const row = await first(
    view,
    sql`SELECT max(last) AS last FROM (
      SELECT max(last) AS last FROM spans WHERE unit = 0 AND start <= ${minute} AND start >= ${hour * MINUTES}
      UNION ALL SELECT max(last) FROM spans WHERE unit = 1 AND start < ${hour}) s`,
  );
  return row?.last === null || row === undefined ? undefined : Number(row.last);
};

/** The bounds of a period; open ends are open. */
export const between = async (
  view: View,
  since: number | undefined,
  until: number | undefined,
): Promise<Between | undefined> => {
  const lowest = since === undefined ? 0 : await lowestFrom(view, since);
  const highest = until === undefined ? Number.MAX_SAFE_INTEGER : await highestUntil(view, until);
  return lowest === undefined || highest === undefined || lowest > highest ? undefined : { lowest, highest };
};
