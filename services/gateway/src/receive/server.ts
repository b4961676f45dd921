/** The HTTPS server: mutual TLS with our own decision on every request, and one way out for everything refused. */
import { constants } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { parse } from 'node:querystring';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Log } from '@dienstweg/infra/log.ts';
import type { Tracing } from '@dienstweg/infra/trace.ts';
import { methodsAt } from '@dienstweg/schemas/http/methods.ts';
import { MEDIA_TYPES } from '@dienstweg/schemas/http/paths.ts';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import { chooseLanguage } from '@dienstweg/schemas/problems/texts.ts';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import type { ByTheHour } from '../answer/by-the-hour.ts';
import { problemOf, type Refusal } from '../answer/refusal.ts';
import type { Refuse } from '../answer/refuse.ts';
import { goingOnFrom } from '../know/clock.ts';
import { judgeAddress, waitsWithBody } from './address.ts';
import { type Arrival, type GateVerdict, tooLarge } from './gate.ts';
import { certificateReader } from './peer.ts';
import './request.ts';
import { traceparentOf } from './traceparent.ts';

/** What the server needs. */
export interface ServerNeeds {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly judgeArrival: (arrival: Arrival, at: Date) => GateVerdict;
  readonly refuse: Refuse;
  readonly byTheHour: ByTheHour;
  readonly now: () => Date;
  readonly limitBytes: number;
  /** For a whole request, from its first octet to its last. */
  readonly requestTimeoutMs: number;
  /** Told how long it took until the answer to a submission had left, milliseconds. */
  readonly spent: (stage: 'answer', tookMs: number) => void;
  readonly tracing?: Tracing;
  readonly log: Log;
}

/** Orders and questions are small. Room for larger bodies is reserved, see `keepBudget`. */
const ORDER_LIMIT_BYTES = 64 * 1024;
/** Whoever connects and says nothing has no certificate yet, and is nobody. */
const HANDSHAKE_MS = 10_000;
/** Below what a process may have open, so that files and the bus are left their part. */
const CONNECTIONS_AT_MOST = 10_000;
/** How long somebody may take to read why his connection is closed. */
const LAST_WORD_MS = 5_000;

/** The application without its routes. */
export const createServer = (needs: ServerNeeds): FastifyInstance => {
  const certificateOf = certificateReader();
  const app = Fastify({
    https: {
      cert: needs.certificatePem,
      key: needs.privateKeyPem,
      requestCert: true,
      // The decision is ours, so that its reason can be told and recorded: see `judgeArrival`.
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
      // A resumed session shows no certificate chain of this handshake.
      secureOptions: constants.SSL_OP_NO_TICKET,
      handshakeTimeout: Math.min(HANDSHAKE_MS, needs.requestTimeoutMs),
      connectionsCheckingInterval: 500,
      maxHeaderSize: 16 * 1024,
      // told by ourselves, and who asked is known then
      requireHostHeader: false,
    },
    bodyLimit: ORDER_LIMIT_BYTES,
    // A HEAD must never take a delivery out of the mailbox.
    exposeHeadRoutes: false,
    requestTimeout: needs.requestTimeoutMs,
    // No keep-alive of a client may hold up the end of the process.
    forceCloseConnections: 'idle',
    frameworkErrors: (error, { headers }, reply) => answerUnroutable(error, headers, reply as unknown as FastifyReply),
    clientErrorHandler: (error, socket) => answerBroken(error, socket, needs.requestTimeoutMs),
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 200, querystringParser: givenIn },
    schemaErrorFormatter: (errors, place) => new Error(errors.map((error) => mistakeIn(place, error)).join('; ')),
    ajv: { customOptions: { removeAdditional: false, coerceTypes: true, useDefaults: true, strict: false } },
  }) as unknown as FastifyInstance;

  app.addHook('onRoute', (route) => {
    // room for it is reserved; every other body is small, or said to be larger at its route
    if (route.config?.submission === true) route.bodyLimit ??= needs.limitBytes;
  });
  app.server.maxConnections = CONNECTIONS_AT_MOST;
  // a body is asked for when nothing stands against it; another expectation is nobody's that we know
  for (const expected of ['checkContinue', 'checkExpectation'])
    app.server.on(expected, (request, response) => app.server.emit('request', request, response));
  // Node exchanges the two limits where the one for headers is the longer.
  app.server.headersTimeout = needs.requestTimeoutMs;
  app.decorateRequest('peer', undefined);
  app.decorateRequest('language', 'en');
  app.decorateRequest('traceparent', '');
  app.decorateRequest('span', undefined);
  app.decorateRequest('leave', undefined);
  app.decorateRequest('arrivedAtMs', 0);
  app.decorateRequest('answeredAtMs', 0);

  app.addHook('onRequest', (request, reply, done) => {
    request.arrivedAtMs = performance.now();
    request.language = chooseLanguage(request.headers['accept-language']);
    request.traceparent = traceparentOf(request.headers.traceparent);
    if (needs.tracing?.isOn === true) beginSpan(request, needs.tracing);
    const goOn = (): void => {
      if (waitsWithBody(request.raw)) reply.raw.writeContinue();
      done();
    };
    const route = request.routeOptions.config;
    const astray = judgeAddress(request.raw);
    if (route.open === true) {
      if (astray === undefined) return goOn();
      needs.refuse(request, reply, astray).catch(done);
      return;
    }
    const { socket } = request.raw;
    const at = needs.now();
    const verdict = needs.judgeArrival(
      {
        certificate: socket instanceof TLSSocket ? certificateOf(socket) : undefined,
        address: socket.remoteAddress,
        headers: request.headers,
        route,
        bodyLimitBytes: request.routeOptions.bodyLimit ?? ORDER_LIMIT_BYTES,
        language: request.language,
      },
      at,
    );
    request.peer = verdict.peer;
    request.leave = verdict.leave;
    // nobody's body is read for nothing
    const refusal = verdict.ok ? (astray ?? (request.is404 ? unanswered(request, reply) : undefined)) : verdict.refusal;
    if (refusal === undefined) return goOn();
    needs
      .byTheHour(refusal, goingOnFrom(at))
      .then((final) => needs.refuse(request, reply, final))
      .catch(done);
  });
  const leave = (request: FastifyRequest): void => {
    request.leave?.();
    request.leave = undefined;
  };
  // Not only when the answer has left: whoever hung up meanwhile never gets it, and would keep the place for ever.
  app.addHook('onSend', (request, _reply, payload, done) => {
    leave(request);
    done(null, payload);
  });
  app.addHook('onResponse', (request, { statusCode }, done) => {
    request.span?.end(statusCode < 500 ? undefined : String(statusCode), { 'http.response.status_code': statusCode });
    if (request.answeredAtMs > 0) needs.spent('answer', performance.now() - request.answeredAtMs);
    done();
  });
  app.addHook('onRequestAbort', (request, done) => {
    leave(request);
    request.span?.end('aborted');
    done();
  });

  takeBodies(app);
  app.setNotFoundHandler((request, reply) => needs.refuse(request, reply, unanswered(request, reply)));
  app.setErrorHandler((error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const refusal = refusalOf(error, request.routeOptions.bodyLimit ?? ORDER_LIMIT_BYTES);
    if (refusal.code === 'examination-failed') needs.log.error({ err: error }, 'request failed unexpectedly');
    return needs.refuse(request, reply, refusal);
  });
  return app;
};

/** There is nothing at an address, or not by this method: then the answer names those that there are. */
const unanswered = ({ url }: FastifyRequest, reply: FastifyReply): Refusal => {
  const methods = methodsAt(url.replace(/[?#].*$/s, ''));
  if (methods.length === 0) return { code: 'not-found' };
  reply.header('allow', methods.join(', '));
  return { code: 'method-not-allowed', say: { text: 'method', values: { allowed: methods.join(', ') } } };
};

/** What comes after belongs to this request's span, and that to the trace its caller states. */
const beginSpan = (request: FastifyRequest, tracing: Tracing): void => {
  const route = request.routeOptions.url ?? 'unknown';
  const parent = request.headers.traceparent === request.traceparent ? request.traceparent : undefined;
  const attributes = { 'http.request.method': request.method, 'http.route': route };
  request.span = tracing.span({ name: `${request.method} ${route}`, kind: 'server', parent, attributes });
  request.traceparent = request.span.traceparent ?? request.traceparent;
};

/** Where a page begins and how long it is: without a value, as clients write them for the first one, they are not given. */
const OF_A_PAGE: ReadonlySet<string> = new Set(['after', 'limit']);

const givenIn = (query: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parse(query)).filter(([name, value]) => value !== '' || !OF_A_PAGE.has(name)));

/** What is wrong with a parameter, by its name. */
const mistakeIn = (place: string, { instancePath, message, params }: FastifySchemaValidationError): string => {
  const { additionalProperty: unknown } = params as { readonly additionalProperty?: string };
  const where = place === 'querystring' ? 'the query' : place;
  if (unknown !== undefined) return `${where} has no parameter "${visible(unknown)}"`;
  const mistake = message === 'must be boolean' ? 'must be true or false' : message;
  return `${where}${instancePath === '' ? '' : ` ${instancePath.slice(1)}`}: ${mistake ?? 'not as described'}`;
};

const visible = (text: string): string => text.slice(0, 100).replaceAll(/[^\x20-\x7e]/g, '?');

/** Bodies are octets, whatever they say they are; nothing is parsed on the main thread. */
const takeBodies = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    [MEDIA_TYPES.xml, MEDIA_TYPES.textXml, MEDIA_TYPES.jose, MEDIA_TYPES.text, MEDIA_TYPES.json],
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  );
};

/** A failure of the framework or of a route, as a refusal. What nobody expected is the broker's fault. */
const refusalOf = (error: FastifyError, limitBytes: number): Refusal => {
  if (error instanceof ProblemError) {
    const { code, detail, violations, retryAfterSeconds } = error.problem;
    return { code, detail, violations, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
  }
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return tooLarge(limitBytes);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return { code: 'media-type-unsupported' };
    case 'FST_ERR_VALIDATION':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_CTP_EMPTY_TYPE':
      return { code: 'request-invalid', detail: error.message };
    default:
      return (error.statusCode ?? 500) < 500
        ? { code: 'request-invalid', detail: error.message }
        : { code: 'examination-failed' };
  }
};

/** What the router itself refuses reaches no hook: nobody is asked who he is, and nothing but this is told. */
const answerUnroutable = (error: FastifyError, headers: IncomingHttpHeaders, reply: FastifyReply): void => {
  const stated = problemOf(
    { code: 'request-invalid', detail: error.message },
    chooseLanguage(headers['accept-language']),
  );
  reply.code(stated.status).type(MEDIA_TYPES.problem).send(JSON.stringify(stated));
};

/** A connection that sends no HTTP, or sends it too slowly: told once, then closed. No request exists to be recorded. */
const answerBroken = (error: Error & { code?: string }, socket: Duplex, timeoutMs: number): void => {
  // what is said before the handshake is over would wait for its end, and so would the connection
  const isBeforeHandshake = /^ERR_(TLS|SSL)_/.test(error.code ?? '');
  if (!socket.writable || error.code === 'ECONNRESET' || isBeforeHandshake) {
    socket.destroy();
    return;
  }
  setTimeout(() => socket.destroy(), LAST_WORD_MS).unref();
  const refusal: Refusal =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? { code: 'limit-exceeded', say: { text: 'body-too-slow', values: { seconds: Math.ceil(timeoutMs / 1000) } } }
      : { code: 'request-invalid' };
  const stated = problemOf(refusal, 'en');
  const body = JSON.stringify(stated);
  socket.end(
    [
      `HTTP/1.1 ${stated.status} Refused`,
      `Content-Type: ${MEDIA_TYPES.problem}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
};
