/** `npm run test:faults`: the fault matrix, its negative controls, and a report. Exit 0 only if everything held. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { fullPlan, shortPlan } from './plan.ts';
import { reportOf, summaryOf } from './report.ts';
import { CONTROLS, type ControlResult, runControl } from './storm/control.ts';
import { runStorm } from './storm/storm.ts';

const USAGE = `usage: npm run test:faults -- [--seed N] [--minutes M] [--report FILE] [--short]
  --seed N       repeat a run (default: another one each time; it is printed)
  --minutes M    how long the whole of it may take, 4 to 60 (default 10)
  --report FILE  where to write the report, JSON
  --short        the run of some 45 seconds that is part of npm test`;

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

const options = (() => {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string' },
        minutes: { type: 'string' },
        report: { type: 'string' },
        short: { type: 'boolean' },
      },
    });
    const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
    const minutes = Number(values.minutes ?? 10);
    if (!Number.isInteger(seed) || !(minutes >= 4 && minutes <= 60)) throw new Error('not a number of its range');
    return { seed, minutes, report: values.report, short: values.short === true };
  } catch (error) {
    tell(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return process.exit(2);
  }
})();

// one for each process of two systems
process.setMaxListeners(50);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const begunAt = performance.now();
tell(`seed ${options.seed}`);
const plan = options.short ? shortPlan(options.seed, tell) : fullPlan(options.seed, options.minutes, tell);
const controls: ControlResult[] = [];
// The short run has time for one of them, another one each time.
const tried = options.short ? CONTROLS.slice(options.seed % CONTROLS.length).slice(0, 1) : CONTROLS;
const tryControls = async (): Promise<void> => {
  for (const control of tried) {
    tell(`without ${control.name}`);
    controls.push(
      await runControl(control, options.seed).catch((error: unknown) => ({
        name: control.name,
        red: false,
        failure: error instanceof Error ? error.message : String(error),
      })),
    );
  }
};
const storm = await runStorm({ ...plan, atRest: tryControls });
const report = reportOf(options.seed, storm, controls, (performance.now() - begunAt) / 1_000);
if (options.report !== undefined) await writeFile(options.report, `${JSON.stringify(report, undefined, 2)}\n`);
tell(summaryOf(report));
process.exit(report.ok ? 0 : 1);
