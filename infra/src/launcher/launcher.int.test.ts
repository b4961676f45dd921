import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectBus } from '../bus/connect.ts';
import { readBusSeed } from '../bus/seed-file.ts';
import { ensureStreams } from '../bus/streams.ts';
import { type Home, homeLayout } from '../home.ts';
import { portsOf } from '../ports.ts';
import { natsChild, redisChild } from '../servers/children.ts';
import { provideServers } from '../servers/provide.ts';
import { freePort, silentLog, until } from '../testing/servers.ts';
import { StartError } from './child.ts';
import { startDetached, statusOf, takeDown } from './control.ts';
import { type Launcher, openLauncher } from './launcher.ts';
import { HomeInUseError } from './lock.ts';
import { markedChildren } from './marks.ts';
import { isRunning, markOf, type ProcessMark } from './pids.ts';
import type { ChildPlan } from './plan.ts';

const serviceNamed = async (home: Home, name: string) =>
  (await statusOf(home)).services.find((service) => service.name === name);

describe('the launcher', () => {
  let folder: string;
  let home: Home;
  let launcher: Launcher;
  let natsUrl: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dienstweg-launcher-'));
    home = homeLayout(folder);
    const [nats, redis] = await provideServers(['nats', 'redis'], { env: process.env });
    if (nats === undefined || redis === undefined) throw new Error('no servers');
    const ports = { ...portsOf(0), nats: await freePort(), redis: await freePort() };
    natsUrl = `nats://127.0.0.1:${ports.nats}`;
    launcher = await openLauncher(home);
    await launcher.start([await natsChild(home, ports, nats), (await redisChild(home, ports, redis)).plan]);
    await launcher.declareReady();
  });
  afterAll(async () => {
    await launcher[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  test('brings servers up that let users in by their keys, and shows them', async () => {
    const seed = await readBusSeed({ home, natsUrl }, 'installer');
    if (seed === undefined) throw new Error('no seed');
    const bus = await connectBus({ url: natsUrl, user: 'installer', seed, name: 'test', log: silentLog() });
    await ensureStreams(bus);
    await ensureStreams(bus);
    await bus[Symbol.asyncDispose]();
    await expect(connectBus({ url: natsUrl, user: 'installer', name: 'nobody', log: silentLog() })).rejects.toThrow(
      /authorization/i,
    );
    const status = await statusOf(home);
    expect(status).toMatchObject({ running: true, ready: true });
    expect(status.services.map(({ name }) => name)).toEqual(['launcher', 'nats-server', 'redis-server']);
    expect(status.services.every(({ memoryMb }) => memoryMb > 0 || process.platform !== 'linux')).toBe(true);
    expect((await stat(join(home.bus, 'installer.seed'))).mode & 0o777).toBe(0o400);
    expect((await stat(join(home.run, 'redis.conf'))).mode & 0o777).toBe(0o600);
  });

  test.each(['nats-server', 'redis-server'])('brings %s back within a second after kill -9', async (name) => {
    const before = await serviceNamed(home, name);
    if (before === undefined) throw new Error(`${name} is not shown`);
    process.kill(before.pid, 'SIGKILL');
    const killed = performance.now();
    await until(`${name} is back`, async () => {
      const now = await serviceNamed(home, name);
      return now?.ready === true && now.pid !== before.pid && now.restarts > before.restarts;
    });
    expect(performance.now() - killed).toBeLessThan(1_000);
  });

  test('refuses a home that is in use', async () => {
    await expect(openLauncher(home)).rejects.toThrow(HomeInUseError);
  });

  test('says with its last words why a child did not come up', async () => {
    const failing = launcher.start([
      {
        name: 'broken',
        command: process.execPath,
        args: ['-e', 'console.log("no licence to run"); process.exit(2)'],
        ready: { line: 'never' },
      },
    ]);
    await expect(failing).rejects.toThrow(StartError);
    await expect(failing).rejects.toThrow('no licence to run');
  });
});

const sleeperPlan: ChildPlan = {
  name: 'sleeper',
  command: process.execPath,
  args: ['-e', 'console.log("up"); setInterval(() => {}, 1e6)'],
  ready: { line: 'up' },
};

/** A home in which a process sleeps whose launcher was killed, after something else had happened to it. */
const abandonedHome = async (before?: (home: Home, sleeper: ProcessMark) => Promise<void>) => {
  const folder = await mkdtemp(join(tmpdir(), 'dienstweg-launcher-'));
  const home = homeLayout(folder);
  const script = `
    const { openLauncher } = await import(${JSON.stringify(new URL('./launcher.ts', import.meta.url).href)});
    const launcher = await openLauncher(${JSON.stringify(home)});
    await launcher.start([${JSON.stringify(sleeperPlan)}]);
    await launcher.declareReady();`;
  await startDetached(home, process.execPath, ['--input-type=module', '-e', script], process.env);
  const left = await serviceNamed(home, 'sleeper');
  const killed = await serviceNamed(home, 'launcher');
  if (left === undefined || killed === undefined) throw new Error('not running');
  const [sleeper, launcher] = [markOf(left.pid), markOf(killed.pid)];
  await before?.(home, sleeper);
  expect(isRunning(launcher)).toBe(true);
  process.kill(launcher.pid, 'SIGKILL');
  await until('the launcher is gone', () => !isRunning(launcher));
  return { home, sleeper, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
};

describe('a home whose launcher was killed', () => {
  test('is taken over, and what was left running is ended', async () => {
    await using abandoned = await abandonedHome();
    expect(isRunning(abandoned.sleeper)).toBe(true);
    const second = await openLauncher(abandoned.home);
    expect(isRunning(abandoned.sleeper)).toBe(false);
    await second[Symbol.asyncDispose]();
  });

  test('shows what runs on without it, and is taken down with it', async () => {
    await using abandoned = await abandonedHome();
    const { home, sleeper } = abandoned;
    expect(await statusOf(home)).toMatchObject({
      running: false,
      ready: false,
      services: [{ name: 'sleeper', pid: sleeper.pid }],
    });
    expect(await takeDown(home)).toBe(true);
    expect(isRunning(sleeper)).toBe(false);
    expect(await statusOf(home)).toMatchObject({ running: false, services: [] });
    expect(await takeDown(home)).toBe(false);
  });
});

/** A home whose state cannot be written any more, as on a full disk; the sleeper was started again since. */
const homeThatTakesNoState = async (home: Home, sleeper: ProcessMark) => {
  await mkdir(join(home.run, 'state.json.new'));
  process.kill(sleeper.pid, 'SIGKILL');
  const startedAgain = async () => (await markedChildren(home)).find(({ pid }) => pid !== sleeper.pid);
  await until('the sleeper is started again', async () => (await startedAgain()) !== undefined);
  const again = await startedAgain();
  if (again === undefined) throw new Error('the sleeper is gone');
  return again;
};

describe('a home that takes no state', () => {
  test('goes on being supervised, is told once, and has its state as soon as that can be written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dienstweg-launcher-'));
    const home = homeLayout(folder);
    const told: string[] = [];
    const launcher = await openLauncher(home, (line) => told.push(line));
    await launcher.start([sleeperPlan]);
    const [before] = launcher.children();
    if (before === undefined) throw new Error('no sleeper');
    const again = await homeThatTakesNoState(home, before);
    await until('the sleeper is ready again', () => launcher.children().every(({ ready }) => ready));
    expect(told).toEqual([expect.stringContaining('cannot be written')]);
    await rm(join(home.run, 'state.json.new'), { recursive: true });
    await until('the state is written', async () => (await serviceNamed(home, 'sleeper'))?.pid === again.pid);
    await launcher[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  test('is taken down with what its killed launcher could not write down', async () => {
    await using abandoned = await abandonedHome(async (home, sleeper) => {
      await homeThatTakesNoState(home, sleeper);
    });
    const { home, sleeper } = abandoned;
    expect(isRunning(sleeper)).toBe(false);
    const [left] = (await statusOf(home)).services;
    if (left === undefined) throw new Error('nobody is found');
    expect(left.name).toBe('sleeper');
    const found = markOf(left.pid);
    expect(await takeDown(home)).toBe(true);
    expect(isRunning(found)).toBe(false);
    expect((await statusOf(home)).services).toEqual([]);
  });
});

test('a process that could not be started is nobody', () => {
  expect(isRunning({ pid: 0, began: 0 })).toBe(false);
});
