/** Real servers for tests: on free ports, in temporary folders, as durable as in earnest. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, connect as tcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BUS_USERS, type BusUser } from '@dienstweg/schemas/bus/permissions.ts';
import { type Bus, connectBus } from '../bus/connect.ts';
import { createBusKey } from '../bus/seeds.ts';
import { ensureStreams } from '../bus/streams.ts';
import { createLog, type Log } from '../log.ts';
import { type NatsClusterPlan, natsConfiguration, redisConfiguration, TIMERS_USER } from '../servers/configuration.ts';
import type { ServerProgram } from '../servers/find.ts';
import type { ServerKind } from '../servers/kinds.ts';
import { provideServers } from '../servers/provide.ts';
import { numberOfOwn } from './ports.ts';

/** A server that a test may kill and bring back on the same port with the same data. */
export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly folder: string;
  /** Kills it without warning; resolves when it is gone. */
  kill9(): Promise<void>;
  /** Starts it again; resolves when it answers. */
  restart(): Promise<void>;
}

export interface TestRedis extends TestServer {
  /** With the password of the user that may touch timers alone. */
  readonly timersUrl: string;
}

export interface TestNats extends TestServer {
  readonly monitorUrl: string;
  /** Seed of a user, where it was started with users. */
  seedOf(user: BusUser): string;
}

/** Below what the system gives to outgoing connections, one of which might else have a port before its server does. */
const PORTS = { from: 11_000, until: 20_000 } as const;
/** Given to a server that may not listen yet. */
const given = new Set<number>();

/** A port nobody listens on right now, and no outgoing connection will be given. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = numberOfOwn(PORTS);
    if (given.has(port)) continue;
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    given.add(port);
    return port;
  }
};

/** Looks often at first, then ever more rarely: what takes long is often asked by a process of its own. */
const nextLookMs = (waitedMs: number): number => Math.min(10 + waitedMs / 20, 250);

/** Waits until a condition holds. @throws after `timeoutMs` (default 15 s), saying what was waited for. */
export const until = async (
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 15_000,
): Promise<void> => {
  const begun = performance.now();
  while (!(await condition())) {
    const waitedMs = performance.now() - begun;
    if (waitedMs > timeoutMs) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await delay(nextLookMs(waitedMs));
  }
};

/** A log that says nothing, for tests. */
export const silentLog = (): Log => createLog('test', undefined, 'silent');

const programOf = async (kind: ServerKind): Promise<ServerProgram> => {
  const [program] = await provideServers([kind], { env: process.env });
  if (program === undefined) throw new Error(`no ${kind} server`);
  return program;
};

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = tcp(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** A start waits for the disk, which other tests may keep busy. */
const START_MS = 45_000;

/** It ended at once: most often because somebody else took its port before it did. */
class EndedEarly extends Error {}

const TRIES = 3;

/** Starts on a free port, or on another one where that was taken meanwhile. */
const onFreePorts = async <T>(start: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries++) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof EndedEarly) || tries === TRIES) throw error;
    }
  }
};

const supervise = async (
  program: ServerProgram,
  args: readonly string[],
  ready: () => Promise<boolean>,
): Promise<Pick<TestServer, 'kill9' | 'restart'> & { stop(): Promise<void> }> => {
  let child: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  const begin = async (): Promise<void> => {
    const begun = spawn(program.command, args, { env: { ...process.env, ...program.env }, stdio: 'ignore' });
    child = begun;
    const answers = async (): Promise<boolean> => {
      const { exitCode, signalCode } = begun;
      if (exitCode !== null || signalCode !== null)
        throw new EndedEarly(`${program.kind} ended before it answered: ${exitCode ?? signalCode}`);
      return await ready();
    };
    await until(`${program.kind} answers`, answers, START_MS);
  };
  await begin();
  return { kill9: () => end('SIGKILL'), restart: begin, stop: () => end('SIGKILL') };
};

interface NatsOptions {
  readonly folder?: string;
  readonly users?: boolean;
  readonly cluster?: NatsClusterPlan;
}

/**
 * A nats-server with `sync_interval: always`. With `users: true` it knows the users of the house and their permissions;
 * without, everybody may do everything.
 */
export const startNats = (options: NatsOptions = {}): Promise<TestNats> => onFreePorts(() => startNatsOnce(options));

const startNatsOnce = async (options: NatsOptions): Promise<TestNats> => {
  const program = await programOf('nats');
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'dienstweg-nats-')));
  const [port, monitorPort] = [await freePort(), await freePort()];
  const keys = new Map(options.users === true ? BUS_USERS.map((user) => [user, createBusKey()] as const) : []);
  const file = join(folder, 'nats.conf');
  const users = [...keys].map(([user, { publicKey }]) => ({ user, publicKey }));
  const { cluster } = options;
  const plan = { port, monitorPort, storeFolder: join(folder, 'store'), users };
  await writeFile(file, natsConfiguration(cluster === undefined ? plan : { ...plan, cluster }));
  const monitorUrl = `http://127.0.0.1:${monitorPort}`;
  const { stop, ...running } = await supervise(program, ['-c', file], () =>
    fetch(`${monitorUrl}/healthz`).then(
      async (response) => {
        await response.arrayBuffer();
        return response.ok;
      },
      () => false,
    ),
  );
  return {
    ...running,
    url: `nats://127.0.0.1:${port}`,
    monitorUrl,
    port,
    folder,
    seedOf: (user) => {
      const key = keys.get(user);
      if (key === undefined) throw new Error('started without users');
      return key.seed;
    },
    [Symbol.asyncDispose]: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Servers of one cluster, each of which may be killed and brought back. */
export interface TestNatsCluster extends AsyncDisposable {
  /** All of them, as processes are told. */
  readonly url: string;
  /** By the name under which the cluster knows it. */
  node(name: string): TestNats;
}

/** A cluster of three; resolves when it has a leader. Everybody may do everything. */
export const startNatsCluster = async (): Promise<TestNatsCluster> => {
  const ports = [await freePort(), await freePort(), await freePort()];
  const started = await Promise.allSettled(
    ports.map(async (port, n) => {
      const name = `node-${n + 1}`;
      return [name, await startNats({ cluster: { name, port, ports } })] as const;
    }),
  );
  const nodes = new Map(started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
  const stop = async (): Promise<void> => {
    await Promise.all([...nodes.values()].map((node) => node[Symbol.asyncDispose]()));
  };
  const failed = started.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  return {
    url: [...nodes.values()].map(({ url }) => url).join(','),
    node: (name) => {
      const node = nodes.get(name);
      if (node === undefined) throw new Error(`no server ${name}`);
      return node;
    },
    [Symbol.asyncDispose]: stop,
  };
};

/** A redis-server with append-only file and `noeviction`; the URLs hold the passwords. */
export const startRedis = (options: { readonly folder?: string } = {}): Promise<TestRedis> =>
  onFreePorts(() => startRedisOnce(options));

const startRedisOnce = async (options: { readonly folder?: string }): Promise<TestRedis> => {
  const program = await programOf('redis');
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'dienstweg-redis-')));
  const port = await freePort();
  const [password, timersPassword] = [randomBytes(12).toString('hex'), randomBytes(12).toString('hex')];
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  const file = join(folder, 'redis.conf');
  await writeFile(file, redisConfiguration({ port, folder: data, password, timersPassword }), { mode: 0o600 });
  const { stop, ...running } = await supervise(program, [file], () => listens(port));
  return {
    ...running,
    url: `redis://:${password}@127.0.0.1:${port}`,
    timersUrl: `redis://${TIMERS_USER}:${timersPassword}@127.0.0.1:${port}`,
    port,
    folder,
    [Symbol.asyncDispose]: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** A connection to a test's server on which all streams stand ready. With users, as `user` (default `installer`). */
export const connectTestBus = async (
  nats: Pick<TestNats, 'url'> & Partial<TestNats>,
  options: { readonly user?: BusUser; readonly withUsers?: boolean } = {},
): Promise<Bus> => {
  const connectAs = (user: BusUser): Promise<Bus> =>
    connectBus({
      url: nats.url,
      user,
      name: `test-${user}`,
      log: silentLog(),
      ...(options.withUsers === true && nats.seedOf !== undefined ? { seed: nats.seedOf(user) } : {}),
    });
  const installer = await connectAs('installer');
  await ensureStreams(installer);
  if (options.user === undefined || options.user === 'installer') return installer;
  await installer[Symbol.asyncDispose]();
  return connectAs(options.user);
};
