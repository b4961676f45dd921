/** Latencies in an HdrHistogram (the one Node brings), at three significant figures. */
import { createHistogram } from 'node:perf_hooks';

/** A distribution of times, milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  readonly mean: number;
  readonly count: number;
}

/** A histogram being filled. */
export interface Latencies {
  add(ms: number): void;
  summary(): Latency;
  /** Pairs of percentile and milliseconds, as far apart as the histogram tells them apart. */
  distribution(): readonly (readonly [percentile: number, ms: number])[];
}

const FIGURES = 3;
const US_PER_MS = 1000;
/** An hour: nothing here waits longer. */
const HIGHEST_US = 3_600_000_000;

/** Rounds to a number of decimals. */
export const round = (value: number, decimals: number): number => Number(value.toFixed(decimals));

/** An empty histogram. */
export const latencies = (): Latencies => {
  const histogram = createHistogram({ lowest: 1, highest: HIGHEST_US, figures: FIGURES });
  const ms = (us: number): number => round(us / US_PER_MS, 2);
  const at = (percentile: number): number => (histogram.count === 0 ? 0 : ms(histogram.percentile(percentile)));
  return {
    add: (value) => histogram.record(Math.min(HIGHEST_US, Math.max(1, Math.round(value * US_PER_MS)))),
    summary: () => ({
      p50: at(50),
      p90: at(90),
      p99: at(99),
      p999: at(99.9),
      max: at(100),
      mean: histogram.count === 0 ? 0 : ms(histogram.mean),
      count: histogram.count,
    }),
    distribution: () =>
      histogram.count === 0 ? [] : [...histogram.percentiles].map(([percentile, us]) => [round(percentile, 4), ms(us)]),
  };
};

/** The summary of samples. */
export const latencyOf = (samplesMs: Iterable<number>): Latency => {
  const all = latencies();
  for (const sample of samplesMs) all.add(sample);
  return all.summary();
};

/** The value in the middle; 0 of nothing. */
export const medianOf = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
};
