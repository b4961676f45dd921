/** What the gateway needs to know, from the environment. */
import { availableParallelism } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { publishedTypesOf, seedFileOf } from '@dienstweg/infra/home.ts';
import { type Environment, readCommon, readSettings, readTracing, type Settings } from '@dienstweg/infra/settings.ts';
import type { TracingConfig } from '@dienstweg/infra/trace.ts';
import { MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';
import type { PoolLimits } from './examine/pool.ts';
import type { QuotaLimits } from './receive/quota.ts';

/** A certificate with its chain, and its key, as PEM files. */
export interface KeyFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Configuration of the gateway. */
export interface GatewayConfig {
  /** Name of the node: in receipts, events, and the subject of its events. */
  readonly node: string;
  readonly natsUrl: string;
  /** Where this process's seed for the bus stands; without the file it connects as the URL says. */
  readonly seedFile: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly opsPort: number;
  readonly tls: KeyFiles;
  readonly receipt: KeyFiles;
  readonly trustFolder: string;
  /** The SQLite file of the index; deleted, it is rebuilt. */
  readonly indexFile: string;
  /** Its files of open data are served to everybody; absent: none are. */
  readonly openDataFolder?: string;
  /** Absent: no traces are made. */
  readonly tracing?: TracingConfig;
  /** Message types that come with the product. */
  readonly messageTypeFolders: readonly string[];
  /** Where published ones are unpacked; deleted, it is made again. */
  readonly typesFolder: string;
  /** Of a whole document handed in. */
  readonly limitBytes: number;
  readonly requestTimeoutMs: number;
  readonly pool: PoolLimits;
  readonly quota: QuotaLimits;
  /** Octets of all bodies being received or examined at once; beyond, 503. */
  readonly bodiesBytes: number;
  /** Where the message store lies, if on this machine: with less than the reserve free, 503. */
  readonly storeFolder?: string;
  readonly diskReserveBytes: number;
  /** Refusals a minute, recorded and explained, for each address and certificate that the registry does not know. */
  readonly strangersPerMinute: number;
}

/** Limits where nothing else is stated; generous, so that only runaways meet them. */
export const DEFAULT_LIMITS = {
  limitBytes: 1024 * 1024,
  requestTimeoutMs: 30_000,
  pool: { timeLimitMs: 5_000, memoryLimitMb: 256, queueLength: 2_000 },
  quota: {
    messagesPerMinute: 600_000,
    bytesPerMinute: 6 * 1024 ** 3,
    concurrentSubmissions: 1_000,
    openMessages: 1_000_000,
    questionsPerMinute: 6_000,
  },
  /** Of all bodies being received or examined. */
  bodiesBytes: 256 * 1024 ** 2,
  diskReserveBytes: 200_000_000,
  strangersPerMinute: 60,
} as const;

/** Reads the configuration, or says everything that is wrong with it. */
export const gatewayConfig = (env: Environment): Settings<GatewayConfig> =>
  readSettings(env, (reader) => {
    const { home, ports, natsUrl, natsGiven } = readCommon(reader);
    const ofNode = (name: string): KeyFiles => ({
      certificateFile: join(home.nodes, 'gateway', `${name}.pem`),
      keyFile: join(home.nodes, 'gateway', `${name}.key`),
    });
    const count = (name: string, fallback: number): number => reader.integer(name, { fallback, min: 1 });
    const { pool, quota } = DEFAULT_LIMITS;
    const openData = reader.optional('DIENSTWEG_OPEN_DATA_DIR');
    return {
      node: 'gateway',
      natsUrl,
      seedFile: seedFileOf(home, 'gateway'),
      host: reader.text('DIENSTWEG_GATEWAY_HOST', '127.0.0.1'),
      port: ports.gateway,
      opsPort: ports.gatewayOps,
      tls: ofNode('tls'),
      receipt: ofNode('receipt'),
      trustFolder: home.trust.root,
      indexFile: join(home.data.gateway, 'index.sqlite'),
      ...readTracing(reader),
      ...(openData === undefined ? {} : { openDataFolder: resolve(openData) }),
      messageTypeFolders: [
        MESSAGE_TYPES_FOLDER,
        ...(reader.optional('DIENSTWEG_MESSAGE_TYPE_FOLDERS')?.split(delimiter) ?? []),
      ],
      typesFolder: publishedTypesOf(home),
      limitBytes: count('DIENSTWEG_MESSAGE_LIMIT_BYTES', DEFAULT_LIMITS.limitBytes),
      requestTimeoutMs: count('DIENSTWEG_REQUEST_TIMEOUT_MS', DEFAULT_LIMITS.requestTimeoutMs),
      pool: {
        threads: count('DIENSTWEG_EXAMINE_THREADS', availableParallelism()),
        timeLimitMs: count('DIENSTWEG_EXAMINE_LIMIT_MS', pool.timeLimitMs),
        memoryLimitMb: count('DIENSTWEG_EXAMINE_MEMORY_MB', pool.memoryLimitMb),
        queueLength: count('DIENSTWEG_EXAMINE_QUEUE', pool.queueLength),
      },
      quota: {
        messagesPerMinute: count('DIENSTWEG_QUOTA_MESSAGES_PER_MINUTE', quota.messagesPerMinute),
        bytesPerMinute: count('DIENSTWEG_QUOTA_BYTES_PER_MINUTE', quota.bytesPerMinute),
        concurrentSubmissions: count('DIENSTWEG_QUOTA_CONCURRENT', quota.concurrentSubmissions),
        openMessages: count('DIENSTWEG_QUOTA_OPEN_MESSAGES', quota.openMessages),
        questionsPerMinute: count('DIENSTWEG_QUOTA_QUESTIONS_PER_MINUTE', quota.questionsPerMinute),
      },
      bodiesBytes: count('DIENSTWEG_BODIES_BYTES', DEFAULT_LIMITS.bodiesBytes),
      ...(natsGiven ? {} : { storeFolder: home.data.nats }),
      diskReserveBytes: count('DIENSTWEG_DISK_RESERVE_BYTES', DEFAULT_LIMITS.diskReserveBytes),
      strangersPerMinute: count('DIENSTWEG_STRANGERS_PER_MINUTE', DEFAULT_LIMITS.strangersPerMinute),
    };
  });
