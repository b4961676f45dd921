/** Load without faults: by what it needs before and after it is seen whether everything is as before. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { Clients } from '../world/clients.ts';
import type { House } from '../world/house.ts';

/** Megabytes of each process, by name. */
export type Memory = Readonly<Record<string, number>>;

/** What was needed. */
export interface Calm {
  readonly acceptP99Ms: number;
  readonly memoryMb: Memory;
}

/** What was needed afterwards. */
export interface CalmAgain extends Calm {
  /** Milliseconds after the last message until everything that was taken in the storm was given back, or not. */
  readonly memoryAfterMs: number;
  /** Megabytes that all streams hold: what nats-server read of them last it keeps in memory. */
  readonly storesMb: number;
}

/** By how much things may be worse afterwards than before, on a machine that has other things to do. */
const WORSE = { factor: 2, latencyMs: 250, memoryMb: 200 } as const;

/** nats-server's runtime collects at rest every two minutes; what no process has given back after this it keeps. */
const GIVEN_BACK_WITHIN_MS = 180_000;

const isAsBefore = (before: Memory, after: Memory, storesMb: number): boolean =>
  Object.entries(after).every(
    ([name, megabytes]) =>
      megabytes <= (before[name] ?? 0) * WORSE.factor + WORSE.memoryMb + (name === 'nats-server' ? storesMb : 0),
  );

/** Latency and memory are what they were. True where they were not measured. */
export const hasRecovered = ({ before, after }: { readonly before?: Calm; readonly after?: CalmAgain }): boolean =>
  before === undefined ||
  after === undefined ||
  (after.acceptP99Ms <= before.acceptP99Ms * WORSE.factor + WORSE.latencyMs &&
    isAsBefore(before.memoryMb, after.memoryMb, after.storesMb));

const memoryMbOf = (pid: number): number => {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1];
    return Math.round(Number(kilobytes ?? 0) / 1_000);
  } catch {
    return 0;
  }
};

const memoryOf = (house: House): Memory =>
  Object.fromEntries([...house.processes].map(([name, process]) => [name, memoryMbOf(process.pid())]));

const p99 = (samples: readonly number[]): number =>
  Math.round(samples.toSorted((one, other) => one - other)[Math.floor(samples.length * 0.99)] ?? 0);

/** What the load that is under way needs for so long. */
export const calmFor = async (ms: number, house: House, clients: Clients): Promise<Calm> => {
  clients.latenciesMs();
  await delay(ms);
  return { acceptP99Ms: p99(clients.latenciesMs()), memoryMb: memoryOf(house) };
};

const storesMbOf = async (installer: Bus): Promise<number> => {
  const streams = await Promise.all(Object.values(STREAMS).map((name) => installer.jsm.streams.info(name)));
  return Math.round(streams.reduce((sum, { state }) => sum + state.bytes, 0) / 1_000_000);
};

/** Called when nothing is handed in any more: what is held once it is what it was, or when it should have been. */
export const memoryAtRest = async (house: House, installer: Bus, before: Calm, after: Calm): Promise<CalmAgain> => {
  const storesMb = await storesMbOf(installer);
  const began = performance.now();
  for (;;) {
    const memoryMb = memoryOf(house);
    const memoryAfterMs = Math.round(performance.now() - began);
    if (isAsBefore(before.memoryMb, memoryMb, storesMb) || memoryAfterMs > GIVEN_BACK_WITHIN_MS)
      return { ...after, memoryMb, memoryAfterMs, storesMb };
    await delay(1_000);
  }
};
