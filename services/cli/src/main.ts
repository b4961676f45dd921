/** The process behind `dienstweg …`. */
import { processOutput } from './output.ts';
import { visible } from './print/visible.ts';
import { runCli } from './run.ts';

const { out, err, settled } = processOutput();

try {
  const code = await runCli(process.argv.slice(2), {
    env: process.env,
    isTerminal: process.stdout.isTTY === true,
    out,
    err,
    untilInterrupted: () =>
      new Promise((resolve) => {
        process.once('SIGINT', () => resolve());
        process.once('SIGTERM', () => resolve());
      }),
  });
  process.exitCode = await settled(code);
} catch (error) {
  // a bug; its text may quote what came from elsewhere
  await err(visible(`${error instanceof Error ? error.stack : String(error)}\n`));
  process.exitCode = 1;
}
