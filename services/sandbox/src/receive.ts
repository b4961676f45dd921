/**
 * Recipients of pushed messages: one server over mutual TLS for all sandbox authorities. The reference for anybody who
 * writes a recipient: who pushes → whose delivery → taken before? → does the author's signature hold → take it over
 * durably → 2xx.
 */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import type { Log } from '@dienstweg/infra/log.ts';
import { MAX_PAYLOAD_BYTES, PUSH_HEADERS } from '@dienstweg/schemas/bus/streams.ts';
import { WEBHOOK_SIGNATURE_HEADER } from '@dienstweg/schemas/bus/webhooks.ts';
import type { Examination } from '@dienstweg/schemas/examine/needs.ts';
import {
  type AuthorityId,
  type DeliveryId,
  fromToken,
  parseAuthorityId,
  parseDeliveryId,
} from '@dienstweg/schemas/identifiers.ts';
import { factsOfProblem } from '@dienstweg/schemas/problems/codes.ts';
import { problem } from '@dienstweg/schemas/problems/problem.ts';
import { SANDBOX_AUTHORITIES, type SandboxAuthority } from '@dienstweg/schemas/sandbox/authorities.ts';
import { dutiesOf, type Reaction, reactionTo, type ToldBehaviour } from './behave.ts';
import { fileCase } from './file-case.ts';
import type { KeyPair } from './keys.ts';
import type { Memory } from './memory.ts';

/** What receiving needs. */
export interface ReceiveNeeds {
  readonly port: number;
  readonly tls: Pick<KeyPair, 'keyPem' | 'chainPem'>;
  readonly issuersPem: string;
  /** SHA-256 of the certificate of the node that may push. */
  readonly pusher: string;
  readonly memory: Memory;
  readonly examine: (octets: Uint8Array, at: Date) => Examination;
  readonly toldTo: (authority: SandboxAuthority) => ToldBehaviour;
  /** A page of events was posted to an authority: whether it is genuine and its own. */
  readonly takeEvents?: (authority: AuthorityId, octets: Uint8Array, signature: string) => boolean;
  /** Something was taken over: there is work to do. */
  readonly taken: () => void;
  readonly now: () => Date;
  readonly log: Log;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const PATH = /^\/authorities\/([A-Za-z0-9_-]+)\/messages$/;
const EVENTS_PATH = /^\/authorities\/([A-Za-z0-9_-]+)\/events$/;
const TAKEN: Answer = { status: 204 };

/** Starts the server. */
export const startRecipients = async (needs: ReceiveNeeds): Promise<AsyncDisposable & { readonly port: number }> => {
  const server = createServer(
    {
      cert: needs.tls.chainPem,
      key: needs.tls.keyPem,
      ca: needs.issuersPem,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
    },
    (request, response) => {
      receive(needs, request, response).catch((error: unknown) => {
        needs.log.error({ err: error }, 'a push could not be received');
        if (response.headersSent) response.destroy();
        else response.writeHead(500).end();
      });
    },
  );
  server.listen(needs.port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

const receive = async (needs: ReceiveNeeds, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const [, toldTo] = EVENTS_PATH.exec(request.url ?? '') ?? [];
  if (toldTo !== undefined) return receiveEvents(needs, parseAuthorityId(fromToken(toldTo) ?? ''), request, response);
  const authority = addressedAuthority(request);
  const delivery = parseDeliveryId(headerOf(request, PUSH_HEADERS.deliveryId));
  if (!isPusher(request, needs.pusher)) return send(response, refusal(403, 'certificate-unknown'));
  if (authority === undefined) return send(response, refusal(404, 'not-found'));
  if (delivery === undefined) return send(response, refusal(400, 'request-invalid'));

  const reaction = reactionTo(authority.behaviour, needs.toldTo(authority), {
    attempt: Number(headerOf(request, PUSH_HEADERS.attempt)) || 1,
    refusedBefore: needs.memory.wasRefused(authority.id, delivery),
  });
  if (reaction.react !== 'take') return misbehave(needs, authority, delivery, reaction, request, response);
  if (reaction.afterMs > 0) await delay(reaction.afterMs);

  const octets = await bodyOf(request);
  const answer = octets === undefined ? refusal(413, 'too-large') : takeOver(needs, authority, delivery, octets);
  if (reaction.andDie) request.socket.destroy();
  else send(response, answer);
};

const receiveEvents = async (
  { pusher, takeEvents }: ReceiveNeeds,
  authority: AuthorityId | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  if (!isPusher(request, pusher)) return send(response, refusal(403, 'certificate-unknown'));
  if (request.method !== 'POST' || authority === undefined || takeEvents === undefined)
    return send(response, refusal(404, 'not-found'));
  const octets = await bodyOf(request);
  if (octets === undefined) return send(response, refusal(413, 'too-large'));
  const genuine = takeEvents(authority, octets, headerOf(request, WEBHOOK_SIGNATURE_HEADER));
  send(response, genuine ? TAKEN : refusal(403, 'receipt-invalid'));
};

/** Everything that decides whether responsibility is taken over; when it returns, that is on disk. */
const takeOver = (
  needs: ReceiveNeeds,
  authority: SandboxAuthority,
  delivery: DeliveryId,
  octets: Uint8Array,
): Answer => {
  const { memory, log } = needs;
  // A repetition is answered as the first time, whatever became of it since.
  if (memory.isTaken(authority.id, delivery)) return TAKEN;
  const at = needs.now();
  const examination = needs.examine(octets, at);
  if (!examination.ok) {
    log.warn({ deliveryId: delivery, code: examination.code, err: examination.cause }, 'refused');
    // 4xx is final for whoever pushes; what may succeed later, a missing revocation list for instance, must not be.
    return refusal(factsOfProblem(examination.code).retryable ? 503 : 422, examination.code);
  }
  const { header, headerDigest, partsPresent } = examination.message;
  const filed = fileCase(octets, header);
  memory.take(
    { reader: authority.id, delivery, header, headerDigest, partsPresent, filed },
    dutiesOf(authority.behaviour),
    at,
  );
  log.info({ deliveryId: delivery, messageId: header.messageId }, 'taken over');
  needs.taken();
  return TAKEN;
};

const misbehave = (
  { memory }: ReceiveNeeds,
  authority: SandboxAuthority,
  delivery: DeliveryId,
  reaction: Exclude<Reaction, { react: 'take' }>,
  request: IncomingMessage,
  response: ServerResponse,
): void => {
  switch (reaction.react) {
    case 'reset':
      request.socket.destroy();
      return;
    case 'hang':
      request.resume();
      return;
    case 'status':
      if (reaction.status >= 400 && reaction.status < 500) memory.noteRefusal(authority.id, delivery);
      request.resume();
      send(response, reaction);
      return;
  }
};

const addressedAuthority = (request: IncomingMessage): SandboxAuthority | undefined => {
  const [, token] = PATH.exec(request.url ?? '') ?? [];
  if (request.method !== 'POST' || token === undefined) return undefined;
  const id = fromToken(token);
  return SANDBOX_AUTHORITIES.find((each) => each.id === id && each.channel === 'push');
};

const isPusher = ({ socket }: IncomingMessage, pusher: string): boolean =>
  socket instanceof TLSSocket &&
  socket.authorized &&
  socket.getPeerX509Certificate()?.fingerprint256.replaceAll(':', '').toLowerCase() === pusher;

const headerOf = (request: IncomingMessage, name: string): string =>
  [request.headers[name.toLowerCase()]].flat()[0] ?? '';

const bodyOf = async (request: IncomingMessage): Promise<Uint8Array | undefined> => {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > MAX_PAYLOAD_BYTES) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
};

const refusal = (status: number, code: Parameters<typeof problem>[0]): Answer => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: JSON.stringify(problem(code)),
});

const send = (response: ServerResponse, { status, headers, body }: Answer): void => {
  response.writeHead(status, headers).end(body);
};
