/** The process behind `dienstweg …`. */
import { processOutput } from './output.ts';
import { visible } from './print/visible.ts';
import { runCli } from './run.ts';

const { out, err, settled } = processOutput();

// started by `nohup`: whoever closes the terminal means to leave us running
const staysBehind = process.env.DIENSTWEG_HANGUP === 'ignored';
if (staysBehind) process.on('SIGHUP', () => undefined);
try {
  const code = await runCli(process.argv.slice(2), {
    env: process.env,
    isTerminal: process.stdout.isTTY === true,
    out,
    err,
    untilInterrupted: () =>
      new Promise((resolve) => {
        // for good: a second one, while everything is being stopped, would kill us and leave the rest running
        // and where its terminal was closed what was started there ends in order, too
        const asked = ['SIGINT', 'SIGTERM', ...(staysBehind ? [] : ['SIGHUP'])];
        for (const signal of asked) process.on(signal, () => resolve());
      }),
  });
  process.exitCode = await settled(code);
} catch (error) {
  // a bug; its text may quote what came from elsewhere
  await err(visible(`${error instanceof Error ? error.stack : String(error)}\n`));
  process.exitCode = 1;
}
