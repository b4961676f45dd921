import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { keepCompiledCode } from '@dienstweg/infra/keep-compiled.ts';
import type { CommandSpec } from '../args/command.ts';
import { backupBenchTable, benchBackup } from './backup.ts';
import { benchGrowth, GROWTHS, type Growth, growthTable } from './growth.ts';
import { LOAD_OPTIONS, loadOf, wholeNumber } from './options.ts';
import { plotOf } from './plot.ts';
import { prepareBench } from './prepared.ts';
import { profileTable, readProfiles } from './profile.ts';
import { benchRegistry, registryBenchTable } from './registry.ts';
import { runBench } from './run.ts';
import { benchTable } from './table.ts';
import { benchTracking, trackingBenchTable } from './tracking.ts';

const ENTRIES = 1_000_000;
const QUESTIONS = 100;
const TASK_MS = 500;
const MESSAGES_PER_STEP = 2_000;

/** `bench`: load through the whole system and the floor loop, in one run. Exit 1 when anything was lost or doubled. */
export const bench: CommandSpec = {
  options: {
    ...LOAD_OPTIONS,
    tracking: { text: 'measure the view of messages instead: made anew, asked; needs no system' },
    times: { value: 'N', text: `with --tracking: how often each question is asked (default ${QUESTIONS})` },
    registry: { text: 'measure the registry instead: import, load, memory, lookup; in a system of its own' },
    backup: { text: 'measure a backup under load, and bringing it back, instead; in a system of its own' },
    growth: {
      value: 'OF',
      choices: Object.keys(GROWTHS),
      text: 'measure in a system of its own what a message costs as something grows instead',
    },
    max: { value: 'N', text: 'with --growth: the last step (default depends on what grows)' },
    micro: { text: 'measure the hot functions against the obvious alternatives instead; needs no system' },
    'task-ms': { value: 'MS', text: `with --micro: how long each function runs (default ${TASK_MS})` },
    entries: { value: 'N', text: `with --registry: responsibilities (default ${ENTRIES})` },
  },
  examples: [
    'dienstweg bench',
    'dienstweg bench --mix country --plot latency.svg',
    'dienstweg bench --readers 6 --mailbox 0.1 --refused 0.05',
    'dienstweg bench --rate 200 --messages 6000 --rounds 1',
    'dienstweg bench --growth messages --max 1000000',
    'dienstweg bench --registry --json',
    'dienstweg bench --tracking --json',
    'dienstweg bench --backup --messages 1000000',
  ],
  run: async (input, cli) => {
    // what the services are compared with here gets what they get
    keepCompiledCode();
    if (input.flag('tracking')) {
      const messages = wholeNumber(input, 'messages', ENTRIES, 1_000, 10_000_000);
      const measured = await benchTracking(cli, messages, wholeNumber(input, 'times', QUESTIONS, 1, 10_000));
      return { value: measured, text: trackingBenchTable(measured) };
    }
    if (input.flag('registry')) {
      const measured = await benchRegistry(cli, wholeNumber(input, 'entries', ENTRIES, 1_000, 5_000_000));
      return { value: measured, text: registryBenchTable(measured) };
    }
    if (input.flag('backup')) {
      const measured = await benchBackup(cli, wholeNumber(input, 'messages', ENTRIES, 1_000, 10_000_000));
      return { value: measured, text: backupBenchTable(measured) };
    }
    const growth = input.text('growth') as Growth | undefined;
    if (growth !== undefined) {
      const max = wholeNumber(input, 'max', GROWTHS[growth].max, 1, 10_000_000);
      const perStep = wholeNumber(input, 'messages', MESSAGES_PER_STEP, 20, 1_000_000);
      const measured = await benchGrowth(cli, growth, { max, perStep });
      return { value: measured, text: growthTable(measured) };
    }
    if (input.flag('micro')) {
      const { benchMicro, microBenchTable } = await import('./micro.ts');
      const measured = await benchMicro(wholeNumber(input, 'task-ms', TASK_MS, 10, 60_000), cli.tell);
      return { value: measured, text: microBenchTable(measured) };
    }
    const load = loadOf(input);
    const folder = input.text('profile');
    const profiles = folder === undefined ? undefined : resolve(folder);
    const result = await (async () => {
      await using needs = await prepareBench(cli, load, profiles);
      return await runBench(needs, load);
    })();
    const plot = input.text('plot');
    if (plot !== undefined) {
      const { cores, processor, at } = result.setting;
      const title = `dienstweg bench: ${result.setting.meanSizeBytes} octets, ${cores} × ${processor}, ${at.slice(0, 10)}`;
      await writeFile(plot, plotOf(title, result.loadCurve ?? []));
    }
    const whole = result.lost === 0 && result.doubled === 0 && result.unresolved === 0;
    const asMeant = result.refused === result.refusedAsMeant;
    const text = [
      benchTable(result),
      // written when the system has ended
      ...(profiles === undefined ? [] : [profileTable(readProfiles(profiles))]),
    ].join('\n\n');
    return { value: result, text, ...(whole && asMeant ? {} : { exitCode: 1 as const }) };
  },
};
