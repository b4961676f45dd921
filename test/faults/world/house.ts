/** The real system as separate processes, every line between two of them breakable. */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { registryChangeSigner } from '@dienstweg/certs/jws/registry-change.ts';
import type { IssuedLeafWithKey } from '@dienstweg/certs/pki/issue.ts';
import { type Bus, connectBus } from '@dienstweg/infra/bus/connect.ts';
import { request } from '@dienstweg/infra/bus/requests.ts';
import { ensureStreams } from '@dienstweg/infra/bus/streams.ts';
import { type Home, homeLayout, redisPasswordFileOf, seedFileOf } from '@dienstweg/infra/home.ts';
import { natsChild, redisChild } from '@dienstweg/infra/servers/children.ts';
import { natsGreeting } from '@dienstweg/infra/servers/greeting.ts';
import { provideServers } from '@dienstweg/infra/servers/provide.ts';
import { freePort, silentLog, until } from '@dienstweg/infra/testing/servers.ts';
import type { BusUser } from '@dienstweg/schemas/bus/permissions.ts';
import type { RegistryChange } from '@dienstweg/schemas/directory/change/changes.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Broken, ProcessPlan, ServiceName } from '../processes/orders.ts';
import { directoryOf } from './directory.ts';
import { issueKeys, type Keys } from './keys.ts';
import { writeMessageTypes } from './message-types.ts';
import { READERS } from './parties.ts';
import { type FaultyProcess, runProcess } from './process.ts';
import { type Line, openLine } from './proxy.ts';
import { pushPathOf, type Recipients, startRecipients } from './recipients.ts';
import { askRedis } from './redis.ts';

/** How the house is to be. */
export interface HouseOptions {
  readonly broken?: Broken | 'recipient';
  readonly gateways: number;
  /**
   * How long the delivery service goes on before a dead letter; its pauses are then short, so that a run sees all of it.
   * Absent: everything as the product has it.
   */
  readonly giveUpAfterMs?: number;
  readonly tell: (line: string) => void;
}

/** The system, running. */
export interface House extends AsyncDisposable {
  readonly home: Home;
  readonly keys: Keys;
  /** Certificate of the node that all honest readers share. */
  readonly node: IssuedLeafWithKey;
  readonly processes: ReadonlyMap<string, FaultyProcess>;
  readonly lines: readonly Line[];
  readonly recipients: Recipients;
  /** Origins of the gateways, behind their lines. */
  readonly gateways: readonly string[];
  /** Past the broken lines, as the driver needs it. */
  bus(user: BusUser): Promise<Bus>;
  redis(...commands: readonly string[]): Promise<string>;
  /** Records a change, repeated until it is answered. Resolves with the edition. */
  record(change: RegistryChange): Promise<number>;
}

const MAIN = fileURLToPath(new URL('../processes/main.ts', import.meta.url));
const RECORD_WITHIN_MS = 180_000;

const hurry = (giveUpAfterMs: number): NonNullable<ProcessPlan['hurry']> => ({
  retry: {
    firstPausesMs: [200, 500, 1_000],
    longestPauseMs: 2_000,
    atMostMs: giveUpAfterMs,
    longestRetryAfterMs: 5_000,
  },
  circuit: { firstOpeningMs: 500, longestOpeningMs: 2_000 },
  reconcileEveryMs: 3_000,
  ackWaitMs: 8_000,
});

const listens = (port: number, password: string): Promise<boolean> =>
  askRedis({ port, password }, ['PING']).then(
    (answer) => answer.includes('PONG'),
    () => false,
  );

/** Builds everything and resolves when all of it is ready and the directory is recorded. */
export const openHouse = async (options: HouseOptions): Promise<House> => {
  await using stack = new AsyncDisposableStack();
  const root = await mkdtemp(join(tmpdir(), 'dienstweg-faults-'));
  stack.defer(() => rm(root, { recursive: true, force: true }));
  const home = homeLayout(join(root, 'home'));
  for (const folder of [...Object.values(home.data), home.logs, home.run, home.bus])
    await mkdir(folder, { recursive: true, mode: 0o700 });
  const messageTypes = join(root, 'message-types');
  await writeMessageTypes(messageTypes);
  options.tell('issuing keys');
  const keys = await issueKeys(home);
  const node = keys.of.get(READERS[0]?.authority ?? ('' as AuthorityId))?.tls;
  if (node === undefined) throw new Error('no reader has keys');
  const recipients = stack.use(await startRecipients(keys, node, { deduplicates: options.broken !== 'recipient' }));
  const processes = new Map<string, FaultyProcess>();
  const lines: Line[] = [];
  const line = async (name: string, port: number): Promise<number> => {
    const opened = stack.use(await openLine(name, port));
    lines.push(opened);
    return opened.port;
  };

  // The servers.
  const ports = { nats: await freePort(), redis: await freePort() };
  const programs = await provideServers(['nats', 'redis'], { env: process.env });
  const programOf = (kind: 'nats' | 'redis') => {
    const found = programs.find((program) => program.kind === kind);
    if (found === undefined) throw new Error(`no ${kind} server`);
    return found;
  };
  const unused = { gateway: 0, gatewayOps: 0, deliveryOps: 0, registryOps: 0, trackingOps: 0 };
  const allPorts = { ...ports, ...unused, sandbox: 0, sandboxOps: 0, console: 0, consoleOps: 0, benchRecipient: 0 };
  const nats = await natsChild(home, allPorts, programOf('nats'));
  const { plan: redis } = await redisChild(home, allPorts, programOf('redis'));
  const password = (await readFile(redisPasswordFileOf(home), 'utf8')).trim();
  const start = async (
    name: string,
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    answers?: () => Promise<boolean>,
  ): Promise<void> => {
    const logFile = join(home.logs, `${name}.log`);
    const needs = { name, command, args, env, logFile, ...(answers === undefined ? {} : { answers }) };
    processes.set(name, stack.use(await runProcess(needs)));
  };
  await Promise.all([
    start(
      'nats-server',
      nats.command,
      nats.args,
      nats.env ?? {},
      async () => (await natsGreeting(ports.nats)) !== undefined,
    ),
    start('redis-server', redis.command, redis.args, redis.env ?? {}, () => listens(ports.redis, password)),
  ]);
  const bus = async (user: BusUser): Promise<Bus> =>
    connectBus({
      url: `nats://127.0.0.1:${ports.nats}`,
      user,
      seed: await readFile(seedFileOf(home, user), 'utf8'),
      name: `faults-${user}`,
      log: silentLog(),
    });
  {
    await using installer = await bus('installer');
    await ensureStreams(installer);
  }

  // The services.
  options.tell('starting services');
  const gateways: string[] = [];
  const broken = options.broken === 'recipient' ? undefined : options.broken;
  const redisLine = await line('delivery – redis-server', ports.redis);
  const startService = async (name: string, service: ServiceName, more: Partial<ProcessPlan> = {}): Promise<void> => {
    const natsLine = await line(`${name} – nats-server`, ports.nats);
    const plan: ProcessPlan = {
      service,
      natsUrl: `nats://127.0.0.1:${natsLine}`,
      redisUrl: `redis://127.0.0.1:${redisLine}`,
      ports: { ops: await freePort() },
      ...(options.giveUpAfterMs === undefined ? {} : { hurry: hurry(options.giveUpAfterMs) }),
      messageTypes,
      ...(broken === undefined ? {} : { broken }),
      ...more,
    };
    const env = { DIENSTWEG_HOME: home.root, DIENSTWEG_FAULTS: JSON.stringify(plan) };
    await start(name, process.execPath, ['--max-semi-space-size=8', MAIN], env);
  };
  const startGateway = async (index: number): Promise<void> => {
    const port = await freePort();
    gateways.push(`https://127.0.0.1:${await line(`client – gateway-${index}`, port)}`);
    const indexFile = join(home.data.gateway, `index-${index}.sqlite`);
    await startService(`gateway-${index}`, 'gateway', { ports: { service: port, ops: await freePort() }, indexFile });
  };
  const started = await Promise.allSettled([
    startService('registry', 'registry'),
    startService('delivery', 'delivery'),
    startService('tracking', 'tracking'),
    ...Array.from({ length: options.gateways }, (_, index) => startGateway(index + 1)),
  ]);
  // Only now: whatever could be started is put down with the house.
  const failed = started.find((start) => start.status === 'rejected');
  if (failed !== undefined) throw failed.reason;

  // The directory.
  const operator = stack.use(await bus('operator'));
  const sign = registryChangeSigner({
    privateKeyPem: keys.registrar.privateKeyPem,
    chainPem: keys.registrar.chainPem,
  });
  const record: House['record'] = async (change) => {
    let edition = 0;
    const why = new Map<string, number>();
    await until(
      'the change is recorded',
      async () => {
        const reply = await request(operator, 'registryChange', { change: sign(change) }, { timeoutMs: 2_000 });
        if (reply.ok) edition = reply.value.edition;
        else if (!reply.problem.retryable) throw new Error(`${reply.problem.code}: ${reply.problem.detail}`);
        else why.set(reply.problem.detail, (why.get(reply.problem.detail) ?? 0) + 1);
        return reply.ok;
      },
      RECORD_WITHIN_MS,
    ).catch((cause) => {
      const answers = [...why].map(([detail, times]) => `${times} × ${detail}`).join('; ');
      throw new Error(`${change.id} was not recorded: ${answers}`, { cause });
    });
    return edition;
  };
  const recipientLine = await line('delivery – recipients', recipients.ports.honest);
  await record(
    directoryOf(keys, (reader) => {
      const behaviour = READERS.find(({ authority }) => authority === reader)?.behaviour;
      if (behaviour === 'mailbox') return undefined;
      const port = behaviour === 'impostor' ? recipients.ports.impostor : recipientLine;
      return { url: `https://127.0.0.1:${port}${pushPathOf(reader)}`, tlsFingerprint: node.fingerprint };
    }),
  );
  const running = stack.move();
  return {
    home,
    keys,
    node,
    processes,
    lines,
    recipients,
    gateways,
    bus,
    redis: (...commands) => askRedis({ port: ports.redis, password }, commands),
    record,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
};
