/** The registry at the size of a country: import, load, memory, lookup, and how soon a change is known everywhere. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readLast } from '@dienstweg/infra/bus/read.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import { REGISTRY_SNAPSHOT } from '@dienstweg/schemas/bus/streams.ts';
import type { RegistryChange, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Cli } from '../args/command.ts';
import { connectOperator, type Operator } from '../client/operator.ts';
import { sendChange } from '../registry/send-change.ts';
import { interruptible } from '../up/interruptible.ts';
import { signedChange } from '../up/load-sandbox.ts';
import { latencyOf, round } from './latency.ts';
import { ownHome } from './own-home.ts';
import type { LoadFound, LoadWork } from './registry-load.ts';
import { type Country, countryOf, groundOf, responsibilityOf } from './registry-material.ts';
import { machine } from './result.ts';
import { systemUnderLoad } from './running.ts';

/** The figures of a run. */
export interface RegistryBenchResult {
  readonly entries: number;
  /** Signed, checked, recorded in JetStream and taken in by the registry. */
  readonly importRowsPerSecond: number;
  /** From a connection to a directory that answers, of what was laid aside and the tail of the stream. */
  readonly loadSeconds: number;
  /** The same from the first record of the stream. */
  readonly loadFromStreamSeconds: number;
  /** Heap and buffers after garbage collection, everything in, by the number of responsibilities. */
  readonly bytesPerEntry: number;
  /** One call each, a fifth of them for regions where nobody is responsible. */
  readonly lookupUs: { readonly p50: number; readonly p99: number };
  /** From sending a small change until registry, gateway and delivery route by it. */
  readonly visibleMs: { readonly p50: number; readonly max: number };
  /** After the import, from its confirmation until gateway and delivery route by it too. */
  readonly importVisibleMs: number;
  readonly setting: { readonly cores: number; readonly processor: string; readonly at: string };
}

/** As many as the schema lets stand in one list. */
const PART_ENTRIES = 10_000;
const SMALL_CHANGES = 20;
const LOOKUPS = 200_000;
const WITHIN_MS = 300_000;

const until = async (what: string, condition: () => Promise<boolean>, everyMs = 2): Promise<void> => {
  const end = performance.now() + WITHIN_MS;
  while (!(await condition())) {
    if (performance.now() > end)
      throw new ProblemError(problem('outcome-unknown', { detail: `Not in time: ${what}.` }));
    await delay(everyMs);
  }
};

/** The edition each process routes by, read where its operators read it. */
const editionsOf = async ({ ports }: CommonSettings): Promise<readonly number[]> =>
  Promise.all(
    [ports.registryOps, ports.gatewayOps, ports.deliveryOps].map(async (port) => {
      const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return Number(/^dienstweg_\w+_edition (\d+)/m.exec(metrics)?.[1] ?? 0);
    }),
  );

const knownEverywhere = (settings: CommonSettings, edition: number): Promise<void> =>
  until(`edition ${edition} everywhere`, async () => (await editionsOf(settings)).every((known) => known >= edition));

interface Sending {
  readonly cli: Cli;
  readonly operator: Operator;
}

const send = async (
  { cli, operator }: Sending,
  reason: string,
  count: number,
  entryOf: (n: number) => RegistryEntry,
): Promise<number> => {
  const head: Pick<RegistryChange, 'id' | 'by' | 'reason'> = { id: randomUUID(), by: 'bench', reason };
  const parts = Array.from({ length: Math.ceil(count / PART_ENTRIES) }, (_, part) => () => ({
    puts: Array.from({ length: Math.min(PART_ENTRIES, count - part * PART_ENTRIES) }, (_, n) =>
      entryOf(part * PART_ENTRIES + n),
    ),
    closes: [],
  }));
  const reply = await sendChange(
    {
      operator,
      sign: (change) => signedChange(cli.settings, change),
      language: cli.language,
      onPart: (received, of) => cli.tell(`${reason}: part ${received} of ${of}`),
    },
    head,
    parts,
  );
  return reply.edition;
};

const smallChange = async (sending: Sending, n: number): Promise<number> => {
  const began = performance.now();
  const edition = await send(sending, 'small change', 1, () => ({
    kind: 'category',
    id: 'bench/category',
    validFrom: '2026-01-01',
    category: 'bench-of-changes',
    names: { de: `Prüfstand ${n}` },
  }));
  await knownEverywhere(sending.cli.settings, edition);
  return performance.now() - began;
};

const isLaidAside = async ({ bus }: Operator, edition: number): Promise<boolean> => {
  const whole = await readLast(bus, REGISTRY_SNAPSHOT.stream, REGISTRY_SNAPSHOT.whole);
  if (whole === undefined) return false;
  return (JSON.parse(new TextDecoder().decode(whole.data)) as { readonly position: number }).position >= edition;
};

const loaded = async ({ settings }: Cli, country: Country, fromFirst: boolean): Promise<LoadFound> => {
  const work: LoadWork = { natsUrl: settings.natsUrl, home: settings.home.root, country, fromFirst, lookups: LOOKUPS };
  const module = fileURLToPath(new URL('./registry-load.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', module, JSON.stringify(work)]);
  const found = JSON.parse(stdout) as LoadFound;
  // the sandbox has some of its own
  if (found.entries < country.entries || found.takenUp === fromFirst)
    throw new ProblemError(problem('outcome-unknown', { detail: `The load was not what was asked for: ${stdout}` }));
  return found;
};

/**
 * Brings up a system of its own and measures it; interrupted, it leaves nothing running. Throws ProblemError where
 * anything of it does not succeed.
 */
export const benchRegistry = async (caller: Cli, entries: number): Promise<RegistryBenchResult> => {
  const interrupted = caller.untilInterrupted();
  await using cli = await ownHome(caller);
  await using _system = await systemUnderLoad(cli);
  return await interruptible(measured(cli, countryOf(entries)), interrupted);
};

const measured = async (cli: Cli, country: Country): Promise<RegistryBenchResult> => {
  const { entries } = country;
  await using operator = await connectOperator(cli.settings);
  const sending = { cli, operator };
  await smallChange(sending, 0);
  const ground = groundOf(country);
  await send(sending, 'regions, authorities, services', ground.length, (n) => ground[n] as RegistryEntry);

  const began = performance.now();
  const edition = await send(sending, 'responsibilities', entries, (n) => responsibilityOf(country, n));
  const tookMs = performance.now() - began;
  await knownEverywhere(cli.settings, edition);
  const importVisibleMs = performance.now() - began - tookMs;

  cli.tell('waiting until the directory is laid aside');
  await until('the directory laid aside', () => isLaidAside(operator, edition), 100);
  cli.tell('small changes');
  const visible: number[] = [];
  for (let n = 1; n <= SMALL_CHANGES; n += 1) visible.push(await smallChange(sending, n));
  cli.tell('loading what was laid aside');
  const load = await loaded(cli, country, false);
  cli.tell('loading the whole stream');
  const whole = await loaded(cli, country, true);
  return {
    entries,
    importRowsPerSecond: Math.round(entries / (tookMs / 1_000)),
    loadSeconds: round(load.seconds, 2),
    loadFromStreamSeconds: round(whole.seconds, 2),
    bytesPerEntry: Math.round(load.bytesPerEntry),
    lookupUs: { p50: round(load.lookupUs.p50, 2), p99: round(load.lookupUs.p99, 2) },
    visibleMs: { p50: latencyOf(visible).p50, max: round(Math.max(...visible), 1) },
    importVisibleMs: Math.round(importVisibleMs),
    setting: { ...machine(), at: new Date().toISOString() },
  };
};

/** The result as people read it. */
export const registryBenchTable = (result: RegistryBenchResult): string => {
  const { lookupUs, visibleMs, setting } = result;
  return [
    `${result.entries} responsibilities; ${setting.cores} × ${setting.processor}; ${setting.at}`,
    '',
    `  import        ${result.importRowsPerSecond} rows/s; known everywhere ${result.importVisibleMs} ms after its confirmation`,
    `  load          ${result.loadSeconds} s of what was laid aside, ${result.loadFromStreamSeconds} s of the whole stream`,
    `  memory        ${result.bytesPerEntry} bytes a responsibility`,
    `  lookup        p50 ${lookupUs.p50} µs, p99 ${lookupUs.p99} µs`,
    `  small change  known everywhere after ${visibleMs.p50} ms (p50), ${visibleMs.max} ms (longest)`,
  ].join('\n');
};
