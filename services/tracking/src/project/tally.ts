/** What a batch changes in the counters: gathered, so that a counter is written once a batch. */
import type { Write } from '../store/database.ts';
import { COUNTERS, HOUR_MS, MINUTE_MS } from '../store/numbers.ts';

type Kind = keyof typeof COUNTERS;
/** Counters and spans of a batch. */
export interface Tally {
  /** Adds `n` to a counter; numbers left away are 0. */
  add(kind: Kind, bucket: number, n: number, a: number, b?: number, c?: number, d?: number): void;
  /** A message of this sequence was accepted at this moment. */
  span(acceptedAt: number, sequence: number): void;
  writes(): readonly Write[];
}

/** Two whole numbers as one, by which a map finds sooner than by words. Of kinds there are few, of minutes below 2⁴⁰. */
const ofKind = (no: number, bucket: number): number => no * 2 ** 40 + bucket;
/** Numbers of names, states and the like: as many as 2²⁶ no memory holds. */
const pairOf = (one: number, other: number): number => one * 2 ** 26 + other;

const within = <T>(all: Map<number, Map<number, T>>, key: number): Map<number, T> => {
  const known = all.get(key);
  if (known !== undefined) return known;
  const made = new Map<number, T>();
  all.set(key, made);
  return made;
};

/** A tally of nothing. */
export const startTally = (): Tally => {
  const counts = new Map<number, Map<number, Map<number, number[]>>>();
  const spans = new Map<string, [unit: number, start: number, first: number, last: number]>();
  return {
    add: (kind, bucket, n, a, b = 0, c = 0, d = 0) => {
      const no = COUNTERS[kind];
      const ofBucket = within(counts, ofKind(no, bucket));
      const ofFirst = within(ofBucket, pairOf(a, b));
      const key = pairOf(c, d);
      const known = ofFirst.get(key);
      if (known === undefined) ofFirst.set(key, [no, bucket, a, b, c, d, 0, n]);
      else known[7] = (known[7] ?? 0) + n;
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
        rows: [...counts.values()]
          .flatMap((ofBucket) => [...ofBucket.values()].flatMap((ofFirst) => [...ofFirst.values()]))
          .filter((row) => row[7] !== 0),
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
