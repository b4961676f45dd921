/**
 * Walks along the index of what fewest messages fit, in windows, and tests the rest, until there is enough: what hardly
 * any message fits takes no longer than `withinMs`, and then says how far it came.
 */
import { all, raw, type Sql, sql } from '../store/sql.ts';
import type { Condition } from './conditions.ts';
import type { View } from './view.ts';

/** Where to walk. */
export interface Walk {
  readonly conditions: readonly Condition[];
  /** Sequences within, both. */
  readonly lowest: number;
  readonly highest: number;
  /** `down`: the newest first. */
  readonly direction: 'down' | 'up';
  /** Enough. */
  readonly wanted: number;
  readonly withinMs: number;
}

/** Sequences in the order walked. */
export interface Walked {
  readonly sequences: readonly number[];
  /** It was not looked beyond this sequence: there was no time. */
  readonly stoppedAt?: number;
}

const FIRST_WINDOW = 2_000;
const LARGEST_WINDOW = 48_000;

interface Path {
  readonly from: Sql;
  /** Without what is needed only for the rest. */
  readonly alone: Sql;
  readonly place: Sql;
  readonly held: readonly Sql[];
}

const pathAlong = ({ along }: Condition): Path | undefined => {
  if (along === undefined) return undefined;
  const { of, column, no } = along;
  if (of === 'deliveries') {
    const only = column === 'code' ? [sql`d.code <> 0`] : [];
    const held = [sql`d.${raw(column)} = ${no}`, ...only];
    return {
      from: sql`deliveries d JOIN messages m ON m.sequence = d.message`,
      alone: raw('deliveries d'),
      place: raw('d.message'),
      held,
    };
  }
  const only = column === 'sender' ? [sql`m.sender <> m.author`] : [];
  return {
    from: raw('messages m'),
    alone: raw('messages m'),
    place: raw('m.sequence'),
    held: [sql`m.${raw(column)} = ${no}`, ...only],
  };
};

/** The walk, when the first of the conditions leads. */
const windowed = async ({ database }: View, walk: Walk, path: Path, rest: readonly Condition[]): Promise<Walked> => {
  const { direction, wanted } = walk;
  const { from, place, held } = path;
  const order = raw(direction === 'down' ? 'DESC' : 'ASC');
  const inside = (low: number, high: number): Sql => sql`${place} >= ${low} AND ${place} <= ${high}`;
  const ends = performance.now() + walk.withinMs;
  const sequences: number[] = [];
  let { lowest, highest } = walk;
  let window = rest.length === 0 ? Number.POSITIVE_INFINITY : FIRST_WINDOW;
  for (;;) {
    // where the window ends: skipped along the index alone
    const edge = Number.isFinite(window)
      ? await database.query(
          sql`SELECT ${place} AS edge FROM ${path.alone} WHERE ${all([...held, inside(lowest, highest)])}
            ORDER BY ${place} ${order} LIMIT 1 OFFSET ${window}`,
        )
      : [];
    const last = edge[0] === undefined ? undefined : Number(edge[0].edge);
    const within =
      last === undefined
        ? inside(lowest, highest)
        : direction === 'down'
          ? inside(last, highest)
          : inside(lowest, last);
    const rows = await database.query(
      sql`SELECT DISTINCT ${place} AS sequence FROM ${from}
        WHERE ${all([...held, within, ...rest.map(({ test }) => test)])}
        ORDER BY ${place} ${order} LIMIT ${wanted - sequences.length}`,
    );
    sequences.push(...rows.map((row) => Number(row.sequence)));
    if (sequences.length >= wanted || last === undefined) return { sequences };
    if (performance.now() > ends) return { sequences, stoppedAt: last };
    if (direction === 'down') highest = last - 1;
    else lowest = last + 1;
    window = Math.min(window * 4, LARGEST_WINDOW);
  }
};

/** All of it at once: few messages are gathered first, or nothing is asked for but the period. */
const gathered = async ({ database }: View, walk: Walk, isGathered: boolean): Promise<Walked> => {
  // what is gathered is not to be found by walking through the period
  const place = raw(isGathered ? '+m.sequence' : 'm.sequence');
  const conditions = [
    ...walk.conditions.map(({ test }) => test),
    sql`${place} >= ${walk.lowest}`,
    sql`${place} <= ${walk.highest}`,
  ];
  const rows = await database.query(
    sql`SELECT m.sequence FROM messages m WHERE ${all(conditions)}
      ORDER BY m.sequence ${raw(walk.direction === 'down' ? 'DESC' : 'ASC')} LIMIT ${walk.wanted}`,
  );
  return { sequences: rows.map(({ sequence }) => Number(sequence)) };
};

/** Walks. */
export const walkAlong = async (view: View, walk: Walk): Promise<Walked> => {
  const isGathered = walk.conditions.some(({ gathers }) => gathers === true);
  const leading = walk.conditions
    .filter(({ along }) => along !== undefined)
    .sort((a, b) => (a.fits ?? 0) - (b.fits ?? 0))[0];
  const path = leading === undefined ? undefined : pathAlong(leading);
  if (isGathered || leading === undefined || path === undefined) return gathered(view, walk, isGathered);
  return windowed(
    view,
    walk,
    path,
    walk.conditions.filter((condition) => condition !== leading),
  );
};
