/** How long a message spends at each stage, from the sums that gateway and delivery keep. */
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import { round } from './latency.ts';
import { patiently } from './patiently.ts';

/** Sums by metric and stage: seconds and passages. */
export type StageReading = ReadonlyMap<string, { readonly seconds: number; readonly passages: number }>;

/** Mean milliseconds of each stage; a stage that was not passed is left out. */
export type Stages = Readonly<Record<string, number>>;

const LINE = /^dienstweg_(gateway|delivery)_stage_(seconds|passages)_total\{[^}]*stage="([\w-]+)"[^}]*\} (\S+)$/gm;
const PUSHES = /^dienstweg_delivery_push_seconds_(sum|count) (\S+)$/gm;

/** Reads what stands in the figures of both services. Pure. */
export const stagesIn = (metrics: string): StageReading => {
  const sums = new Map<string, { seconds: number; passages: number }>();
  const add = (key: string, unit: 'seconds' | 'passages', value: string): void => {
    const sum = sums.get(key) ?? { seconds: 0, passages: 0 };
    sum[unit] += Number(value);
    sums.set(key, sum);
  };
  for (const [, service, unit, stage, value = '0'] of metrics.matchAll(LINE))
    add(`${service} ${stage}`, unit as 'seconds' | 'passages', value);
  for (const [, unit, value = '0'] of metrics.matchAll(PUSHES))
    add('delivery push', unit === 'sum' ? 'seconds' : 'passages', value);
  return sums;
};

/** Asks gateway and delivery for their figures. */
export const readStages =
  ({ ports }: Pick<CommonSettings, 'ports'>) =>
  async (): Promise<StageReading> => {
    const texts = [ports.gatewayOps, ports.deliveryOps].map((port) =>
      patiently(async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()),
    );
    return stagesIn((await Promise.all(texts)).join('\n'));
  };

const NOTHING = { seconds: 0, passages: 0 };

/** Means between two readings, in the order of the way; waiting and what is in between told apart. */
export const stagesBetween = (before: StageReading, after: StageReading): Stages => {
  const mean = (key: string): number | undefined => {
    const [then, now] = [before.get(key) ?? NOTHING, after.get(key) ?? NOTHING];
    // one that was started anew in between has begun at nothing
    const since = now.passages >= then.passages ? then : NOTHING;
    const passages = now.passages - since.passages;
    const seconds = now.seconds - since.seconds;
    return passages === 0 ? undefined : (seconds * 1000) / passages;
  };
  const steps = [...after.keys()].filter((key) => key.startsWith('gateway examine-'));
  const examined = steps.reduce((sum, step) => sum + (mean(step) ?? 0), 0);
  const [submit, examine, store] = ['submit', 'examine', 'store'].map((stage) => mean(`gateway ${stage}`));
  const found: readonly (readonly [string, number | undefined])[] = [
    ['receive', mean('gateway receive')],
    ['wait for a thread', examine === undefined ? undefined : Math.max(0, examine - examined)],
    ...steps.map((step) => [step.slice('gateway '.length).replace('-', ': '), mean(step)] as const),
    ['resolve', submit === undefined ? undefined : Math.max(0, submit - (examine ?? 0) - (store ?? 0))],
    ['sign and store', store],
    ['answer', mean('gateway answer')],
    ['deliver: push', mean('delivery push')],
    ['deliver: record events', mean('delivery record')],
    ['deliver: whole', mean('delivery message')],
  ];
  return Object.fromEntries(found.flatMap(([name, ms]) => (ms === undefined ? [] : [[name, round(ms, 3)]])));
};
