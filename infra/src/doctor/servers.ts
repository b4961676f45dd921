/** What is wrong with the servers: versions, durability, what Redis does when it is full. */
import { Redis } from 'ioredis';
import type { Finding } from '../ops-server.ts';
import { natsGreeting } from '../servers/greeting.ts';
import { isVersionAtLeast, MINIMUM_NATS_VERSION, MINIMUM_REDIS_VERSION } from '../servers/versions.ts';
import type { CommonSettings } from '../settings.ts';

const finding = (severity: Finding['severity'], code: string, text: string, remedy: string): Finding => ({
  code,
  severity,
  text,
  remedy,
});

/** The part of nats-server's `/varz` that is read here. */
interface Varz {
  readonly version: string;
  readonly jetstream?: { readonly config?: { readonly sync_always?: boolean; readonly store_dir?: string } };
}

const versionFindings = (version: string): readonly Finding[] =>
  isVersionAtLeast(version, MINIMUM_NATS_VERSION)
    ? []
    : [
        finding(
          'error',
          'nats-too-old',
          `nats-server is version ${version}.`,
          `Use nats-server ${MINIMUM_NATS_VERSION} or newer; older ones acknowledge what is not on disk.`,
        ),
      ];

const WITHOUT_JETSTREAM = finding(
  'error',
  'nats-without-jetstream',
  'nats-server runs without JetStream.',
  'Switch JetStream on.',
);

const NOT_DURABLE = finding(
  'error',
  'nats-not-durable',
  'nats-server acknowledges messages before they are on disk.',
  'Set "sync_interval: always" in its jetstream block; if durability comes from three replicas, state DIENSTWEG_NATS_DURABLE=yes.',
);

/** What `/varz` says of version, JetStream and durability. Pure. */
export const judgeNats = ({ version, jetstream }: Varz, statedDurable: boolean): readonly Finding[] => {
  const store = jetstream?.config;
  if (store?.store_dir === undefined) return [...versionFindings(version), WITHOUT_JETSTREAM];
  return [...versionFindings(version), ...(store.sync_always === true || statedDurable ? [] : [NOT_DURABLE])];
};

const unreachable = (text: string, remedy: string): readonly Finding[] => [
  finding('error', 'nats-unreachable', text, remedy),
];

/** Our own server shows no monitoring pages; that it writes before it acknowledges stands in the file we start it with. */
const ownNatsFindings = async (port: number): Promise<readonly Finding[]> => {
  const greeting = await natsGreeting(port);
  if (greeting === undefined)
    return unreachable('nats-server does not answer.', 'Start the system with "dienstweg up".');
  return [...versionFindings(greeting.version), ...(greeting.jetstream ? [] : [WITHOUT_JETSTREAM])];
};

/**
 * Looks at our own NATS server, or at the monitoring port of a given one; without that a given one is believed only on
 * DIENSTWEG_NATS_DURABLE=yes.
 */
export const natsFindings = async (
  settings: Pick<CommonSettings, 'natsGiven' | 'natsMonitorUrl' | 'natsDurable' | 'ports'>,
): Promise<readonly Finding[]> => {
  if (!settings.natsGiven) return ownNatsFindings(settings.ports.nats);
  const url = settings.natsMonitorUrl;
  if (url === undefined)
    return settings.natsDurable
      ? []
      : [
          finding(
            'error',
            'nats-durability-unknown',
            'Whether the given NATS server writes to disk before it acknowledges cannot be seen.',
            'Give its monitoring address by DIENSTWEG_NATS_MONITOR_URL, or state DIENSTWEG_NATS_DURABLE=yes.',
          ),
        ];
  try {
    const response = await fetch(new URL('/varz', url), { signal: AbortSignal.timeout(3_000) });
    return judgeNats((await response.json()) as Varz, settings.natsDurable);
  } catch {
    return unreachable('The monitoring port of nats-server does not answer.', 'Check DIENSTWEG_NATS_MONITOR_URL.');
  }
};

/** What Redis's own report and settings say. Pure. */
export const judgeRedis = (facts: {
  readonly version: string;
  readonly policy: string;
  readonly appendOnly: string;
}): readonly Finding[] => {
  const findings: Finding[] = [];
  if (!isVersionAtLeast(facts.version, MINIMUM_REDIS_VERSION))
    findings.push(
      finding(
        'error',
        'redis-too-old',
        `Redis is version ${facts.version}.`,
        `Use Redis or Valkey ${MINIMUM_REDIS_VERSION} or newer.`,
      ),
    );
  if (facts.policy !== 'noeviction')
    findings.push(
      finding(
        'error',
        'redis-evicts',
        `Redis throws keys away when memory is short (maxmemory-policy ${facts.policy}).`,
        'Set "maxmemory-policy noeviction".',
      ),
    );
  if (facts.appendOnly !== 'yes')
    findings.push(
      finding(
        'warning',
        'redis-not-persistent',
        'Redis keeps no append-only file: after its restart retries come late.',
        'Set "appendonly yes".',
      ),
    );
  return findings;
};

/** Asks a Redis or Valkey server. */
export const redisFindings = async (redisUrl: string): Promise<readonly Finding[]> => {
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: 3_000,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    // all of it from INFO: CONFIG tells passwords as well, and a user of least privilege may not ask it
    const info = await redis.info();
    return judgeRedis({
      version: /^(?:valkey|redis)_version:(\S+)/m.exec(info)?.[1] ?? '0',
      policy: /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? '',
      appendOnly: /^aof_enabled:1/m.test(info) ? 'yes' : 'no',
    });
  } catch {
    return [
      finding(
        'error',
        'redis-unreachable',
        'Redis does not answer, or refuses the password.',
        'Start the system with "dienstweg up", or check DIENSTWEG_REDIS_URL. Until then nothing is lost, but retries wait.',
      ),
    ];
  } finally {
    redis.disconnect();
  }
};
