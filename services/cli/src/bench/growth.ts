/** What a message costs as something grows: stored messages, authorities, message types, size, waiting deliveries. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Cli } from '../args/command.ts';
import { interruptible } from '../up/interruptible.ts';
import { type BenchNeeds, costOf, readAll } from './cost.ts';
import { type FillFor, fillMessages } from './fill.ts';
import { type Latency, latencyOf, round } from './latency.ts';
import type { LoadMessage } from './load.ts';
import { type LoadAuthor, messagesOf } from './messages.ts';
import { ownHome } from './own-home.ts';
import { runPass } from './pass.ts';
import { BENCH_MESSAGE_TYPE } from './payload.ts';
import { prepareBench } from './prepared.ts';
import { authorityOfCountry, countryEntries, recordEntries, typeEntries, typeOf } from './readers.ts';
import { type ByProcess, machine } from './result.ts';
import { settled } from './settled.ts';
import { columns } from './table.ts';
import { PLAIN } from './traffic.ts';

/** What can grow, its steps, and how far it goes where nothing is said. */
export const GROWTHS = {
  messages: { steps: [1_000, 10_000, 100_000, 1_000_000, 10_000_000], max: 100_000, of: 'stored messages' },
  authorities: { steps: [10, 100, 1_000, 20_000], max: 20_000, of: 'authorities' },
  types: { steps: [1, 10, 100, 500], max: 500, of: 'message types in use' },
  size: { steps: [5_000, 10_000, 50_000, 100_000, 500_000, 1_000_000], max: 1_000_000, of: 'octets of a message' },
  retries: { steps: [0, 1_000, 10_000, 100_000], max: 100_000, of: 'deliveries waiting for a reader whose node fails' },
} as const;
export type Growth = keyof typeof GROWTHS;

/** One step. */
export interface GrowthRow {
  readonly at: number;
  readonly messagesPerSecond: number;
  readonly acceptMs: Latency;
  readonly handOverMs: Latency;
  readonly cpuMsPerMessage: ByProcess;
  readonly memoryMb: ByProcess;
}

/** The figures of a run. */
export interface GrowthResult {
  readonly growth: Growth;
  readonly rows: readonly GrowthRow[];
  readonly setting: {
    readonly messagesPerStep: number;
    readonly cores: number;
    readonly processor: string;
    readonly at: string;
  };
}

const CONCURRENCY = 48;
const SIZE_BYTES = 5_000;
const WARM_UP = 2_000;
/** Octets handed in at each step at most: large messages are fewer. */
const OCTETS_PER_STEP = 50_000_000;
/** Readers among many that the load goes to: each has connections of its own. */
const READERS_IN_USE = 50;

interface Ground {
  readonly cli: Cli;
  readonly needs: BenchNeeds;
}

/** Messages in turn for several authors' settings, such as readers or types. */
const inTurn = (all: readonly LoadAuthor[], sizeBytes: number): (() => LoadMessage) => {
  const makers = all.map((by) => messagesOf(by, [{ share: 1, sizeBytes }]));
  let made = 0;
  return () => {
    made += 1;
    const make = makers[made % makers.length];
    if (make === undefined) throw new Error('there is nobody to write to');
    return make(made);
  };
};

const measured = async ({ needs }: Ground, at: number, next: () => LoadMessage, count: number): Promise<GrowthRow> => {
  const pass = (messages: number) => runPass({ ...needs, next }, messages, { concurrency: CONCURRENCY });
  await pass(Math.ceil(count / 4));
  const before = await readAll(needs);
  const { load, handOverMs, lost, tookMs } = await pass(count);
  const after = await readAll(needs);
  const [refusal] = load.refused;
  if (refusal !== undefined || lost.length > 0)
    throw new ProblemError(
      problem('outcome-unknown', {
        detail: `At ${at}: ${lost.length} lost, ${load.refused.length} refused (${refusal?.code ?? ''}).`,
      }),
    );
  const { cpuMsPerMessage, memoryMb } = costOf([{ before, after }], load.accepted.length);
  return {
    at,
    messagesPerSecond: round((load.accepted.length * 1000) / tookMs, 1),
    acceptMs: latencyOf(load.accepted.map(({ sentAtMs, acceptedAtMs }) => acceptedAtMs - sentAtMs)),
    handOverMs: latencyOf(handOverMs),
    cpuMsPerMessage,
    memoryMb,
  };
};

/** Copies of the message type of the load under other names, in a folder that the gateway is told of. */
const writeTypes = async (folder: string, count: number): Promise<void> => {
  const { code, version } = BENCH_MESSAGE_TYPE;
  const from = join(MESSAGE_TYPES_FOLDER, code, version);
  const manifest = await readFile(join(from, 'message-type.yaml'), 'utf8');
  for (let n = 0; n < count; n += 1) {
    const to = join(folder, typeOf(n).code, version);
    await mkdir(to, { recursive: true });
    await cp(join(from, 'schema'), join(to, 'schema'), { recursive: true });
    await writeFile(join(to, 'message-type.yaml'), manifest.replace(code, typeOf(n).code));
  }
};

const fillTo = async (ground: Ground, from: number, to: number, purpose: FillFor): Promise<void> => {
  if (to <= from) return;
  ground.cli.tell(`storing ${to - from} messages`);
  await fillMessages(ground.cli.settings, ground.needs.author.author, to - from, purpose);
  await settled(ground.needs);
};

/** Prepares each step and gives the messages to measure it with. */
const stepsOf = (ground: Ground, growth: Growth): ((at: number, before: number) => Promise<() => LoadMessage>) => {
  const { cli, needs } = ground;
  const { author } = needs;
  const plain = messagesOf(author, [{ share: 1, sizeBytes: SIZE_BYTES }]);
  switch (growth) {
    case 'messages':
      return async (at, before) => {
        await fillTo(ground, before, at, 'nobody');
        return () => plain(0);
      };
    case 'retries':
      return async (at, before) => {
        const toFailing = messagesOf(author, [{ share: 1, sizeBytes: SIZE_BYTES }], { ...PLAIN, failing: 1 });
        needs.recipient.fail(true);
        if (at > 0) {
          await runPass({ ...needs, next: toFailing, waits: false }, 1, { concurrency: 1 });
          await fillTo(ground, before, at, 'failing-reader');
        }
        return () => plain(0);
      };
    case 'authorities':
      return async (at, before) => {
        await recordEntries(cli.settings, cli.language, countryEntries(cli.settings, before, at));
        await settled(ground.needs);
        const readers = Array.from({ length: Math.min(at, READERS_IN_USE) }, (_, n) => authorityOfCountry(n));
        return inTurn(
          readers.map((reader) => ({ ...author, reader })),
          SIZE_BYTES,
        );
      };
    case 'types':
      return async (at) => {
        const types = Array.from({ length: at }, (_, n) => typeOf(n));
        return inTurn(
          types.map((messageType) => ({ ...author, reader: authorityOfCountry(0), messageType })),
          SIZE_BYTES,
        );
      };
    case 'size':
      return async (at) => inTurn([author], at);
    default:
      return growth satisfies never;
  }
};

const run = async (cli: Cli, growth: Growth, steps: readonly number[], perStep: number): Promise<GrowthResult> => {
  const traffic = growth === 'retries' ? { ...PLAIN, failing: 1 } : PLAIN;
  await using needs = await prepareBench(cli, {
    concurrency: CONCURRENCY,
    mix: [{ share: 1, sizeBytes: SIZE_BYTES }],
    traffic,
  });
  const ground = { cli, needs };
  needs.recipient.fail(growth === 'retries');
  if (growth === 'types') await recordEntries(cli.settings, cli.language, typeEntries(cli.settings, steps.at(-1) ?? 1));
  cli.tell('warming up');
  const warm = messagesOf(needs.author, [{ share: 1, sizeBytes: SIZE_BYTES }]);
  await runPass({ ...needs, next: warm }, Math.min(WARM_UP, perStep * 2), { concurrency: CONCURRENCY });
  const prepare = stepsOf(ground, growth);
  const rows: GrowthRow[] = [];
  let before = 0;
  for (const at of steps) {
    const next = await prepare(at, before);
    before = at;
    const count = growth === 'size' ? Math.max(20, Math.min(perStep, Math.ceil(OCTETS_PER_STEP / at))) : perStep;
    cli.tell(`${at} ${GROWTHS[growth].of}: ${count} messages`);
    rows.push(await measured(ground, at, next, count));
  }
  return { growth, rows, setting: { messagesPerStep: perStep, ...machine(), at: new Date().toISOString() } };
};

/**
 * Brings up a system of its own and measures at each step up to `max`; interrupted, it leaves nothing running. Throws
 * ProblemError where a message is refused or lost.
 */
export const benchGrowth = async (
  caller: Cli,
  growth: Growth,
  { max, perStep }: { readonly max: number; readonly perStep: number },
): Promise<GrowthResult> => {
  const interrupted = caller.untilInterrupted();
  const steps = GROWTHS[growth].steps.filter((step) => step <= max);
  const types = await mkdtemp(join(tmpdir(), 'dienstweg-types-'));
  try {
    if (growth === 'types') await writeTypes(types, steps.at(-1) ?? 1);
    await using cli = await ownHome(caller, growth === 'types' ? { DIENSTWEG_MESSAGE_TYPE_FOLDERS: types } : {});
    return await interruptible(run(cli, growth, steps, perStep), interrupted);
  } finally {
    await rm(types, { recursive: true, force: true });
  }
};

/** The result as people read it. */
export const growthTable = ({ growth, rows, setting }: GrowthResult): string =>
  [
    `${setting.messagesPerStep} messages a step; ${setting.cores} × ${setting.processor}; ${setting.at}`,
    '',
    columns([
      [GROWTHS[growth].of, ''],
      ...rows.map(
        (row) =>
          [
            String(row.at).padStart(GROWTHS[growth].of.length),
            [
              `${row.messagesPerSecond.toFixed(0)}/s`,
              `CPU ${row.cpuMsPerMessage.total.toFixed(2)} ms (${Object.entries(row.cpuMsPerMessage.byProcess)
                .filter(([, ms]) => ms >= 0.05)
                .map(([name, ms]) => `${name} ${ms.toFixed(2)}`)
                .join(', ')})`,
              `accepted p50 ${row.acceptMs.p50} ms, p99 ${row.acceptMs.p99} ms`,
              `${row.memoryMb.total.toFixed(0)} MB`,
            ].join('; '),
          ] as const,
      ),
    ]),
  ].join('\n');
