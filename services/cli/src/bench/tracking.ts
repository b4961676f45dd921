/** The view of messages at size: how fast it is made anew, and how long a page of the console waits for it. */
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
import { table } from '../print/table.ts';
import { machine } from './result.ts';

/** How long a question took, milliseconds. */
interface Asked {
  readonly name: string;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Answers that stopped short for lack of time, and said so. */
  readonly stopped: number;
}

/** What the program of the tracking service prints. */
interface Figures {
  readonly database: string;
  readonly messages: number;
  readonly events: number;
  readonly rebuildEventsPerSecond: number;
  readonly liveEventsPerSecond: number;
  readonly cpuMsPerMessage: number;
  readonly bytesPerMessage: number;
  readonly questions: readonly Asked[];
}

/** The figures of a run. */
export interface TrackingBenchResult extends Figures {
  readonly setting: { readonly cores: number; readonly processor: string; readonly at: string };
}

/** It measures itself, in a process of its own: nothing else is in its figures. */
const PROGRAM = fileURLToPath(new URL('../../../tracking/src/measure/main.ts', import.meta.url));

/**
 * Fills a view of its own through the projection that runs in earnest, and asks it what pages ask. The view is thrown
 * away; with `DIENSTWEG_DATABASE_URL` it is made in that database, in place of one that stands there.
 */
export const benchTracking = async (cli: Cli, messages: number, times: number): Promise<TrackingBenchResult> => {
  const folder = await mkdtemp(join(tmpdir(), 'dienstweg-bench-'));
  const { DIENSTWEG_DATABASE_URL: databaseUrl } = cli.env;
  const order = {
    messages,
    times,
    databaseFile: join(folder, 'tracking.sqlite'),
    ...(databaseUrl === undefined || databaseUrl === '' ? {} : { databaseUrl }),
  };
  const child = spawn(process.execPath, ['--no-warnings', PROGRAM, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  void cli.untilInterrupted().then(() => child.kill());
  createInterface({ input: child.stderr }).on('line', (line) => cli.tell(line));
  try {
    const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    if (code !== 0) throw new ProblemError(problem('outcome-unknown', { detail: 'The measurement did not end.' }));
    return { ...(JSON.parse(printed) as Figures), setting: { ...machine(), at: new Date().toISOString() } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The result as people read it. */
export const trackingBenchTable = (result: TrackingBenchResult): string => {
  const { setting } = result;
  const rows = result.questions.map(({ name, p50, p99, max, stopped }) => [
    name,
    `${p50} ms`,
    `${p99} ms`,
    `${max} ms`,
    stopped === 0 ? '' : `${stopped} stopped short`,
  ]);
  return [
    `${result.messages} messages with ${result.events} events in ${result.database}; ${setting.cores} × ${setting.processor}; ${setting.at}`,
    '',
    `  made anew     ${result.rebuildEventsPerSecond} acceptances and events/s`,
    `  as they come  ${result.liveEventsPerSecond} acceptances and events/s, ${result.cpuMsPerMessage} ms CPU a message`,
    `  on disk       ${result.bytesPerMessage} bytes a message`,
    '',
    table(['QUESTION', 'P50', 'P99', 'LONGEST', ''], rows),
  ].join('\n');
};
