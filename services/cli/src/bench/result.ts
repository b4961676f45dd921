import { cpus } from 'node:os';

/** Percentiles of a latency, milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** What a total consists of, by process name. */
export interface ByProcess {
  readonly total: number;
  readonly byProcess: Readonly<Record<string, number>>;
}

/** The outcome of a run: system and floor measured in the same run on the same machine. */
export interface BenchResult {
  readonly system: {
    /** From the first submission to the last hand-over. */
    readonly messagesPerSecond: number;
    readonly acceptMs: Latency;
    /** From submission to the first arrival at the recipient. */
    readonly handOverMs: Latency;
    /** Broker processes, NATS and Redis; load generator, recipient and sandbox are not in it. */
    readonly cpuMsPerMessage: ByProcess;
    /** Proportional set size after the load. */
    readonly memoryMb: ByProcess;
  };
  readonly floor: { readonly messagesPerSecond: number };
  /** System's messages per second ÷ floor's. */
  readonly ratio: number;
  readonly messages: number;
  /** Accepted but never arrived at the recipient. */
  readonly lost: number;
  /** Messages that took effect at the recipient more than once. */
  readonly doubled: number;
  /** Pushes of a delivery already taken, without second effect. */
  readonly repeatedPushes: number;
  /** Submissions repeated because their outcome was unknown or the broker asked for it. */
  readonly repeatedSubmissions: number;
  readonly refused: number;
  readonly unresolved: number;
  readonly setting: {
    readonly concurrency: number;
    readonly meanSizeBytes: number;
    readonly cores: number;
    readonly processor: string;
    readonly at: string;
  };
}

/** Percentiles by sorting: exact, and small enough for a run's samples. */
export const latencyOf = (samplesMs: readonly number[]): Latency => {
  const sorted = Float64Array.from(samplesMs).sort();
  const at = (share: number): number =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0, 1);
  return { p50: at(0.5), p99: at(0.99) };
};

/** Rounds to a number of decimals. */
export const round = (value: number, decimals: number): number => Number(value.toFixed(decimals));

/** The machine, as far as it matters to a figure. */
export const machine = (): { readonly cores: number; readonly processor: string } => ({
  cores: cpus().length,
  processor: cpus()[0]?.model.trim() ?? 'unknown',
});

const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
};

/** The result as people read it. */
export const benchTable = (result: BenchResult): string => {
  const { system, floor, setting } = result;
  const byProcess = Object.keys(system.cpuMsPerMessage.byProcess).map(
    (name) =>
      [
        name,
        `${(system.cpuMsPerMessage.byProcess[name] ?? 0).toFixed(3)} ms CPU, ${(system.memoryMb.byProcess[name] ?? 0).toFixed(0)} MB`,
      ] as const,
  );
  return [
    `${result.messages} messages of ${setting.meanSizeBytes} octets, ${setting.concurrency} clients; ${setting.cores} × ${setting.processor}; ${setting.at}`,
    '',
    columns([
      ['whole system', `${system.messagesPerSecond.toFixed(0)} messages/s`],
      ['floor loop', `${floor.messagesPerSecond.toFixed(0)} messages/s`],
      ['ratio', result.ratio.toFixed(2)],
      ['accepted after', `p50 ${system.acceptMs.p50} ms, p99 ${system.acceptMs.p99} ms`],
      ['handed over after', `p50 ${system.handOverMs.p50} ms, p99 ${system.handOverMs.p99} ms`],
      ['CPU per message', `${system.cpuMsPerMessage.total.toFixed(2)} ms over all broker processes`],
      ['memory', `${system.memoryMb.total.toFixed(0)} MB over all broker processes`],
      ['lost / doubled', `${result.lost} / ${result.doubled}`],
      ['refused / unresolved', `${result.refused} / ${result.unresolved}`],
      ['repeated', `${result.repeatedSubmissions} submissions, ${result.repeatedPushes} pushes`],
    ]),
    '',
    'per message and process:',
    columns(byProcess),
  ].join('\n');
};
