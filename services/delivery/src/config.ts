/** Environment → what the delivery service needs to know, or the list of everything that is wrong with it. */
import type { Home } from '@dienstweg/infra/home.ts';
import { type Environment, readCommon, readSettings, readTracing, type Settings } from '@dienstweg/infra/settings.ts';
import type { TracingConfig } from '@dienstweg/infra/trace.ts';
import { type CircuitPolicy, DEFAULT_CIRCUIT_POLICY } from './recipients/circuit.ts';
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from './schedule/schedule.ts';
import { networksIn } from './webhooks/address.ts';
import { DEFAULT_WEBHOOK_POLICY, type WebhookPolicy } from './webhooks/advance.ts';

/** How much at once, and how long. */
export interface DeliveryLimits {
  /** Messages taken from the stream and not yet put down. */
  readonly messagesInFlight: number;
  /** After this long without a sign of life the bus gives a message to another worker. */
  readonly ackWaitMs: number;
  /** A first attempt stands in the way of the next messages: it is short, waiting for a slot included. */
  readonly firstAttemptMs: number;
  readonly laterAttemptMs: number;
  /** Pushes to one reader at the same time. */
  readonly pushesPerReader: number;
  /** First attempts that may wait for one of those slots, and how long. */
  readonly waitingPerReader: number;
  readonly slotWaitMs: number;
  /** Timers being worked on at the same time. */
  readonly timersAtOnce: number;
  /** Later attempts at the same time: to one reader, and to all together. */
  readonly laterPerReader: number;
  readonly laterAtOnce: number;
  /** Failures of our own at one delivery after which it is a dead letter. */
  readonly givesUpAfterFailures: number;
  readonly reconcileEveryMs: number;
  /** A timer may come this much late before its delivery is lined up without it. */
  readonly timersLateMs: number;
  /** End markers stay at least this long after their message was acknowledged. */
  readonly markersStayMs: number;
}

export const DEFAULT_LIMITS: DeliveryLimits = {
  messagesInFlight: 256,
  ackWaitMs: 30_000,
  firstAttemptMs: 5_000,
  laterAttemptMs: 20_000,
  pushesPerReader: 16,
  waitingPerReader: 240,
  slotWaitMs: 2_500,
  timersAtOnce: 64,
  laterPerReader: 8,
  laterAtOnce: 256,
  givesUpAfterFailures: 20,
  reconcileEveryMs: 30_000,
  timersLateMs: 15_000,
  markersStayMs: 2 * 60_000,
};

/** All the delivery service needs to know. Keys and certificates are read from `home` at start. */
export interface DeliveryConfig {
  readonly home: Home;
  readonly natsUrl: string;
  /** Given by URL: then the user stands in the URL, not in a seed of ours. */
  readonly natsGiven: boolean;
  /** May hold a password: never log it. */
  readonly redisUrl: string;
  readonly redisGiven: boolean;
  /** 0 takes any free port. */
  readonly opsPort: number;
  readonly limits: DeliveryLimits;
  readonly retry: RetryPolicy;
  readonly circuit: CircuitPolicy;
  /** Absent: no traces are made. */
  readonly tracing?: TracingConfig;
  /** Absent: nothing is posted. */
  readonly webhooks?: WebhookPolicy;
}

/** `1000,2000,5000` → numbers; `undefined` where it is not a list of whole numbers. */
const pausesOf = (text: string): readonly number[] | undefined =>
  /^[0-9]{1,9}(,[0-9]{1,9})*$/.test(text) ? text.split(',').map(Number) : undefined;

const atMost = (ms: number): Pick<RetryPolicy, 'atMostMs'> => (ms === 0 ? {} : { atMostMs: ms });

/** Reads the configuration; with any mistake, the list of all of them. */
export const deliveryConfig = (env: Environment): Settings<DeliveryConfig> =>
  readSettings(env, (reader) => {
    const { home, ports, natsUrl, natsGiven, redisUrl, redisGiven } = readCommon(reader);
    const written = reader.optional('DIENSTWEG_RETRY_PAUSES_MS');
    const pauses = written === undefined ? DEFAULT_RETRY_POLICY.firstPausesMs : pausesOf(written);
    if (pauses === undefined)
      reader.mistake(`DIENSTWEG_RETRY_PAUSES_MS must be milliseconds separated by commas, not "${written}".`);
    const networks = reader.text('DIENSTWEG_WEBHOOK_NETWORKS', '');
    if (networksIn(networks) === undefined)
      reader.mistake(`DIENSTWEG_WEBHOOK_NETWORKS must be networks such as 10.1.0.0/16, separated by commas.`);
    return {
      home,
      natsUrl,
      natsGiven,
      redisUrl,
      redisGiven,
      opsPort: ports.deliveryOps,
      ...readTracing(reader),
      limits: {
        ...DEFAULT_LIMITS,
        pushesPerReader: reader.integer('DIENSTWEG_PUSHES_PER_READER', {
          fallback: DEFAULT_LIMITS.pushesPerReader,
          min: 1,
          max: 256,
        }),
      },
      retry: {
        ...DEFAULT_RETRY_POLICY,
        firstPausesMs: pauses ?? [],
        ...atMost(reader.integer('DIENSTWEG_RETRY_GIVE_UP_MS', { fallback: 0, min: 0 })),
      },
      circuit: DEFAULT_CIRCUIT_POLICY,
      webhooks: { ...DEFAULT_WEBHOOK_POLICY, allowedNetworks: networks },
    };
  });
