import { createServer } from 'node:https';
import { PUSH_HEADERS } from '@dienstweg/schemas/bus/streams.ts';
import { FAILING_PATH } from './readers.ts';

/** What the reader of the load has taken so far. */
export interface Taken {
  /** Delivery id → time of its first arrival, milliseconds of the monotonic clock. */
  readonly firstAt: ReadonlyMap<string, number>;
  /** Message id → delivery ids under which it arrived. More than one would be a double effect. */
  readonly deliveriesOf: ReadonlyMap<string, ReadonlySet<string>>;
  /** Pushes of a delivery that had been taken before: deduplicated, no second effect. */
  readonly repeats: number;
}

/** The recipient's node of the load's reader. */
export interface BenchRecipient extends AsyncDisposable {
  taken(): Taken;
  /** The node of the failing reader answers 503 from now on, or takes again. */
  fail(fails: boolean): void;
  fails(): boolean;
  /** A delivery that was fetched from a mailbox arrived as well. */
  fetched(deliveryId: string, octets: Buffer): void;
  /** Told with the delivery id at each first arrival. */
  onFirst(listener: (deliveryId: string, atMs: number) => void): void;
}

/** The message id stands at the beginning of the header: so much of a message is enough to find it. */
const HEAD_OCTETS = 1024;
const MESSAGE_ID = /<(?:[\w.-]+:)?MessageId>urn:uuid:([0-9a-f-]{36})</i;

/** Takes pushes over mutual TLS on loopback and deduplicates them by delivery id, as every recipient has to. */
export const startRecipient = async (at: {
  readonly port: number;
  readonly certPem: string;
  readonly keyPem: string;
  readonly caPem: readonly string[];
}): Promise<BenchRecipient> => {
  const firstAt = new Map<string, number>();
  const deliveriesOf = new Map<string, Set<string>>();
  const listeners: ((deliveryId: string, atMs: number) => void)[] = [];
  let repeats = 0;
  let fails = false;

  const take = (deliveryId: string, octets: Buffer): void => {
    if (firstAt.has(deliveryId)) {
      repeats += 1;
      return;
    }
    const now = performance.now();
    firstAt.set(deliveryId, now);
    const messageId = MESSAGE_ID.exec(octets.toString('latin1', 0, HEAD_OCTETS))?.[1] ?? 'unreadable';
    const deliveries = deliveriesOf.get(messageId);
    if (deliveries) deliveries.add(deliveryId);
    else deliveriesOf.set(messageId, new Set([deliveryId]));
    for (const listener of listeners) listener(deliveryId, now);
  };

  const server = createServer(
    { cert: at.certPem, key: at.keyPem, ca: [...at.caPem], requestCert: true, rejectUnauthorized: true },
    (request, response) => {
      let head: Buffer = Buffer.alloc(0);
      request.on('data', (chunk: Buffer) => {
        if (head.length < HEAD_OCTETS) head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      });
      request.on('end', () => {
        const deliveryId = request.headers[PUSH_HEADERS.deliveryId.toLowerCase()];
        if (typeof deliveryId !== 'string') {
          response.writeHead(400).end();
          return;
        }
        if (fails && request.url === FAILING_PATH) {
          response.writeHead(503).end();
          return;
        }
        take(deliveryId, head);
        response.writeHead(204).end();
      });
    },
  );
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, '127.0.0.1', resolve);
  });
  return {
    taken: () => ({ firstAt, deliveriesOf, repeats }),
    fail: (now) => {
      fails = now;
    },
    fails: () => fails,
    fetched: take,
    onFirst: (listener) => void listeners.push(listener),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
