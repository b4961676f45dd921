import { setTimeout as delay } from 'node:timers/promises';
import { revoke, writeCrl } from '@dienstweg/certs/pki/revoke.ts';
import type { Judgement } from '../checker/check.ts';
import { chanceFrom } from '../random.ts';
import { openClients } from '../world/clients.ts';
import { changeOf, pushedTo } from '../world/directory.ts';
import { type House, type HouseOptions, openHouse } from '../world/house.ts';
import { messageWriter } from '../world/messages.ts';
import { AUTHORS, deadReaders } from '../world/parties.ts';
import { type Calm, type CalmAgain, calmFor, memoryAtRest } from './calm.ts';
import { type Drained, drain } from './drain.ts';
import { judge } from './judge.ts';
import { startLoad } from './load.ts';
import { startNemesis } from './nemesis.ts';
import { type Rolled, restartAll } from './rolling.ts';
import { startWitnesses } from './witnesses.ts';

/** How a run is to be. Times in milliseconds. */
export interface StormPlan {
  readonly seed: number;
  readonly stormMs: number;
  /** On a machine that is busy with other things it goes on until so much has happened, but not longer than `atMostMs`. */
  readonly atLeast: { readonly accepted: number; readonly kills: number; readonly atMostMs: number };
  /** Load without faults before and after, by which it is seen whether everything is as before. */
  readonly calmMs: number;
  /** Whether everything is restarted in order first. */
  readonly rolling: boolean;
  readonly killEveryMs: number;
  readonly brokenMs: readonly [number, number];
  readonly concurrency: number;
  readonly gateways: number;
  readonly giveUpAfterMs: number;
  readonly drainMs: number;
  /** Ten times the clients for so long. */
  readonly burstMs: number;
  readonly everything: boolean;
  readonly broken?: NonNullable<HouseOptions['broken']>;
  /** What there is time for while the processes, without work, give back their memory. */
  readonly atRest?: () => Promise<void>;
  readonly tell: (line: string) => void;
}

/** What a run came to. */
export interface StormResult {
  readonly judgement: Judgement;
  readonly kills: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly crashPoints: Readonly<Record<string, number>>;
  readonly tries: Readonly<Record<string, number>>;
  readonly receipts: number;
  readonly drained: Drained;
  /** How long there was load, faults or not, milliseconds. */
  readonly loadMs: number;
  /** Processes that ended without being told to. */
  readonly unexpected: readonly string[];
  readonly failedStarts: number;
  /** Slowest start of each process, milliseconds. */
  readonly slowestStartMs: Readonly<Record<string, number>>;
  readonly rolled?: Rolled;
  readonly before?: Calm;
  readonly after?: CalmAgain;
}

/** How long an author goes on whose certificates were revoked. */
const REFUSED_FOR_MS = 2_000;

const byName = (house: House, of: (process: { kills(): number; startsMs(): readonly number[] }) => number) =>
  Object.fromEntries([...house.processes].map(([name, process]) => [name, of(process)]));

/** Runs it. */
export const runStorm = async (plan: StormPlan): Promise<StormResult> => {
  const { tell } = plan;
  const chance = chanceFrom(plan.seed);
  await using house = await openHouse({
    gateways: plan.gateways,
    giveUpAfterMs: plan.giveUpAfterMs,
    tell,
    ...(plan.broken === undefined ? {} : { broken: plan.broken }),
  });
  await using clients = openClients({
    gateways: house.gateways,
    keys: house.keys,
    connections: plan.concurrency,
    patienceMs: plan.atLeast.atMostMs + 2 * plan.calmMs + plan.drainMs,
  });
  await using installer = await house.bus('installer');
  const write = messageWriter(house.keys);
  const { recipients } = house;
  const { concurrency, everything } = plan;
  const load = startLoad({ clients, recipients, write, chance, concurrency, everything });
  const before = plan.calmMs > 0 ? await calmFor(plan.calmMs, house, clients) : undefined;
  if (plan.rolling) tell('restarting one after another');
  const rolled = plan.rolling ? await restartAll(house, clients) : undefined;
  if (rolled !== undefined) tell(`  ${JSON.stringify(rolled)}`);

  tell(`everything goes wrong for ${plan.stormMs / 1_000} s`);
  const witnesses = startWitnesses(installer, chanceFrom(plan.seed + 1));
  const nemesis = await startNemesis({
    house,
    load,
    chance: chanceFrom(plan.seed + 2),
    progress: () => clients.history().length,
    ...plan,
  });
  const changes: string[] = [];
  let changing = true;
  const registering = (async () => {
    // Somebody new every now and then; acknowledged changes must stand in the registry once.
    for (const [index, authority] of deadReaders(10_000).entries()) {
      if (!changing) return;
      const url = `https://127.0.0.1:9/${index}`;
      const change = changeOf(pushedTo(authority, url, house.node));
      await house.record(change);
      changes.push(change.id);
      await delay(1_000);
    }
  })();
  registering.catch(() => undefined);
  const killed = (): number => [...house.processes.values()].reduce((sum, process) => sum + process.kills(), 0);
  const told = setInterval(() => tell(`  ${clients.history().length} handed in, ${killed()} kills`), 10_000);
  const stormBegan = performance.now();
  await delay(plan.stormMs / 2);
  if (plan.burstMs > 0) void load.burst(plan.concurrency * 9, plan.burstMs);
  const revoked = AUTHORS.at(-1);
  if (everything && revoked !== undefined) {
    await revokeKeys(house, revoked);
    await delay(REFUSED_FOR_MS);
    load.without(revoked);
  }
  await delay(plan.stormMs / 2);
  const isEnough = (): boolean =>
    (clients.history().length >= plan.atLeast.accepted && killed() >= plan.atLeast.kills) ||
    performance.now() - stormBegan > plan.atLeast.atMostMs;
  while (!isEnough()) await delay(100);
  clearInterval(told);
  const stormMs = performance.now() - stormBegan;

  tell('healing');
  await nemesis.stop();
  changing = false;
  await registering;
  const healed = plan.calmMs > 0 ? await calmFor(plan.calmMs, house, clients) : undefined;
  await load.stop();
  tell('draining');
  const submissions = clients.history();
  const drained = await drain(installer, house, submissions, plan.drainMs);
  await witnesses.stop();
  const [after] = await Promise.all([
    before && healed ? memoryAtRest(house, installer, before, healed) : undefined,
    plan.atRest?.(),
  ]);

  tell(`judging ${submissions.length} submissions`);
  const { judgement, receipts } = await judge(house, installer, clients, {
    witnesses: await witnesses.compare(),
    changes,
  });
  return {
    judgement,
    kills: byName(house, (process) => process.kills()),
    faults: nemesis.counts(),
    crashPoints: nemesis.crashPoints(),
    tries: countTries(submissions),
    receipts,
    drained,
    loadMs: stormMs + 2 * plan.calmMs,
    unexpected: [...house.processes.values()].flatMap((process) => process.unexpected()),
    failedStarts: [...house.processes.values()].reduce((sum, process) => sum + process.failedStarts(), 0),
    slowestStartMs: byName(house, (process) => Math.round(Math.max(...process.startsMs()))),
    ...(rolled === undefined ? {} : { rolled }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
};

const revokeKeys = async (house: House, author: (typeof AUTHORS)[number]): Promise<void> => {
  const keys = house.keys.of.get(author);
  if (keys === undefined) return;
  await revoke(house.keys.ca, keys.signing.fingerprint);
  await revoke(house.keys.ca, keys.tls.fingerprint);
  await writeCrl(house.keys.ca, house.home.trust.crls);
};

const countTries = (submissions: readonly { readonly tries: readonly { readonly end: string }[] }[]) => {
  const counts: Record<string, number> = {};
  for (const { tries } of submissions)
    for (const one of tries) {
      const name = 'code' in one ? `${one.end} (${String(one.code)})` : one.end;
      counts[name] = (counts[name] ?? 0) + 1;
    }
  return counts;
};
