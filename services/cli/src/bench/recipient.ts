import { createServer } from 'node:https';
import { PUSH_HEADERS } from '@dienstweg/schemas/bus/streams.ts';

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
  /** Told with the delivery id at each first arrival. */
  onFirst(listener: (deliveryId: string, atMs: number) => void): void;
}

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

  const take = (deliveryId: string, octets: Buffer): void => {
    if (firstAt.has(deliveryId)) {
      repeats += 1;
      return;
    }
    const now = performance.now();
    firstAt.set(deliveryId, now);
    // The message id stands at the beginning of the header; the first kilobyte is enough to find it.
    const messageId = MESSAGE_ID.exec(octets.toString('latin1', 0, 1024))?.[1] ?? 'unreadable';
    const deliveries = deliveriesOf.get(messageId);
    if (deliveries) deliveries.add(deliveryId);
    else deliveriesOf.set(messageId, new Set([deliveryId]));
    for (const listener of listeners) listener(deliveryId, now);
  };

  const server = createServer(
    { cert: at.certPem, key: at.keyPem, ca: [...at.caPem], requestCert: true, rejectUnauthorized: true },
    (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const deliveryId = request.headers[PUSH_HEADERS.deliveryId.toLowerCase()];
        if (typeof deliveryId !== 'string') {
          response.writeHead(400).end();
          return;
        }
        take(deliveryId, Buffer.concat(chunks));
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
    onFirst: (listener) => void listeners.push(listener),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
