import { writeFile } from 'node:fs/promises';
import type { CommandSpec } from '../args/command.ts';
import { LOAD_OPTIONS, loadOf, wholeNumber } from './options.ts';
import { plotOf } from './plot.ts';
import { prepareBench } from './prepared.ts';
import { benchRegistry, registryBenchTable } from './registry.ts';
import { runBench } from './run.ts';
import { benchTable } from './table.ts';

const ENTRIES = 1_000_000;

/** `bench`: load through the whole system and the floor loop, in one run. Exit 1 when anything was lost or doubled. */
export const bench: CommandSpec = {
  options: {
    ...LOAD_OPTIONS,
    registry: { text: 'measure the registry instead: import, load, memory, lookup; in a system of its own' },
    entries: { value: 'N', text: `with --registry: responsibilities (default ${ENTRIES})` },
  },
  examples: [
    'dienstweg bench',
    'dienstweg bench --mix country --plot latency.svg',
    'dienstweg bench --readers 6 --mailbox 0.1 --refused 0.05',
    'dienstweg bench --rate 200 --messages 6000 --rounds 1',
    'dienstweg bench --registry --json',
  ],
  run: async (input, cli) => {
    if (input.flag('registry')) {
      const measured = await benchRegistry(cli, wholeNumber(input, 'entries', ENTRIES, 1_000, 5_000_000));
      return { value: measured, text: registryBenchTable(measured) };
    }
    const load = loadOf(input);
    await using needs = await prepareBench(cli, load);
    const result = await runBench(needs, load);
    const plot = input.text('plot');
    if (plot !== undefined) {
      const { cores, processor, at } = result.setting;
      const title = `dienstweg bench: ${result.setting.meanSizeBytes} octets, ${cores} × ${processor}, ${at.slice(0, 10)}`;
      await writeFile(plot, plotOf(title, result.loadCurve ?? []));
    }
    const whole = result.lost === 0 && result.doubled === 0 && result.unresolved === 0;
    const asMeant = result.refused === result.refusedAsMeant;
    return { value: result, text: benchTable(result), ...(whole && asMeant ? {} : { exitCode: 1 as const }) };
  },
};
