/** What a batch changes in the counters: gathered, so that a counter is written once a batch. */
import type { Write } from '../store/database.ts';
import { COUNTERS, HOUR_MS, MINUTE_MS } from '../store/numbers.ts';

type Kind = keyof typeof COUNTERS;
type Numbers = readonly number[];

/** Counters and spans of a batch. */
export interface Tally {
  /** Adds `n` to a counter; numbers left away are 0. */
  add(kind: Kind, bucket: number, numbers: Numbers, n?: number): void;
  /** A message of this sequence was accepted at this moment. */
  span(acceptedAt: number, sequence: number): void;
  writes(): readonly Write[];
}

const PLACES = 5;

/** A tally of nothing. */
export const startTally = (): Tally => {
  const counts = new Map<string, { readonly row: Numbers; n: number }>();
  const spans = new Map<string, [unit: number, start: number, first: number, last: number]>();
  return {
    add: (kind, bucket, numbers, n = 1) => {
      const key = `${COUNTERS[kind]}/${bucket}/${numbers.join('/')}`;
      const known = counts.get(key);
      if (known !== undefined) {
        known.n += n;
        return;
      }
      const filled = Array.from({ length: PLACES }, (_, place) => numbers[place] ?? 0);
      counts.set(key, { row: [COUNTERS[kind], bucket, ...filled], n });
    },
    span: (acceptedAt, sequence) => {
      for (const [unit, length] of [MINUTE_MS, HOUR_MS].entries()) {
        const start = Math.floor(acceptedAt / length);
        const known = spans.get(`${unit}/${start}`);
        if (known === undefined) spans.set(`${unit}/${start}`, [unit, start, sequence, sequence]);
        else {
          known[2] = Math.min(known[2], sequence);
          known[3] = Math.max(known[3], sequence);
        }
      }
    },
    writes: () => [
      {
        insert: 'counters',
        columns: ['kind', 'bucket', 'a', 'b', 'c', 'd', 'e', 'n'],
        rows: [...counts.values()].filter(({ n }) => n !== 0).map(({ row, n }) => [...row, n]),
        onConflict: 'ON CONFLICT (kind, bucket, a, b, c, d, e) DO UPDATE SET n = counters.n + excluded.n',
      },
      {
        insert: 'spans',
        columns: ['unit', 'start', 'first', 'last'],
        rows: [...spans.values()],
        onConflict: `ON CONFLICT (unit, start) DO UPDATE SET
          first = CASE WHEN excluded.first < spans.first THEN excluded.first ELSE spans.first END,
          last = CASE WHEN excluded.last > spans.last THEN excluded.last ELSE spans.last END`,
      },
    ],
  };
};
