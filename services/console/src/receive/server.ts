/**
 * The HTTP server. Every request goes the same way: meant for us? from our own pages? a route of the table? whose
 * session? may they? Only then its handler is asked. What the table does not name is refused.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '@dienstweg/infra/log.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { chooseLanguage, type Language } from '@dienstweg/schemas/problems/texts.ts';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { SCHEMAS } from '../api/parameters.ts';
import { ROUTES, type Route, type RouteName } from '../api/routes.ts';
import { permissionsOf } from '../sign-in/roles.ts';
import type { Sessions, SignedIn } from '../sign-in/sessions.ts';
import { type CookieNames, cookieIn, dropCookie } from './cookies.ts';
import { HSTS, SECURITY_HEADERS } from './headers.ts';
import type { Pages } from './pages.ts';
import { isForUs, isFromUs, type RequestMarks } from './provenance.ts';
import { servePages } from './serve-pages.ts';

/** A request that may be answered. */
export interface Asked {
  readonly language: Language;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** The same, of somebody who is signed in. */
export interface AskedBy extends Asked {
  readonly who: SignedIn;
}

/** Answers with a value that is sent as JSON, or with the reply where it has sent something itself. */
export type OpenHandler = (asked: Asked) => Promise<unknown>;
export type Handler = (asked: AskedBy) => Promise<unknown>;

type NamesOf<A extends Route['access']> = {
  [N in RouteName]: (typeof ROUTES)[N]['access'] extends A ? N : never;
}[RouteName];

/** A handler for each route of the table: those without a session know nobody. */
export type Handlers = Readonly<Record<NamesOf<'open'>, OpenHandler>> &
  Readonly<Record<Exclude<RouteName, NamesOf<'open'>>, Handler>>;

/** What the server needs. */
export interface ServerNeeds {
  /** As browsers know us, e.g. `http://127.0.0.1:4710`. */
  readonly origin: () => string;
  readonly hosts: () => ReadonlySet<string>;
  readonly cookies: () => CookieNames;
  readonly sessions: Sessions;
  readonly pages: Pages;
  readonly handlers: Handlers;
  readonly now: () => Date;
  readonly log: Log;
}

/** Bodies of orders are small; what is larger is said so at its route. */
const BODY_LIMIT_BYTES = 64 * 1024;
const REQUEST_TIMEOUT_MS = 15_000;
/** Sockets at a time: a thousand live connections are refused one by one, and do not use up what others need. */
const CONNECTIONS_AT_MOST = 2_500;
/** Sent by a page that nobody has touched for a minute: it asks by itself, and that is no use of the session. */
export const UNTOUCHED_HEADER = 'dienstweg-untouched';

const marksOf = ({ headers }: FastifyRequest): RequestMarks => ({
  host: headers.host,
  origin: headers.origin,
  fetchSite: typeof headers['sec-fetch-site'] === 'string' ? headers['sec-fetch-site'] : undefined,
});

const languageOf = (request: FastifyRequest): Language => chooseLanguage(request.headers['accept-language'] ?? 'de');

/** Sends a refusal in the words of the request's language. */
export const refuse = (request: FastifyRequest, reply: FastifyReply, error: ProblemError): FastifyReply => {
  const { code, detail, violations, retryAfterSeconds, title, messageId } = error.problem;
  const stated = problem(code, {
    language: languageOf(request),
    violations,
    ...(detail === title ? {} : { detail }),
    ...(messageId === undefined ? {} : { messageId }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  return reply
    .code(stated.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(stated));
};

const problemOf = (error: FastifyError, log: Log): ProblemError => {
  if (error instanceof ProblemError) return error;
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new ProblemError(problem('too-large'));
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new ProblemError(problem('media-type-unsupported'));
  if ((error.statusCode ?? 500) < 500)
    return new ProblemError(problem('request-invalid', { detail: error.message.slice(0, 300) }));
  log.error({ err: error }, 'request failed unexpectedly');
  return new ProblemError(
    problem('examination-failed', { detail: 'The console failed unexpectedly; its log says why.' }),
  );
};

/** The session a request shows, or why there is none. */
const sessionOf = (needs: ServerNeeds, request: FastifyRequest): SignedIn | undefined => {
  const secret = cookieIn(request.headers.cookie, needs.cookies().session);
  if (secret === undefined) return undefined;
  const found = needs.sessions.find(secret, needs.now(), request.headers[UNTOUCHED_HEADER] === undefined);
  return typeof found === 'string' ? undefined : found;
};

const judge = (
  needs: ServerNeeds,
  { method, access }: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): SignedIn | undefined => {
  const marks = marksOf(request);
  const { protocol } = new URL(needs.origin());
  if (method !== 'GET' && !isFromUs(protocol, marks)) throw new ProblemError(problem('request-forged'));
  if (access === 'open') return undefined;
  const who = sessionOf(needs, request);
  if (who === undefined) {
    if (cookieIn(request.headers.cookie, needs.cookies().session) !== undefined)
      reply.header('set-cookie', dropCookie(needs.cookies().session, 'Strict'));
    throw new ProblemError(problem('session-required'));
  }
  if (method !== 'GET' && request.headers['x-csrf-token'] !== who.csrfToken)
    throw new ProblemError(problem('request-forged'));
  if (access !== 'session' && !permissionsOf(who.roles).includes(access))
    throw new ProblemError(problem('permission-missing', { detail: `It takes the permission “${access}”.` }));
  return who;
};

/** The application with all its routes; it does not listen yet. */
export const createServer = (needs: ServerNeeds): FastifyInstance => {
  const app: FastifyInstance = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    exposeHeadRoutes: false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: 0,
    keepAliveTimeout: 10_000,
    forceCloseConnections: true,
    http: { maxHeaderSize: 16 * 1024, connectionsCheckingInterval: 2_000 },
    frameworkErrors: (error, request, reply) => {
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) reply.header(name, value);
      return refuse(request, reply, problemOf(error, needs.log));
    },
    routerOptions: { maxParamLength: 300 },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: 'array', useDefaults: true, allErrors: false } },
  });
  app.server.maxConnections = CONNECTIONS_AT_MOST;
  app.server.headersTimeout = REQUEST_TIMEOUT_MS;

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));
  app.addContentTypeParser(['application/xml', 'text/xml'], { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );

  app.addHook('onRequest', async (request, reply) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) reply.header(name, value);
    if (needs.origin().startsWith('https:')) reply.header('strict-transport-security', HSTS);
    if (!isForUs(needs.hosts(), marksOf(request))) throw new ProblemError(problem('misdirected-request'));
  });
  app.setErrorHandler((error: FastifyError, request, reply) => refuse(request, reply, problemOf(error, needs.log)));
  servePages(app, needs.pages, (request, reply) => refuse(request, reply, new ProblemError(problem('not-found'))));

  for (const name of Object.keys(ROUTES) as RouteName[]) {
    const route: Route = ROUTES[name];
    const { limitBytes, ...schema } = SCHEMAS[name];
    const handler = needs.handlers[name] as (asked: Asked & { readonly who?: SignedIn }) => Promise<unknown>;
    app.route({
      method: route.method,
      url: route.path,
      schema,
      ...(limitBytes === undefined ? {} : { bodyLimit: limitBytes }),
      // before the body is read
      onRequest: async (request, reply) => {
        request.who = judge(needs, route, request, reply);
      },
      handler: async (request, reply) => {
        reply.header('cache-control', 'no-store');
        const { who, params, query, body } = request;
        const answer = await handler({
          language: languageOf(request),
          params: params as Record<string, string>,
          query: query as Record<string, unknown>,
          body,
          request,
          reply,
          ...(who === undefined ? {} : { who }),
        });
        return answer === undefined ? reply.code(204).send() : answer;
      },
    });
  }
  app.decorateRequest('who', undefined);
  return app;
};

declare module 'fastify' {
  interface FastifyRequest {
    who: SignedIn | undefined;
  }
}

/** What Node gives a handler that writes by itself. */
export type RawExchange = { readonly request: IncomingMessage; readonly response: ServerResponse };
