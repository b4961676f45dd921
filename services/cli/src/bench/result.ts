import { cpus } from 'node:os';
import type { Stores } from './counters.ts';
import { type Latency, medianOf, round } from './latency.ts';
import type { Stages } from './stages.ts';
import type { Traffic } from './traffic.ts';

/** What a total consists of, by process name. */
export interface ByProcess {
  readonly total: number;
  readonly byProcess: Readonly<Record<string, number>>;
}

/** Median, smallest and largest of the rounds. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** One round: the system, and the floor as the mean of the loops before and after it. */
export interface Round {
  readonly systemPerSecond: number;
  readonly floorPerSecond: number;
  readonly ratio: number;
}

/** The system under messages that come by the clock; times count from when a message was due. */
export interface OpenPass {
  readonly offeredPerSecond: number;
  /** Handed over in the time from the first that was due to the last that arrived. */
  readonly messagesPerSecond: number;
  readonly acceptMs: Latency;
  readonly handOverMs: Latency;
}

/** The outcome of a run: system and floor measured in the same run on the same machine. */
export interface BenchResult {
  readonly system: {
    /** From the first submission of a round to its last hand-over; median of the rounds. */
    readonly messagesPerSecond: number;
    readonly acceptMs: Latency;
    /** From submission to the first arrival at the recipient. */
    readonly handOverMs: Latency;
    /** Of what was meant for the node that failed: since that was back. */
    readonly lateMs?: Latency;
    /** Broker processes, NATS and Redis; load generator, recipient and sandbox are not in it. */
    readonly cpuMsPerMessage: ByProcess;
    /** Proportional set size after the load. */
    readonly memoryMb: ByProcess;
    readonly stores: Stores;
    /** Mean milliseconds at each stage, waiting included. */
    readonly stagesMs: Stages;
  };
  readonly floor: { readonly messagesPerSecond: number };
  /** System's messages per second ÷ floor's, median of the rounds. */
  readonly ratio: number;
  readonly messages: number;
  /** Accepted but never arrived at the recipient. */
  readonly lost: number;
  /** Messages that took effect at the recipient more often than they have readers. */
  readonly doubled: number;
  /** Pushes of a delivery already taken, without second effect. */
  readonly repeatedPushes: number;
  /** Submissions repeated because their outcome was unknown or the broker asked for it. */
  readonly repeatedSubmissions: number;
  /** Refused for good, and how many of those were meant to be. */
  readonly refused: number;
  readonly refusedAsMeant: number;
  /** Refusals by their code. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly unresolved: number;
  readonly rounds: readonly Round[];
  readonly spread: { readonly messagesPerSecond: Spread; readonly floorPerSecond: Spread; readonly ratio: Spread };
  /** The load generator itself, recipient included: what it took of the same cores. */
  readonly generatorCpuMsPerMessage: number;
  readonly halfLoad?: OpenPass;
  readonly loadCurve?: readonly OpenPass[];
  /** Pairs of percentile and milliseconds of all closed rounds. */
  readonly distributions: {
    readonly acceptMs: readonly (readonly [number, number])[];
    readonly handOverMs: readonly (readonly [number, number])[];
  };
  readonly setting: {
    readonly load: 'closed' | 'open';
    readonly concurrency: number;
    readonly perSecond?: number;
    readonly meanSizeBytes: number;
    readonly traffic: Traffic;
    readonly cores: number;
    readonly processor: string;
    readonly at: string;
  };
}

/** Median and range. */
export const spreadOf = (values: readonly number[], decimals: number): Spread => ({
  median: round(medianOf(values), decimals),
  min: round(Math.min(...values), decimals),
  max: round(Math.max(...values), decimals),
});

/** Adds up by process. */
export const byProcess = (values: Readonly<Record<string, number>>, decimals: number): ByProcess => ({
  total: round(
    Object.values(values).reduce((sum, value) => sum + value, 0),
    decimals,
  ),
  byProcess: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, round(value, decimals)])),
});

/** The machine, as far as it matters to a figure. */
export const machine = (): { readonly cores: number; readonly processor: string } => ({
  cores: cpus().length,
  processor: cpus()[0]?.model.trim() ?? 'unknown',
});
