/** The servers as children of the launcher, configured in the home folder. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureBusSeeds } from '../bus/seed-file.ts';
import { type Home, redisPasswordFileOf, timersPasswordFileOf } from '../home.ts';
import type { ChildPlan } from '../launcher/plan.ts';
import type { Ports } from '../ports.ts';
import { writeOnce } from '../write-once.ts';
import { natsConfiguration, redisConfiguration } from './configuration.ts';
import type { ServerProgram } from './find.ts';

/**
 * Our nats-server shares the machine with everything that sends to it. Given all cores it wakes threads that then search
 * for work: a third more switches between threads, and time that the services lack. Waiting for the disk needs no core.
 */
const NATS_CORES = Math.max(1, Math.floor(availableParallelism() / 2));

/**
 * What nats-server read of its streams last it keeps in memory, and its runtime lets the heap grow to twice what is in
 * use before it collects. Half of that costs it some 4 % of its time, and keeps 280 MB of streams within 483 MB.
 */
const NATS_HEAP_GROWTH_PERCENT = 50;

const writeSecretly = async (file: string, text: string): Promise<void> => {
  await writeFile(file, text, { mode: 0o600 });
  await chmod(file, 0o600);
};

/** Writes `run/nats.conf` with every user's key and permissions, and says how to run nats-server with it. */
export const natsChild = async (home: Home, ports: Ports, program: ServerProgram): Promise<ChildPlan> => {
  await mkdir(home.run, { recursive: true });
  await mkdir(home.data.nats, { recursive: true, mode: 0o700 });
  const file = join(home.run, 'nats.conf');
  const users = await ensureBusSeeds(home);
  await writeSecretly(file, natsConfiguration({ port: ports.nats, storeFolder: home.data.nats, users }));
  return {
    name: 'nats-server',
    command: program.command,
    args: ['-c', file],
    env: { ...program.env, GOMAXPROCS: String(NATS_CORES), GOGC: String(NATS_HEAP_GROWTH_PERCENT) },
    // said once every stream is restored
    ready: { line: 'Server is ready' },
  };
};

const passwordIn = async (file: string): Promise<string> => {
  const existing = await readFile(file, 'utf8').catch(() => undefined);
  if (existing !== undefined) return existing.trim();
  const password = randomBytes(24).toString('hex');
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeOnce(file, `${password}\n`, 0o400);
  return password;
};

/**
 * Writes `run/redis.conf`, and says how to run redis-server with it and by which URL (it holds the password) to reach it.
 */
export const redisChild = async (
  home: Home,
  ports: Ports,
  program: ServerProgram,
): Promise<{ readonly plan: ChildPlan; readonly url: string }> => {
  await mkdir(home.run, { recursive: true });
  await mkdir(home.data.redis, { recursive: true, mode: 0o700 });
  const file = join(home.run, 'redis.conf');
  const password = await passwordIn(redisPasswordFileOf(home));
  const timersPassword = await passwordIn(timersPasswordFileOf(home));
  await writeSecretly(
    file,
    redisConfiguration({ port: ports.redis, folder: home.data.redis, password, timersPassword }),
  );
  return {
    plan: {
      name: 'redis-server',
      command: program.command,
      args: [file],
      env: program.env,
      ready: { line: 'Ready to accept connections' },
    },
    url: `redis://:${password}@127.0.0.1:${ports.redis}`,
  };
};
