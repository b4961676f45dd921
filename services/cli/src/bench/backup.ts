/** What a backup costs at size: how long it and bringing it back take, and what is left for the load meanwhile. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Cli } from '../args/command.ts';
import { interruptible } from '../up/interruptible.ts';
import type { BenchNeeds } from './cost.ts';
import { fillMessages } from './fill.ts';
import { round } from './latency.ts';
import { messagesOf } from './messages.ts';
import { ownHome } from './own-home.ts';
import { runPass } from './pass.ts';
import { prepareBench } from './prepared.ts';
import { machine } from './result.ts';
import { settled } from './settled.ts';
import { columns } from './table.ts';
import { PLAIN } from './traffic.ts';

/** The figures of a run. */
export interface BackupBenchResult {
  readonly messages: number;
  readonly backup: { readonly seconds: number; readonly sizeBytes: number };
  readonly restore: { readonly seconds: number };
  /** Through the whole system: with nearly nothing stored; before, while the backup was taken, and afterwards. */
  readonly messagesPerSecond: Readonly<Record<'fresh' | 'before' | 'meanwhile' | 'afterwards', number>>;
  readonly setting: { readonly cores: number; readonly processor: string; readonly at: string };
}

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const CONCURRENCY = 48;
const MIX = [{ share: 1, sizeBytes: 5_000 }];
const WARM_UP = 6_000;
const PER_PASS = 3_000;
/** While the backup runs: short passes, so that few of their messages come after it. */
const PER_SHORT_PASS = 500;

/** A command as operators give it, in a process of its own; its document. */
const commanded = async <T>({ env, tell }: Cli, args: readonly string[]): Promise<T> => {
  const child = spawn(process.execPath, ['--no-warnings', MAIN, ...args, '--json'], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  createInterface({ input: child.stderr }).on('line', tell);
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new ProblemError(problem('outcome-unknown', { detail: `"${args[0]}" did not end well.` }));
  return JSON.parse(printed) as T;
};

const throughput = async (needs: BenchNeeds, count: number): Promise<number> => {
  const make = messagesOf(needs.author, MIX);
  const { load, lost, tookMs } = await runPass({ ...needs, next: () => make(0) }, count, { concurrency: CONCURRENCY });
  if (lost.length > 0 || load.refused.length > 0)
    throw new ProblemError(problem('outcome-unknown', { detail: `${lost.length} messages are lost.` }));
  return (load.accepted.length * 1000) / tookMs;
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const underLoad = async (cli: Cli, messages: number, folder: string) => {
  await using needs = await prepareBench(cli, { concurrency: CONCURRENCY, mix: MIX, traffic: PLAIN });
  cli.tell('warming up');
  await throughput(needs, WARM_UP);
  const fresh = await throughput(needs, PER_PASS);
  cli.tell(`storing ${messages} messages`);
  await fillMessages(cli.settings, needs.author.author, messages, 'nobody');
  await settled(needs);
  cli.tell('load before the backup');
  const before = await throughput(needs, PER_PASS);
  let isUnderWay = true;
  const taking = commanded<{ readonly seconds: number; readonly sizeBytes: number }>(cli, [
    'backup',
    '--out',
    folder,
  ]).finally(() => {
    isUnderWay = false;
  });
  const meanwhile: number[] = [];
  while (isUnderWay) meanwhile.push(await throughput(needs, PER_SHORT_PASS));
  const { seconds, sizeBytes } = await taking;
  cli.tell('load after the backup');
  const afterwards = await throughput(needs, PER_PASS);
  return {
    backup: { seconds, sizeBytes },
    messagesPerSecond: {
      fresh: round(fresh, 1),
      before: round(before, 1),
      meanwhile: round(mean(meanwhile), 1),
      afterwards: round(afterwards, 1),
    },
  };
};

const run = async (caller: Cli, messages: number, folder: string): Promise<BackupBenchResult> => {
  const taken = await (async () => {
    await using cli = await ownHome(caller);
    return await underLoad(cli, messages, folder);
  })();
  await using other = await ownHome(caller);
  const { seconds } = await commanded<{ readonly seconds: number }>(other, ['restore', folder]);
  return { messages, ...taken, restore: { seconds }, setting: { ...machine(), at: new Date().toISOString() } };
};

/**
 * Fills a system of its own, takes a backup of it under load, and brings it back into another home. Throws ProblemError
 * where a message is lost or a command fails.
 */
export const benchBackup = async (caller: Cli, messages: number): Promise<BackupBenchResult> => {
  const interrupted = caller.untilInterrupted();
  const folder = await mkdtemp(join(tmpdir(), 'dienstweg-backup-'));
  try {
    return await interruptible(run(caller, messages, join(folder, 'backup')), interrupted);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The result as people read it. */
export const backupBenchTable = ({
  messages,
  backup,
  restore,
  messagesPerSecond,
  setting,
}: BackupBenchResult): string =>
  [
    `${messages} messages stored; ${setting.cores} × ${setting.processor}; ${setting.at}`,
    '',
    columns([
      ['backup', `${backup.seconds} s, ${Math.round(backup.sizeBytes / 1e6)} MB`],
      ['restore', `${restore.seconds} s`],
      ['load on nearly nothing', `${messagesPerSecond.fresh} messages/s`],
      ['before the backup', `${messagesPerSecond.before} messages/s`],
      ['meanwhile', `${messagesPerSecond.meanwhile} messages/s`],
      ['afterwards', `${messagesPerSecond.afterwards} messages/s`],
    ]),
  ].join('\n');
