// Goes on under a Node that runs TypeScript as it is: the one at hand, or the one that the lock file brings.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bringPackages, root } from './packages.mjs';
import { buildPages } from './pages.mjs';
import { warmCode } from './warm.mjs';

const NODE_MAJOR = 24;

const quiet = process.env.npm_config_loglevel === 'silent';

/** Tells people something; never on standard output, which belongs to the command. */
export const tell = (line) => {
  if (!quiet) process.stderr.write(`dienstweg: ${line}\n`);
};

const fittingNode = () => {
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return process.execPath;
  const brought = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(brought)) return brought;
  process.stderr.write(
    `dienstweg: Node ${NODE_MAJOR} or newer is needed and cannot be brought for ${process.platform} ${process.arch}; install it and start again.\n`,
  );
  return process.exit(1);
};

/** Whether somebody started us by `nohup`: a process that we start would not know of it. */
const ignoresHangUp = () => {
  try {
    const [, mask = '0'] = /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? [];
    return (BigInt(`0x${mask}`) & 1n) === 1n;
  } catch {
    return false;
  }
};

/** Commands that bring the console up. */
const WITH_PAGES = ['start', 'up'];

/** Runs a file of this checkout with arguments, as if it were this process: its output, its signals, its exit code. */
export const run = (file, args) => {
  bringPackages(tell, quiet);
  const node = fittingNode();
  if (file === CLI && (WITH_PAGES.includes(args[0]) || (args[0] === 'console' && args.includes('--build'))))
    buildPages(node, tell, args.includes('--build'));
  const env = {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
    NODE_COMPILE_CACHE: warmCode(node),
    ...(ignoresHangUp() ? { DIENSTWEG_HANGUP: 'ignored' } : {}),
  };
  const main = join(root, file);
  if (node === process.execPath) {
    process.argv = [node, main, ...args];
    Object.assign(process.env, env);
    return import(pathToFileURL(main).href);
  }
  const child = spawn(node, [main, ...args], { stdio: 'inherit', env });
  // A terminal sends Ctrl-C to the child as well; everybody else signals only us.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => env.DIENSTWEG_HANGUP === 'ignored' || child.kill('SIGHUP'));
  child.on('error', (error) => {
    process.stderr.write(`dienstweg: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
  return undefined;
};

/** The command line interface. */
export const CLI = 'services/cli/src/main.ts';
