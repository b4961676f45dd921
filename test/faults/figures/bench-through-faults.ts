/**
 * `node test/faults/figures/bench-through-faults.ts [--messages N]`: `bench` against the running product, and in the
 * middle of it Redis is wiped, and redis-server and delivery are killed. Every message must be delivered once.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { homeLayout, redisPasswordFileOf } from '@dienstweg/infra/home.ts';
import { statusOf } from '@dienstweg/infra/launcher/control.ts';
import { portsOf } from '@dienstweg/infra/ports.ts';
import { freePort, until } from '@dienstweg/infra/testing/servers.ts';
import { askRedis } from '../world/redis.ts';

const CLI = fileURLToPath(new URL('../../../services/cli/src/main.ts', import.meta.url));
const { values } = parseArgs({ options: { messages: { type: 'string' } } });
const messages = Number(values.messages ?? 3_000);
const PAUSE_MS = 2_000;

const tell = (line: string): void => void process.stderr.write(`${line}\n`);
const folder = await mkdtemp(join(tmpdir(), 'dienstweg-bench-faults-'));
const home = homeLayout(join(folder, 'home'));
const base = await freePort();
const ports = portsOf(base);

const cli = (...args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [CLI, ...args], {
    env: { ...process.env, DIENSTWEG_HOME: home.root, DIENSTWEG_PORT_BASE: String(base), NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
const ended = async (child: ChildProcess): Promise<{ readonly stdout: string; readonly stderr: string }> => {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) tell(`exit ${code}: ${stderr.slice(-2_000)}`);
  return { stdout, stderr };
};
const kill = async (name: string): Promise<void> => {
  const found = (await statusOf(home)).services.find((service) => service.name === name);
  if (found === undefined) throw new Error(`${name} does not run`);
  tell(`kill -9 ${name}`);
  process.kill(found.pid, 'SIGKILL');
};

try {
  tell('starting the system');
  await ended(cli('up', '--detach'));
  const bench = cli('bench', '--messages', String(messages), '--json');
  let isUnderLoad = false;
  bench.stderr?.setEncoding('utf8').on('data', (text: string) => {
    process.stderr.write(text);
    if (text.includes('through the whole system')) isUnderLoad = true;
  });
  const result = ended(bench);
  await until('the load begins', () => isUnderLoad, 300_000);
  await delay(PAUSE_MS);
  const redis = { port: ports.redis, password: (await readFile(redisPasswordFileOf(home), 'utf8')).trim() };
  tell('FLUSHALL');
  await askRedis(redis, ['FLUSHALL']);
  await kill('redis-server');
  await kill('delivery');
  await delay(PAUSE_MS);
  await kill('delivery');
  const { stdout } = await result;
  const { lost, doubled, repeatedPushes, messages: delivered } = JSON.parse(stdout) as Record<string, number>;
  const ok = lost === 0 && doubled === 0 && delivered === messages;
  process.stdout.write(`${JSON.stringify({ messages: delivered, lost, doubled, repeatedPushes, ok }, undefined, 2)}\n`);
  process.exitCode = ok ? 0 : 1;
} finally {
  await ended(cli('down'));
  await rm(folder, { recursive: true, force: true });
}
