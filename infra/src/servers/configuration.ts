/** Configuration files of the servers that we start ourselves: loopback only, nothing acknowledged before it is on disk. */
import { type BusUser, permissionsOf } from '@dienstweg/schemas/bus/permissions.ts';
import { MAX_PAYLOAD_BYTES } from '@dienstweg/schemas/bus/streams.ts';

/** A nats-server of ours. */
export interface NatsPlan {
  readonly port: number;
  /** Where its monitoring pages are shown to everybody on this machine; without it they are not. */
  readonly monitorPort?: number;
  readonly storeFolder: string;
  /** Users with their public nkeys; without any, everybody on this machine may do everything. */
  readonly users?: readonly { readonly user: BusUser; readonly publicKey: string }[];
  /** With others of its kind; alone, it is on disk before anything is acknowledged. */
  readonly cluster?: NatsClusterPlan;
}

/** One server of a cluster on loopback. */
export interface NatsClusterPlan {
  /** This server's own name in it. */
  readonly name: string;
  readonly port: number;
  /** Ports of all servers of the cluster. */
  readonly ports: readonly number[];
}

const quote = (text: string): string => JSON.stringify(text);

const ruleOf = ({ allow, deny }: { readonly allow: readonly string[]; readonly deny: readonly string[] }): string => {
  const list = (subjects: readonly string[]): string => `[${subjects.map(quote).join(', ')}]`;
  return `{ allow: ${list(allow)}${deny.length === 0 ? '' : `, deny: ${list(deny)}`} }`;
};

const userLine = (user: BusUser, publicKey: string): string => {
  const { publish, subscribe } = permissionsOf(user);
  return `  { nkey: ${publicKey}, permissions: { publish: ${ruleOf(publish)}, subscribe: ${ruleOf(subscribe)} } }`;
};

const clusterLines = ({ port, ports }: NatsClusterPlan): readonly string[] => [
  'cluster {',
  '  name: dienstweg',
  `  listen: 127.0.0.1:${port}`,
  `  routes: [${ports.map((each) => quote(`nats-route://127.0.0.1:${each}`)).join(', ')}]`,
  '}',
];

/** Text of `nats.conf`. */
export const natsConfiguration = ({ port, monitorPort, storeFolder, users = [], cluster }: NatsPlan): string =>
  [
    `server_name: ${cluster?.name ?? 'dienstweg'}`,
    `listen: 127.0.0.1:${port}`,
    ...(monitorPort === undefined ? [] : [`http: 127.0.0.1:${monitorPort}`]),
    `max_payload: ${MAX_PAYLOAD_BYTES}`,
    'max_pending: 128MB',
    'write_deadline: "10s"',
    'jetstream {',
    `  store_dir: ${quote(storeFolder)}`,
    '  # acknowledged means on disk',
    '  sync_interval: always',
    '}',
    ...(cluster === undefined ? [] : clusterLines(cluster)),
    ...(users.length === 0
      ? []
      : ['authorization {', ' users = [', ...users.map(({ user, publicKey }) => userLine(user, publicKey)), ' ]', '}']),
    '',
  ].join('\n');

/** A redis-server of ours. */
export interface RedisPlan {
  readonly port: number;
  readonly folder: string;
  /** Letters and digits; of whoever may do everything, which is no service. */
  readonly password: string;
  /** Letters and digits; of {@link TIMERS_USER}. */
  readonly timersPassword: string;
}

/** Whose the timers are: may touch nothing else, and neither wipe nor set up the server. */
export const TIMERS_USER = 'delivery';

/** BullMQ's keys, and all its commands; `INFO` tells it whether keys may be thrown away. */
const TIMERS_MAY = '~bull:* resetchannels +@all -@admin -@dangerous -function -script|flush +info';

/** Text of `redis.conf`. Holds the password: mode 0600. */
export const redisConfiguration = ({ port, folder, password, timersPassword }: RedisPlan): string =>
  [
    'bind 127.0.0.1',
    `port ${port}`,
    'protected-mode yes',
    'daemonize no',
    '# a title would be written over the marks by which the launcher finds its children',
    'set-proc-title no',
    `dir ${quote(folder)}`,
    `requirepass ${password}`,
    `user ${TIMERS_USER} on >${timersPassword} ${TIMERS_MAY}`,
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    '# timers are never thrown away to make room',
    'maxmemory-policy noeviction',
    'databases 1',
    '',
  ].join('\n');
