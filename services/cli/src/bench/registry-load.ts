/**
 * A process of its own that takes the directory up as every service does, and measures: time from the first line of
 * this module until it answers, memory by heap and buffers after garbage collection, lookups one by one. Started by
 * `registry.ts` with `--expose-gc`; prints JSON.
 */
import { followDirectory } from '@dienstweg/infra/bus/follow-directory.ts';
import { homeLayout } from '@dienstweg/infra/home.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import type { RegionId } from '@dienstweg/schemas/identifiers.ts';
import { connectOperator } from '../client/operator.ts';
import { COUNTRY_ROLE, type Country, regionOf, serviceOf } from './registry-material.ts';

/** What the process is asked to measure. */
export interface LoadWork {
  readonly natsUrl: string;
  readonly home: string;
  readonly country: Country;
  /** From the first record, although something was laid aside. */
  readonly fromFirst: boolean;
  readonly lookups: number;
}

/** What it found. */
export interface LoadFound {
  readonly seconds: number;
  readonly takenUp: boolean;
  readonly entries: number;
  readonly bytesPerEntry: number;
  readonly lookupUs: { readonly p50: number; readonly p99: number };
}

const DAY = { day: '2026-06-01' };
const WARM_UP = 20_000;
/** Every fifth question is about a region that nobody is responsible for. */
const MISSING_EVERY = 5;

const memory = (): number => {
  for (let n = 0; n < 3; n += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

const percentile = (sorted: Float64Array, share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;

/** Each call timed by itself, the clock's own time included; the question was just read, as from a message. */
const lookup = ({ responsibilities }: Directory, country: Country, count: number): LoadFound['lookupUs'] => {
  const { municipalities, entries } = country;
  const times = new Float64Array(count);
  for (let n = 0; n < WARM_UP + count; n += 1) {
    const entry = Math.floor(Math.random() * entries);
    const isMissing = n % MISSING_EVERY === 0;
    const there = regionOf(entry % municipalities);
    const service = serviceOf(Math.floor(entry / municipalities));
    const region = isMissing ? (there.replace('ars:99', 'ars:98') as RegionId) : there;
    const began = process.hrtime.bigint();
    const answer = responsibilities.find(service, COUNTRY_ROLE, region, DAY);
    const took = process.hrtime.bigint() - began;
    if (answer.length !== (isMissing ? 0 : 1)) throw new Error(`${service} in ${region}: ${answer.length} answers`);
    if (n >= WARM_UP) times[n - WARM_UP] = Number(took) / 1_000;
  }
  times.sort();
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
};

const measure = async ({ natsUrl, home, country, fromFirst, lookups }: LoadWork): Promise<LoadFound> => {
  await using operator = await connectOperator({ home: homeLayout(home), natsUrl, natsGiven: false });
  const before = memory();
  const began = performance.now();
  await using followed = await followDirectory(operator.bus, { fromFirst });
  await followed.caughtUp;
  const { directory } = followed;
  const seconds = (performance.now() - began) / 1_000;
  // what was read on the way is let go of first
  await new Promise((resolve) => setImmediate(resolve));
  const bytes = memory() - before;
  const lookupUs = lookup(directory, country, lookups);
  const entries = [...directory.entries()].filter(({ kind }) => kind === 'responsibility').length;
  return { seconds, takenUp: followed.isTakenUp, entries, bytesPerEntry: bytes / country.entries, lookupUs };
};

process.stdout.write(JSON.stringify(await measure(JSON.parse(process.argv[2] ?? '{}') as LoadWork)));
