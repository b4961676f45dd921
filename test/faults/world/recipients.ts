/** Recipients that misbehave on request and write down everything they take. The reader is the first part of the path. */
import { hash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { IssuedLeafWithKey } from '@dienstweg/certs/pki/issue.ts';
import { PUSH_HEADERS } from '@dienstweg/schemas/bus/streams.ts';
import { type AuthorityId, fromToken, toToken } from '@dienstweg/schemas/identifiers.ts';
import type { Arrival } from '../checker/history.ts';
import type { Keys } from './keys.ts';
import { type Behaviour, READERS } from './parties.ts';

/** The nodes of all readers. */
export interface Recipients extends AsyncDisposable {
  /** Port of those with the registered certificate, and of the one that shows another. */
  readonly ports: { readonly honest: number; readonly impostor: number };
  arrivals(): readonly Arrival[];
  /** Whether a delivery has taken effect. */
  hasTaken(deliveryId: string): boolean;
  /** Notes what a reader took out of its mailbox itself. */
  fetched(reader: AuthorityId, deliveryId: string, octets: Uint8Array): void;
  /** From now on everybody is good. */
  heal(): void;
  /** Whether the good ones answer 503 for the time being. */
  pause(paused: boolean): void;
}

/** How recipients deduplicate: by delivery id, or, for a negative control, not at all. */
export interface RecipientOptions {
  readonly deduplicates: boolean;
}

const SLOW_EVERY_MS = 1_000;
const BABBLE = Buffer.alloc(64 * 1024, '.');
const pathOf = (reader: AuthorityId): string => `/${toToken(reader)}`;

/** The path at which a reader takes pushes. */
export const pushPathOf = pathOf;

/** Starts the servers. */
export const startRecipients = async (
  keys: Keys,
  node: IssuedLeafWithKey,
  options: RecipientOptions,
): Promise<Recipients> => {
  const behaviourOf = new Map<AuthorityId, Behaviour>(READERS.map((reader) => [reader.authority, reader.behaviour]));
  const arrivals: Arrival[] = [];
  const taken = new Map<string, number>();
  let paused = false;

  const take = (reader: AuthorityId, deliveryId: string, octets: Uint8Array, by: Arrival['by']): void => {
    const effects = taken.get(deliveryId) ?? 0;
    const effect = effects === 0 || !options.deduplicates;
    if (effect) taken.set(deliveryId, effects + 1);
    arrivals.push({ reader, deliveryId, octetsDigest: hash('sha256', octets), atMs: performance.now(), effect, by });
  };

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const reader = fromToken((request.url ?? '').slice(1)) as AuthorityId | undefined;
    const behaviour = reader === undefined ? undefined : behaviourOf.get(reader);
    const deliveryId = request.headers[PUSH_HEADERS.deliveryId.toLowerCase()];
    const chunks: Buffer[] = [];
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (reader === undefined || behaviour === undefined || typeof deliveryId !== 'string')
        return void response.writeHead(404).end();
      const taking = (): void => take(reader, deliveryId, Buffer.concat(chunks), 'push');
      react(behaviour === 'good' && paused ? 'pausing' : behaviour, response, taking);
    });
  };

  const open = async (leaf: IssuedLeafWithKey): Promise<Server> => {
    const server = createServer(
      {
        cert: leaf.chainPem,
        key: leaf.privateKeyPem,
        ca: [...keys.caPem],
        requestCert: true,
        rejectUnauthorized: true,
        keepAlive: true,
      },
      handle,
    );
    server.on('tlsClientError', () => undefined);
    server.keepAliveTimeout = 60_000;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  const servers = [await open(node), await open(keys.impostor)] as const;
  const portOf = (server: Server): number => (server.address() as AddressInfo).port;
  return {
    ports: { honest: portOf(servers[0]), impostor: portOf(servers[1]) },
    arrivals: () => arrivals,
    hasTaken: (deliveryId) => taken.has(deliveryId),
    fetched: (reader, deliveryId, octets) => take(reader, deliveryId, octets, 'fetch'),
    heal: () => {
      paused = false;
      servers[1].setSecureContext({ cert: node.chainPem, key: node.privateKeyPem, ca: [...keys.caPem] });
      for (const [reader, behaviour] of behaviourOf) if (behaviour !== 'mailbox') behaviourOf.set(reader, 'good');
    },
    pause: (now) => {
      paused = now;
    },
    [Symbol.asyncDispose]: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      }
    },
  };
};

/** What a reader's node does with a push it has read. */
const react = (behaviour: Behaviour | 'pausing', response: ServerResponse, take: () => void): void => {
  switch (behaviour) {
    case 'good':
      take();
      response.writeHead(204).end();
      return;
    case 'pausing':
      response.writeHead(503).end();
      return;
    case 'slow': {
      // One octet a second: before its status line is complete, nobody waits any longer.
      const { socket } = response;
      const octets = Buffer.from('HTTP/1.1 204 No Content\r\n\r\n');
      let sent = 0;
      const timer = setInterval(() => {
        if (socket === null || socket.destroyed || sent >= octets.length) clearInterval(timer);
        else socket.write(octets.subarray(sent, sent + 1));
        sent += 1;
      }, SLOW_EVERY_MS);
      timer.unref();
      return;
    }
    case 'silent':
    case 'mailbox':
    case 'impostor':
      return;
    case 'failing':
      response.writeHead(500).end();
      return;
    case 'busy':
      response.writeHead(429, { 'retry-after': '1' }).end();
      return;
    case 'redirecting':
      response.writeHead(307, { location: 'https://127.0.0.1:1/' }).end();
      return;
    case 'dying':
      take();
      response.socket?.destroy();
      return;
    case 'babbling': {
      take();
      response.writeHead(200);
      const babble = (): void => {
        while (!response.destroyed && response.write(BABBLE));
      };
      response.on('drain', babble);
      babble();
      return;
    }
    case 'garbled':
      response.socket?.end('no HTTP at all\r\n\r\n');
      return;
    default:
      behaviour satisfies never;
  }
};
