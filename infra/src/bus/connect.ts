/** The connection of a process to the bus. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { answerSubject, answersFor, type RequestSubject } from '@dienstweg/schemas/bus/streams.ts';
import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import {
  AuthorizationError,
  connect,
  createInbox,
  type NatsConnection,
  nkeyAuthenticator,
  nuid,
} from '@nats-io/transport-node';
import type { Log } from '../log.ts';
import { isVersionAtLeast, MINIMUM_NATS_VERSION } from '../servers/versions.ts';
import { type Answers, answersOn } from './hear-answers.ts';

/** Whom a process is on the bus. */
export interface BusIdentity {
  /**
   * `nats://host:port`, or several of one cluster separated by commas; user and password in the first are used where no
   * seed is given.
   */
  readonly url: string;
  /** One of the users of `schemas/bus/permissions.ts`. */
  readonly user: string;
  /** Text of the user's nkey seed. */
  readonly seed?: string;
  /** Shown in the server's list of connections. */
  readonly name: string;
  readonly log: Log;
}

/** A live connection. It reconnects for ever; what is asked meanwhile fails as unavailable. */
export interface Bus extends AsyncDisposable {
  readonly nc: NatsConnection;
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  /** Acknowledgements of what is published durably; see `publishDurably`. */
  readonly acks: Answers;
  /** Answers of services; see `request`. */
  readonly answers: Answers;
  readonly name: string;
  readonly log: Log;
  /** Whether the server can be reached right now, as far as is known. */
  isConnected(): boolean;
  /** Resolves at the end of this turn of the event loop: what all who wait then send leaves in one write. */
  endOfTurn(): Promise<void>;
  /** Calls back each time the connection is lost or won; returns how to stop that. */
  onChange(listener: (connected: boolean) => void): () => void;
}

const RECONNECT_WAIT_MS = 100;
const DIAL_MS = 3_000;
/** How long a server may take to be there at all. */
const FIRST_CONNECT_MS = 10_000;

const credentialsOf = ({ seed, url }: BusIdentity) => {
  if (seed !== undefined)
    return {
      authenticator: nkeyAuthenticator(new TextEncoder().encode(seed.trim())),
    };
  const { username, password } = new URL(url.split(',', 1)[0] ?? url);
  return username === ''
    ? {}
    : {
        user: decodeURIComponent(username),
        pass: decodeURIComponent(password),
      };
};

const inboxPrefixOf = ({ user }: BusIdentity): string => `_INBOX_${user}`;

const connectOnce = (identity: BusIdentity): Promise<NatsConnection> => {
  const servers = identity.url.split(',').map((each) => {
    const { host, protocol } = new URL(each.trim());
    return protocol === 'tls:' ? `tls://${host}` : host;
  });
  return connect({
    servers,
    name: identity.name,
    inboxPrefix: inboxPrefixOf(identity),
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_WAIT_MS,
    reconnectJitter: RECONNECT_WAIT_MS,
    waitOnFirstConnect: false,
    timeout: DIAL_MS,
    pingInterval: 10_000,
    maxPingOut: 2,
    ignoreAuthErrorAbort: true,
    // errors know what they are of; a stack trace for every request costs more than the request
    noAsyncTraces: true,
    ...credentialsOf(identity),
  });
};

const turns = (): Bus['endOfTurn'] => {
  let end: Promise<void> | undefined;
  return () => {
    end ??= new Promise((resolve) => {
      setImmediate(() => {
        end = undefined;
        resolve();
      });
    });
    return end;
  };
};

/** The server knows us not, or not like this. That it had no time to hear us out is nothing of the kind. */
const isRefusal = (error: unknown): boolean => error instanceof AuthorizationError && !/timeout/i.test(error.message);

/** Tries again until the server is there: it may be starting, or too busy to finish a first handshake. */
const dial = async (identity: BusIdentity): Promise<NatsConnection> => {
  const end = performance.now() + FIRST_CONNECT_MS;
  for (;;) {
    try {
      return await connectOnce(identity);
    } catch (error) {
      if (isRefusal(error) || performance.now() > end) throw error;
      await delay(RECONNECT_WAIT_MS);
    }
  }
};

/**
 * Connects, and waits at most ten seconds for the server to be there.
 * @throws where the server cannot be reached, does not know the user, or is older than the first version that can
 * write to disk before it acknowledges.
 */
export const connectBus = async (identity: BusIdentity): Promise<Bus> => {
  const nc = await dial(identity);
  const version = nc.info?.version ?? '0.0.0';
  if (!isVersionAtLeast(version, MINIMUM_NATS_VERSION)) {
    await nc.close();
    throw new Error(
      `nats-server ${version} is too old: before ${MINIMUM_NATS_VERSION} it acknowledges what is not on disk. Give a newer one by DIENSTWEG_NATS_URL.`,
    );
  }
  const listeners = new Set<(connected: boolean) => void>();
  const inbox = createInbox(inboxPrefixOf(identity));
  const acks = answersOn(nc, { listenAt: `${inbox}.*`, replyTo: (_, number) => `${inbox}.${number}` });
  const self = nuid.next();
  const answers = answersOn(nc, {
    listenAt: `${answersFor(identity.user)}.${self}.*`,
    // a name of its own for each: whoever may have something sent to places below ours cannot guess where
    replyTo: (subject) => answerSubject(subject as RequestSubject, identity.user, `${self}.${randomUUID()}`),
  });
  let connected = true;
  const turn = (now: boolean): void => {
    if (now === connected) return;
    connected = now;
    if (!now) acks.lose();
    identity.log.warn({ connected }, now ? 'bus is back' : 'bus is lost');
    for (const listener of [...listeners]) listener(now);
  };
  void (async () => {
    for await (const status of nc.status()) {
      if (status.type === 'disconnect') turn(false);
      if (status.type === 'reconnect') turn(true);
      if (status.type === 'error') identity.log.error({ err: status.error }, 'bus reports an error');
    }
  })();
  const js = jetstream(nc, { timeout: 5_000 });
  return {
    nc,
    js,
    jsm: await jetstreamManager(nc, { checkAPI: false, timeout: 5_000 }),
    acks,
    answers,
    name: identity.name,
    log: identity.log,
    isConnected: () => connected && !nc.isClosed(),
    endOfTurn: turns(),
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    [Symbol.asyncDispose]: async () => {
      // Nothing is drained: every write that counts has been waited for by whoever made it.
      await nc.close();
    },
  };
};
