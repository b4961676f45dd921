import { type BenchNeeds, costOf, type Reading, readAll } from './cost.ts';
import { latencies, latencyOf, medianOf, round } from './latency.ts';
import type { LoadMessage } from './load.ts';
import { messagesOf } from './messages.ts';
import type { MixClass } from './mix.ts';
import { type Pace, type Pass, runPass } from './pass.ts';
import { type BenchResult, machine, type OpenPass, spreadOf } from './result.ts';
import type { Traffic } from './traffic.ts';

/** How much load. */
export interface BenchLoad {
  /** Of all rounds together. */
  readonly messages: number;
  readonly rounds: number;
  readonly concurrency: number;
  /** Open load instead of closed: so many messages a second. */
  readonly perSecond?: number;
  readonly mix: readonly MixClass[];
  readonly traffic: Traffic;
  readonly warmUp: number;
  /** Loads of the curve, as parts of what the closed rounds reached; none: no curve. */
  readonly curve: readonly number[];
}

/** How long a pass by the clock takes that is measured beside the rounds. */
const OPEN_PASS_SECONDS = 8;
const HALF = 0.5;

const openPassOf = (offeredPerSecond: number, { load, handOverMs, tookMs }: Pass): OpenPass => ({
  offeredPerSecond: round(offeredPerSecond, 1),
  messagesPerSecond: round((load.accepted.length * 1000) / tookMs, 1),
  acceptMs: latencyOf(load.accepted.map(({ sentAtMs, acceptedAtMs }) => acceptedAtMs - sentAtMs)),
  handOverMs: latencyOf(handOverMs),
});

/** Warm-up; then rounds of floor and system in turn; then what comes by the clock. One run, one comparison. */
export const runBench = async (needs: BenchNeeds, load: BenchLoad): Promise<BenchResult> => {
  const { recipient, progress } = needs;
  const make = messagesOf(needs.author, load.mix, load.traffic);
  const made = { messages: 0, octets: 0, toBeRefused: 0 };
  const next = (): LoadMessage => {
    const message = make(made.messages);
    made.messages += 1;
    made.octets += message.octets.length;
    if (message.kind === 'refused') made.toBeRefused += 1;
    return message;
  };
  const pass = (count: number, pace: Pace): Promise<Pass> =>
    runPass({ gateway: needs.gateway, recipient, next }, count, pace);
  const perRound = Math.ceil(load.messages / load.rounds);
  const pace: Pace = load.perSecond === undefined ? load : { perSecond: load.perSecond };

  progress(`warming up with ${load.warmUp} messages`);
  await pass(load.warmUp, { concurrency: load.concurrency });
  made.toBeRefused = 0;
  progress('floor loop');
  const floors = [await needs.floor(perRound)];
  const passes: Pass[] = [];
  const spans: { before: Reading; after: Reading }[] = [];
  for (let n = 1; n <= load.rounds; n += 1) {
    progress(`round ${n} of ${load.rounds}: ${perRound} messages through the whole system, then the floor loop`);
    const before = await readAll(needs);
    passes.push(await pass(perRound, pace));
    spans.push({ before, after: await readAll(needs) });
    floors.push(await needs.floor(perRound));
  }
  const { toBeRefused } = made;

  const rounds = passes.map(({ load: { accepted }, tookMs }, n) => {
    const systemPerSecond = (accepted.length * 1000) / tookMs;
    const floorPerSecond = ((floors[n] ?? 0) + (floors[n + 1] ?? 0)) / 2;
    return { systemPerSecond, floorPerSecond, ratio: systemPerSecond / floorPerSecond };
  });
  const reached = medianOf(rounds.map(({ systemPerSecond }) => systemPerSecond));
  const byTheClock = async (part: number): Promise<OpenPass> => {
    const offered = reached * part;
    progress(`${Math.round(offered)} messages a second by the clock`);
    return openPassOf(
      offered,
      await pass(Math.max(20, Math.min(perRound, Math.round(offered * OPEN_PASS_SECONDS))), { perSecond: offered }),
    );
  };
  const halfLoad = load.perSecond === undefined ? await byTheClock(HALF) : undefined;
  const loadCurve: OpenPass[] = [];
  for (const part of load.curve) loadCurve.push(await byTheClock(part));

  const accepted = passes.flatMap((one) => one.load.accepted);
  const { deliveriesOf, repeats } = recipient.taken();
  const [acceptMs, handOverMs] = [latencies(), latencies()];
  for (const { sentAtMs, acceptedAtMs } of accepted) acceptMs.add(acceptedAtMs - sentAtMs);
  for (const one of passes) for (const ms of one.handOverMs) handOverMs.add(ms);
  const late = passes.flatMap(({ lateMs }) => lateMs);
  const { generatorCpuMsPerMessage, ...cost } = costOf(spans, accepted.length);
  const refusals: Record<string, number> = {};
  for (const { code } of passes.flatMap((one) => one.load.refused)) refusals[code] = (refusals[code] ?? 0) + 1;
  const refused = Object.values(refusals).reduce((sum, count) => sum + count, 0);
  const spread = {
    messagesPerSecond: spreadOf(
      rounds.map(({ systemPerSecond }) => systemPerSecond),
      1,
    ),
    floorPerSecond: spreadOf(
      rounds.map(({ floorPerSecond }) => floorPerSecond),
      1,
    ),
    ratio: spreadOf(
      rounds.map(({ ratio }) => ratio),
      3,
    ),
  };
  return {
    system: {
      messagesPerSecond: spread.messagesPerSecond.median,
      acceptMs: acceptMs.summary(),
      handOverMs: handOverMs.summary(),
      ...(late.length === 0 ? {} : { lateMs: latencyOf(late) }),
      ...cost,
    },
    floor: { messagesPerSecond: spread.floorPerSecond.median },
    ratio: spread.ratio.median,
    messages: accepted.length,
    lost: passes.reduce((sum, { lost }) => sum + lost.length, 0),
    doubled: accepted.filter(
      ({ messageId, deliveryIds }) => (deliveriesOf.get(messageId)?.size ?? 0) > deliveryIds.length,
    ).length,
    repeatedPushes: repeats,
    repeatedSubmissions: accepted.reduce((sum, { repeats: tries }) => sum + tries, 0),
    refused,
    refusedAsMeant: Math.min(refused, toBeRefused),
    refusals,
    unresolved: passes.reduce((sum, one) => sum + one.load.unresolved.length, 0),
    rounds: rounds.map((one) => ({
      systemPerSecond: round(one.systemPerSecond, 1),
      floorPerSecond: round(one.floorPerSecond, 1),
      ratio: round(one.ratio, 3),
    })),
    spread,
    generatorCpuMsPerMessage,
    ...(halfLoad === undefined ? {} : { halfLoad }),
    ...(loadCurve.length === 0 ? {} : { loadCurve }),
    distributions: { acceptMs: acceptMs.distribution(), handOverMs: handOverMs.distribution() },
    setting: {
      load: load.perSecond === undefined ? 'closed' : 'open',
      concurrency: load.concurrency,
      ...(load.perSecond === undefined ? {} : { perSecond: load.perSecond }),
      meanSizeBytes: Math.round(made.octets / made.messages),
      traffic: load.traffic,
      ...machine(),
      at: new Date().toISOString(),
    },
  };
};
