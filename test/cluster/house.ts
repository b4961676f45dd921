/** Two of each service on a cluster of three nats-servers, in this process; each instance with data of its own. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registryChangeSigner } from '@dienstweg/certs/jws/registry-change.ts';
import { deliveryConfig } from '@dienstweg/delivery/config';
import { startDelivery } from '@dienstweg/delivery/service';
import { gatewayConfig } from '@dienstweg/gateway/config';
import { startGateway } from '@dienstweg/gateway/service';
import { type Bus, connectBus } from '@dienstweg/infra/bus/connect.ts';
import { request } from '@dienstweg/infra/bus/requests.ts';
import { ensureStreams } from '@dienstweg/infra/bus/streams.ts';
import { homeLayout } from '@dienstweg/infra/home.ts';
import type { Settings } from '@dienstweg/infra/settings.ts';
import {
  silentLog,
  startNatsCluster,
  startRedis,
  type TestNatsCluster,
  until,
} from '@dienstweg/infra/testing/servers.ts';
import { registryConfig } from '@dienstweg/registry/config';
import { startRegistry } from '@dienstweg/registry/service';
import { trackingConfig } from '@dienstweg/tracking/config';
import { startTracking } from '@dienstweg/tracking/service';
import { type Clients, openClients } from '../faults/world/clients.ts';
import { directoryOf } from '../faults/world/directory.ts';
import { issueKeys, type Keys } from '../faults/world/keys.ts';
import { writeMessageTypes } from '../faults/world/message-types.ts';
import { READERS } from '../faults/world/parties.ts';
import { pushPathOf, type Recipients, startRecipients } from '../faults/world/recipients.ts';

/** The house, running. */
export interface ClusterHouse extends AsyncDisposable {
  readonly cluster: TestNatsCluster;
  readonly keys: Keys;
  readonly recipients: Recipients;
  /** In turn to both gateways. */
  readonly clients: Clients;
  readonly bus: Bus;
}

const REPLICAS = 3;
const WITHIN_MS = 60_000;
const CONNECTIONS = 4;

const settled = <T>(read: Settings<T>): T => {
  if (!read.ok) throw new Error(read.mistakes.join('\n'));
  return read.settings;
};

/** Builds everything; resolves when both gateways take messages. */
export const openClusterHouse = async (): Promise<ClusterHouse> => {
  await using stack = new AsyncDisposableStack();
  const root = await mkdtemp(join(tmpdir(), 'dienstweg-cluster-'));
  stack.defer(() => rm(root, { recursive: true, force: true }));
  const home = homeLayout(join(root, 'home'));
  for (const folder of Object.values(home.data)) await mkdir(folder, { recursive: true });
  const messageTypes = join(root, 'message-types');
  await writeMessageTypes(messageTypes);
  const keys = await issueKeys(home);
  const node = keys.of.get(READERS[0]?.authority as never)?.tls;
  if (node === undefined) throw new Error('no reader has keys');
  const recipients = stack.use(await startRecipients(keys, node, { deduplicates: true }));

  const cluster = stack.use(await startNatsCluster());
  const redis = stack.use(await startRedis());
  const log = silentLog();
  const bus = stack.use(await connectBus({ url: cluster.url, user: 'installer', name: 'test', log }));
  await until('the cluster keeps three of each message', () =>
    ensureStreams(bus, { replicas: REPLICAS }).then(
      () => true,
      () => false,
    ),
  );

  const env = {
    DIENSTWEG_HOME: home.root,
    DIENSTWEG_NATS_URL: cluster.url,
    DIENSTWEG_REDIS_URL: redis.timersUrl,
    DIENSTWEG_EXAMINE_THREADS: '1',
  };
  const origins: string[] = [];
  const startInstance = async (n: number): Promise<void> => {
    const own = (name: string): string => join(root, `instance-${n}`, name);
    stack.use(await startRegistry({ ...settled(registryConfig(env)), opsPort: 0 }, log));
    const gateway = stack.use(
      await startGateway(
        {
          ...settled(gatewayConfig(env)),
          port: 0,
          opsPort: 0,
          messageTypeFolders: [messageTypes],
          indexFile: own('index.sqlite'),
          typesFolder: own('types'),
        },
        { log },
      ),
    );
    await gateway.indexed;
    origins.push(gateway.origin);
    stack.use(await startDelivery({ ...settled(deliveryConfig(env)), opsPort: 0 }, log));
    const { alarms: _, ...tracking } = settled(trackingConfig(env));
    await mkdir(own('tracking'), { recursive: true });
    stack.use(await startTracking({ ...tracking, opsPort: 0, databaseFile: own('tracking/view.sqlite') }, log));
  };
  await startInstance(1);
  await startInstance(2);

  const sign = registryChangeSigner(keys.registrar);
  const address = `https://127.0.0.1:${recipients.ports.honest}`;
  const change = sign(
    directoryOf(keys, (reader) => ({ url: `${address}${pushPathOf(reader)}`, tlsFingerprint: node.fingerprint })),
  );
  await until(
    'the directory is recorded',
    async () => (await request(bus, 'registryChange', { change })).ok,
    WITHIN_MS,
  );
  const clients = stack.use(openClients({ gateways: origins, keys, connections: CONNECTIONS, patienceMs: WITHIN_MS }));
  const running = stack.move();
  return { cluster, keys, recipients, clients, bus, [Symbol.asyncDispose]: () => running.disposeAsync() };
};
