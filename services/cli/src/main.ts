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
        // for good: a second one, while everything is being stopped, would kill us and leave the rest running
        process.on('SIGINT', () => resolve());
        process.on('SIGTERM', () => resolve());
      }),
  });
  process.exitCode = await settled(code);
} catch (error) {
  // a bug; its text may quote what came from elsewhere
  await err(visible(`${error instanceof Error ? error.stack : String(error)}\n`));
  process.exitCode = 1;
}
