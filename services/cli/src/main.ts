/** The process behind `dienstweg …`. */
import { visible } from './print/visible.ts';
import { runCli } from './run.ts';

const write = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
  new Promise((resolve) => {
    stream.write(text, () => resolve());
  });

try {
  process.exitCode = await runCli(process.argv.slice(2), {
    env: process.env,
    isTerminal: process.stdout.isTTY === true,
    out: (text) => write(process.stdout, text),
    err: (text) => write(process.stderr, text),
    untilInterrupted: () =>
      new Promise((resolve) => {
        process.once('SIGINT', () => resolve());
        process.once('SIGTERM', () => resolve());
      }),
  });
} catch (error) {
  // a bug; its text may quote what came from elsewhere
  await write(process.stderr, visible(`${error instanceof Error ? error.stack : String(error)}\n`));
  process.exitCode = 1;
}
