/** How large a run is. Times in milliseconds. */
import type { StormPlan } from './storm/storm.ts';

/** Of the whole time, what is not load: start, calm, drain, judgement and negative controls. */
const BESIDES_MS = 230_000;
const SHORTEST_MS = 20_000;
const CALM_MS = 8_000;

/** The full run, which ends within `minutes`. */
export const fullPlan = (seed: number, minutes: number, tell: (line: string) => void): StormPlan => {
  const stormMs = Math.max(minutes * 60_000 - BESIDES_MS - 2 * CALM_MS, SHORTEST_MS);
  return {
    seed,
    stormMs,
    atLeast: { accepted: 0, kills: 0, atMostMs: stormMs },
    calmMs: CALM_MS,
    rolling: true,
    killEveryMs: 1_300,
    brokenMs: [5_000, 20_000],
    concurrency: 48,
    gateways: 2,
    giveUpAfterMs: 60_000,
    drainMs: 180_000,
    burstMs: Math.min(30_000, stormMs / 5),
    everything: true,
    tell,
  };
};

/** The short run within the tests of every day: everything once, nothing for long. */
export const shortPlan = (seed: number, tell: (line: string) => void): StormPlan => ({
  seed,
  stormMs: 14_000,
  atLeast: { accepted: 400, kills: 10, atMostMs: 100_000 },
  calmMs: 0,
  rolling: false,
  killEveryMs: 700,
  brokenMs: [500, 2_000],
  concurrency: 24,
  gateways: 2,
  giveUpAfterMs: 90_000,
  drainMs: 120_000,
  burstMs: 0,
  everything: true,
  tell,
});
