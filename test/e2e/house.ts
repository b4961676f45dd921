/** A home of its own for the whole system, and its command line, run as users run it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { numberOfOwn } from '@dienstweg/infra/testing/ports.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';

const MAIN = fileURLToPath(new URL('../../services/cli/src/main.ts', import.meta.url));

/** How a call ended. */
export interface Call {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as JSON; throws where it is not exactly one document. */
  json<T>(): T;
}

/** A command that goes on running. */
export interface LongCall {
  readonly stderr: () => string;
  interrupt(): Promise<Call>;
  /** Closes its terminal: the exit code. */
  hangUp(): Promise<number | null>;
  /** Once more as soon as it says that it is stopping, as impatient people do. */
  interruptTwice(): Promise<Call>;
}

/** A temporary home with ports of its own. */
export interface House extends AsyncDisposable {
  readonly folder: string;
  readonly home: string;
  readonly portBase: number;
  file(name: string): string;
  cli(...args: readonly string[]): Promise<Call>;
  begin(...args: readonly string[]): LongCall;
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** A base with twenty free ports behind it, below those that systems give to outgoing connections. */
const freeBase = async (): Promise<number> => {
  for (;;) {
    const base = numberOfOwn({ from: 1_000, until: 1_600 }) * 20;
    const free = await Promise.all(Array.from({ length: 20 }, (_, place) => isFree(base + place)));
    if (free.every(Boolean)) return base;
  }
};

const collect = (child: ChildProcess) => {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(
    ([code]): Call => ({
      code: code as number | null,
      stdout,
      stderr,
      json: <T>() => {
        try {
          return JSON.parse(stdout) as T;
        } catch (cause) {
          throw new Error(`no JSON document: ${stdout.slice(0, 400)} ${stderr.slice(0, 2000)}`, { cause });
        }
      },
    }),
  );
  return { ended, stderr: () => stderr };
};

/** Makes the folder; nothing runs in it yet. Disposing stops what does. `more` goes into the environment. */
export const openHouse = async (more: Readonly<Record<string, string>> = {}): Promise<House> => {
  const folder = mkdtempSync(join(tmpdir(), 'dienstweg-e2e-'));
  const home = join(folder, 'home');
  const portBase = await freeBase();
  const env = {
    ...process.env,
    DIENSTWEG_HOME: home,
    DIENSTWEG_PORT_BASE: String(portBase),
    DIENSTWEG_NATS_URL: '',
    DIENSTWEG_REDIS_URL: '',
    LC_ALL: 'C',
    NODE_OPTIONS: '',
    ...more,
  };
  const launch = (args: readonly string[]): ChildProcess =>
    spawn(process.execPath, [MAIN, ...args], { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const cli: House['cli'] = (...args) => collect(launch(args)).ended;
  return {
    folder,
    home,
    portBase,
    file: (name) => join(folder, name),
    cli,
    begin: (...args) => {
      const child = launch(args);
      const { ended, stderr } = collect(child);
      return {
        stderr,
        interrupt: () => {
          child.kill('SIGINT');
          return ended;
        },
        hangUp: () => {
          child.stdout?.destroy();
          child.stderr?.destroy();
          child.kill('SIGHUP');
          return once(child, 'exit').then(([code]) => code as number | null);
        },
        interruptTwice: async () => {
          child.kill('SIGINT');
          await until('it is stopping', () => stderr().includes('stopping') || child.exitCode !== null);
          child.kill('SIGINT');
          return ended;
        },
      };
    },
    [Symbol.asyncDispose]: async () => {
      await cli('down');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Waits until a command that goes on running has said something. */
export const said = (call: LongCall, text: string, timeoutMs: number): Promise<void> =>
  until(`"${text}" in: ${call.stderr()}`, () => call.stderr().includes(text), timeoutMs);
