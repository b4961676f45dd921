/** A recipient over mutual TLS that answers as a test says and remembers what was pushed to it. */
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { IssuedLeafWithKey } from '@dienstweg/certs/pki/issue.ts';
import type { CertificateFingerprint } from '@dienstweg/schemas/identifiers.ts';

/** One push as it arrived. */
export interface Pushed {
  readonly deliveryId: string;
  readonly attempt: number;
  readonly body: string;
  readonly traceparent: string | undefined;
  readonly at: number;
}

/** What to answer: a status with headers, anything at all, `reset`, or nothing until the connection goes. */
export type Reply =
  | { readonly status: number; readonly headers?: Record<string, string> }
  /** Speaks to the connection as it likes. */
  | { readonly raw: (socket: Duplex) => void }
  | 'reset'
  | 'hang';

export interface TestRecipient extends AsyncDisposable {
  readonly url: string;
  readonly tlsFingerprint: CertificateFingerprint;
  readonly pushed: Pushed[];
  /** May be replaced at any time; sees the push that is answered. */
  reply: (push: Pushed) => Reply | Promise<Reply>;
}

/** Starts a recipient on a free port of the loopback address. */
export const startRecipient = async (tls: IssuedLeafWithKey, issuersPem: string): Promise<TestRecipient> => {
  const pushed: Pushed[] = [];
  const server = createServer(
    { cert: tls.chainPem, key: tls.privateKeyPem, ca: issuersPem, requestCert: true, rejectUnauthorized: true },
    async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      const push: Pushed = {
        deliveryId: String(request.headers['dienstweg-delivery-id']),
        attempt: Number(request.headers['dienstweg-attempt']),
        body: Buffer.concat(pieces).toString(),
        traceparent: request.headers.traceparent?.toString(),
        at: Date.now(),
      };
      pushed.push(push);
      const reply = await recipient.reply(push);
      if (reply === 'reset') request.socket.destroy();
      else if (reply !== 'hang' && 'raw' in reply) reply.raw(request.socket);
      else if (reply !== 'hang') response.writeHead(reply.status, reply.headers).end();
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const recipient: TestRecipient = {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/messages`,
    tlsFingerprint: tls.fingerprint,
    pushed,
    reply: () => ({ status: 204 }),
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return recipient;
};
