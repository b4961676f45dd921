import type { Dispatcher } from 'undici';
import { type LoadMessage, type LoadResult, runLoad } from './load.ts';
import { type LoadAuthor, messagesOf } from './messages.ts';
import type { MixClass } from './mix.ts';
import { cpuBetween, type NamedProcess, useOf } from './processes.ts';
import type { BenchRecipient } from './recipient.ts';
import { type BenchResult, type ByProcess, latencyOf, machine, round } from './result.ts';

/** What a run needs: a running system, a recipient that takes its pushes, and the floor loop. */
export interface BenchNeeds {
  readonly gateway: Dispatcher;
  readonly recipient: BenchRecipient;
  readonly author: LoadAuthor;
  /** The processes whose cost is the broker's; read again after the run, as one may have been restarted. */
  readonly brokerProcesses: () => Promise<readonly NamedProcess[]>;
  /** Runs the floor loop with so many messages; messages per second. */
  readonly floor: (count: number) => Promise<number>;
  readonly progress: (text: string) => void;
}

/** How much load. */
export interface BenchLoad {
  readonly messages: number;
  readonly concurrency: number;
  readonly mix: readonly MixClass[];
}

/** So many that what carries every message runs as it does in a broker that has run for a minute, not as just loaded. */
const WARM_UP_MESSAGES = 2_000;
/** How long a submission is repeated until its outcome is known. */
const PATIENCE_MS = 90_000;
/** When nothing has arrived for so long, what is missing counts as lost. */
const DRAIN_SILENCE_MS = 60_000;

/** Waits until every accepted delivery has arrived, or nothing has come for a long time. */
const drain = async (recipient: BenchRecipient, load: LoadResult): Promise<readonly string[]> => {
  const missing = (): readonly string[] => {
    const { firstAt } = recipient.taken();
    return load.accepted.flatMap(({ deliveryIds }) => deliveryIds.filter((id) => !firstAt.has(id)));
  };
  let lastArrivalAt = performance.now();
  recipient.onFirst((_, at) => {
    lastArrivalAt = at;
  });
  while (missing().length > 0 && performance.now() - lastArrivalAt < DRAIN_SILENCE_MS) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return missing();
};

const byProcess = (values: Readonly<Record<string, number>>, decimals: number): ByProcess => ({
  total: round(
    Object.values(values).reduce((sum, value) => sum + value, 0),
    decimals,
  ),
  byProcess: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, round(value, decimals)])),
});

/** Warm-up, half the floor, the whole system under closed load, the other half of the floor: one run, one comparison. */
export const runBench = async (needs: BenchNeeds, load: BenchLoad): Promise<BenchResult> => {
  const { gateway, recipient, progress } = needs;
  const make = messagesOf(needs.author, load.mix);
  const made = { messages: 0, octets: 0 };
  const next = (index: number): LoadMessage => {
    const message = make(index);
    made.messages += 1;
    made.octets += message.octets.length;
    return message;
  };
  const submit = (count: number): Promise<LoadResult> =>
    runLoad(gateway, { count, concurrency: load.concurrency, next, patienceMs: PATIENCE_MS });

  progress(`warming up with ${WARM_UP_MESSAGES} messages`);
  await drain(recipient, await submit(WARM_UP_MESSAGES));
  progress('floor loop, first half');
  const floorBefore = await needs.floor(load.messages);

  progress(`${load.messages} messages through the whole system, ${load.concurrency} clients`);
  const before = useOf(await needs.brokerProcesses());
  const beganAtMs = performance.now();
  const result = await submit(load.messages);
  const lost = await drain(recipient, result);
  const after = useOf(await needs.brokerProcesses());

  progress('floor loop, second half');
  const floor = (floorBefore + (await needs.floor(load.messages))) / 2;

  const { firstAt, deliveriesOf, repeats } = recipient.taken();
  const handOvers = result.accepted.flatMap(({ deliveryIds, sentAtMs }) =>
    deliveryIds.flatMap((id) => {
      const at = firstAt.get(id);
      return at === undefined ? [] : [{ at, ms: at - sentAtMs }];
    }),
  );
  const endedAtMs = handOvers.reduce((latest, { at }) => Math.max(latest, at), beganAtMs + 1);
  const perSecond = (handOvers.length * 1000) / (endedAtMs - beganAtMs);
  const cpuPerMessage = Object.fromEntries(
    Object.entries(cpuBetween(before, after)).map(([name, ms]) => [name, ms / Math.max(1, result.accepted.length)]),
  );
  return {
    system: {
      messagesPerSecond: round(perSecond, 1),
      acceptMs: latencyOf(result.accepted.map(({ sentAtMs, acceptedAtMs }) => acceptedAtMs - sentAtMs)),
      handOverMs: latencyOf(handOvers.map(({ ms }) => ms)),
      cpuMsPerMessage: byProcess(cpuPerMessage, 3),
      memoryMb: byProcess(Object.fromEntries(after.map(({ name, memoryMb }) => [name, memoryMb])), 1),
    },
    floor: { messagesPerSecond: round(floor, 1) },
    ratio: round(perSecond / floor, 3),
    messages: result.accepted.length,
    lost: lost.length,
    doubled: [...deliveriesOf.values()].filter((deliveries) => deliveries.size > 1).length,
    repeatedPushes: repeats,
    repeatedSubmissions: result.accepted.reduce((sum, { repeats: tries }) => sum + tries, 0),
    refused: result.refused.length,
    unresolved: result.unresolved.length,
    setting: {
      concurrency: load.concurrency,
      meanSizeBytes: Math.round(made.octets / made.messages),
      ...machine(),
      at: new Date().toISOString(),
    },
  };
};
