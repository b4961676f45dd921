/** The figures of the whole; kept up to date by the projection, so that asking is cheap however much there is. */
import type { RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { DeliveryState } from '@dienstweg/schemas/delivery/state.ts';
import type { EpochOpened } from '@dienstweg/schemas/events.ts';
import { readPositions } from '../follow/positions.ts';
import { COUNTERS, deliveryState, stateNo } from '../store/numbers.ts';
import { sql } from '../store/sql.ts';
import { momentOf } from './rows.ts';
import { first, type View } from './view.ts';

/** Deliveries by the state they are in. */
export const deliveriesByState = async ({
  database,
}: View): Promise<Readonly<Partial<Record<DeliveryState, number>>>> => {
  const rows = await database.query(
    sql`SELECT a, n FROM counters WHERE kind = ${COUNTERS.deliveries} AND bucket = 0 AND n <> 0`,
  );
  return Object.fromEntries(rows.map(({ a, n }) => [deliveryState(a), Number(n)]));
};

/** When the oldest message was accepted of which a delivery is in one of these states. */
export const oldestIn = async (view: View, states: readonly DeliveryState[]): Promise<string | undefined> => {
  const oldest: number[] = [];
  for (const state of states) {
    const row = await first(
      view,
      sql`SELECT m.accepted_at FROM messages m WHERE m.sequence =
        (SELECT min(message) FROM deliveries WHERE state = ${stateNo(state)} AND state IN (1, 2, 3))`,
    );
    if (row !== undefined) oldest.push(Number(row.accepted_at));
  }
  return oldest.length === 0 ? undefined : momentOf(Math.min(...oldest));
};

/** The figures. */
export const summaryOf = async (view: View): Promise<RequestContract['trackingSummary']['reply']> => {
  const ever = await view.database.query(sql`SELECT a, n FROM counters WHERE kind = ${COUNTERS.ever} AND bucket = 0`);
  const everOf = (a: number): number => Number(ever.find((row) => Number(row.a) === a)?.n ?? 0);
  const oldestUndeliveredAt = await oldestIn(view, ['delivering', 'waiting', 'in-mailbox']);
  const opened = (await first(view, sql`SELECT epoch FROM positions WHERE stream = 'epoch'`))?.epoch;
  return {
    accepted: everOf(0),
    refused: everOf(1),
    deliveries: await deliveriesByState(view),
    ...(oldestUndeliveredAt === undefined ? {} : { oldestUndeliveredAt }),
    ...(typeof opened === 'string' ? { epoch: JSON.parse(opened) as EpochOpened } : {}),
    positions: await readPositions(view.database),
  };
};
