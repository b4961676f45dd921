/** What a load costs: readings of processes, streams and stages before and after. */
import type { Dispatcher } from 'undici';
import { type StreamCounts, storesBetween } from './counters.ts';
import { round } from './latency.ts';
import type { LoadAuthor } from './messages.ts';
import { cpuBetween, type NamedProcess, useOf } from './processes.ts';
import type { BenchRecipient } from './recipient.ts';
import { byProcess } from './result.ts';
import { type StageReading, stagesBetween } from './stages.ts';

/** What a run needs: a running system, a recipient that takes its pushes, and the floor loop. */
export interface BenchNeeds {
  readonly gateway: Dispatcher;
  readonly recipient: BenchRecipient;
  readonly author: LoadAuthor;
  /** The processes whose cost is the broker's; read again after the run, as one may have been restarted. */
  readonly brokerProcesses: () => Promise<readonly NamedProcess[]>;
  readonly counters: () => Promise<StreamCounts>;
  readonly stages: () => Promise<StageReading>;
  /** Runs the floor loop with so many messages; messages per second. */
  readonly floor: (count: number) => Promise<number>;
  readonly progress: (text: string) => void;
}

/** What the processes, the streams and the stages say at one moment. */
export const readAll = async (needs: BenchNeeds) => ({
  use: useOf(await needs.brokerProcesses()),
  counters: await needs.counters(),
  stages: await needs.stages(),
  own: process.cpuUsage(),
});
export type Reading = Awaited<ReturnType<typeof readAll>>;

/** What one message came to between two readings, those of all rounds together. */
export const costOf = (spans: readonly { readonly before: Reading; readonly after: Reading }[], messages: number) => {
  const by = Math.max(1, messages);
  const cpu: Record<string, number> = {};
  let own = 0;
  for (const { before, after } of spans) {
    for (const [name, ms] of Object.entries(cpuBetween(before.use, after.use))) cpu[name] = (cpu[name] ?? 0) + ms;
    own += after.own.user + after.own.system - before.own.user - before.own.system;
  }
  const [first, last] = [spans[0]?.before, spans.at(-1)?.after];
  if (first === undefined || last === undefined) throw new Error('a run has at least one round');
  return {
    cpuMsPerMessage: byProcess(Object.fromEntries(Object.entries(cpu).map(([name, ms]) => [name, ms / by])), 3),
    memoryMb: byProcess(Object.fromEntries(last.use.map(({ name, memoryMb }) => [name, memoryMb])), 1),
    stores: storesBetween(first.counters, last.counters, messages),
    stagesMs: stagesBetween(first.stages, last.stages),
    generatorCpuMsPerMessage: round(own / 1000 / by, 3),
  };
};
