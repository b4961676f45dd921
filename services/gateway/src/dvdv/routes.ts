/**
 * The read side of DVDV version 2 over HTTP, so that its clients can be pointed here: the token call, and questions as
 * `GET …?request_json={…}` or in batches. Nothing valid now is 204, with a warning where there is something to say.
 */
import { isIP } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import type { Log } from '@dienstweg/infra/log.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AskMore } from '../receive/quota.ts';
import type { StrangerVerdict } from '../receive/strangers.ts';
import type { DvdvQuestions, Found } from './find.ts';
import type { TokenDesk } from './token.ts';

/** What the routes need. */
export interface DvdvNeeds {
  readonly ask: DvdvQuestions;
  readonly desk: TokenDesk;
  /** Limits the token call, which anybody can make. */
  readonly hear: (
    stranger: { readonly address: string | undefined; readonly fingerprint: undefined },
    nowMs: number,
  ) => StrangerVerdict;
  readonly askMore: AskMore;
  readonly now: () => Date;
  readonly log: Log;
}

const BASE = '/dvdv2-backend';
/** Path of the token call. */
export const TOKEN_PATH = `${BASE}/extern/standaloneauth/token`;
const ENTRY_PATHS = ['intern/directory', 'extern/standaloneauth/directory', 'extern/bundesmasterauth/directory'];
const TOKEN_LIMIT_BYTES = 16 * 1024;
const BATCH_LIMIT_BYTES = 256 * 1024;
const MOST_IN_A_BATCH = 1000;
/** Between so many answers of a batch other work has its turn. */
const IN_A_ROW = 5;

/** Of the interface, not of this software. */
const VERSION = { version: 'v2-2.15.0', buildnumber: '0', schemaversion: 'v2' };

type ProblemType = 'INPUT_VALIDATION' | 'SERVICE_VALIDATION' | 'ENTITY_NOT_FOUND' | 'AUTHENTICATION';

class DvdvProblem extends Error {
  readonly status: number;
  readonly type: ProblemType;
  readonly retryAfterSeconds: number | undefined;
  constructor(status: number, type: ProblemType, detail: string, retryAfterSeconds?: number) {
    super(detail);
    this.status = status;
    this.type = type;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

type Asked = Readonly<Record<string, unknown>>;
type Answer = (asked: Asked, day: string) => Found<unknown>;

const value = (of: unknown): Found<unknown> => ({ found: 'value', value: of });

const member = (asked: Asked, name: string): string => {
  const text = asked[name];
  if (typeof text !== 'string' || text === '' || text.length > 500)
    throw new DvdvProblem(400, 'INPUT_VALIDATION', `${name}: a text of 1 to 500 characters is expected`);
  return text;
};

const optional = (asked: Asked, name: string): string | undefined =>
  asked[name] === undefined || asked[name] === null ? undefined : member(asked, name);

/** Questions by the last segment of their path. */
const questionsOf = (ask: DvdvQuestions): Readonly<Record<string, Answer>> => ({
  findservicedescription: (asked, day) =>
    ask.service(member(asked, 'organizationKey'), member(asked, 'serviceSpecificationUri'), day),
  verifycategory: (asked, day) =>
    value({ verifyCategory: ask.hasCategory(member(asked, 'fingerPrint'), member(asked, 'category'), day) }),
  findauthoritydescription: (asked, day) =>
    mapped(ask.authority(member(asked, 'organizationKey'), optional(asked, 'category'), day), described),
  findauthoritydescriptions: (asked, day) =>
    mapped(ask.authority(member(asked, 'organizationKey'), undefined, day), (organization) => [
      described(organization),
    ]),
  findcategories: (asked, day) =>
    value(ask.categories(member(asked, 'fingerPrint'), member(asked, 'organizationKey'), day)),
  findCertificateByFingerprint: (asked) => ask.certificate(member(asked, 'fingerPrint')),
  findServiceSpecificationUrisByCategory: (asked, day) => value(ask.urisOfCategory(member(asked, 'category'), day)),
});

const described = (organization: unknown) => ({ organization, representatives: [] });

const mapped = <T>(found: Found<T>, shape: (value: T) => unknown): Found<unknown> =>
  found.found === 'value' ? value(shape(found.value)) : found;

/** Adds the routes. No client certificate is asked for on the connection: the token says who asks. */
export const answerDvdv = (app: FastifyInstance, needs: DvdvNeeds): void => {
  const { ask, desk, now, askMore } = needs;
  const asking = new WeakMap<FastifyRequest, AuthorityId>();
  app.register(async (scope) => {
    // what the gateway takes for its own routes is not what these take
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      ['application/x-www-form-urlencoded', 'application/json'],
      { parseAs: 'string' },
      (_request, body, done) => done(null, body),
    );
    scope.setErrorHandler((error: Error, _request, reply) => answerProblem(reply, error, needs.log));

    scope.post(TOKEN_PATH, { config: { open: true }, bodyLimit: TOKEN_LIMIT_BYTES }, async (request, reply) => {
      // only who is refused is counted: many stand behind one address, and a stranger there must not lock the others out
      const refuse = (error: string, detail: string): FastifyReply => {
        const heard = needs.hear({ address: request.ip, fingerprint: undefined }, now().getTime());
        if (heard.ok) return refuseToken(reply, error, detail);
        return reply.code(429).header('retry-after', heard.retryAfterSeconds).send();
      };
      if (!isOurs(request)) return refuse('invalid_request', 'Host is no name of this server');
      const form = new URLSearchParams(String(request.body));
      if (form.get('grant_type') !== 'client_credentials')
        return refuse('invalid_request', 'grant_type=client_credentials is expected');
      const exchange = await desk.exchange(form.get('client_assertion') ?? '', addressOf(request, TOKEN_PATH));
      if (!exchange.ok) return refuse(exchange.error, exchange.detail);
      return reply.header('cache-control', 'no-store').send({
        access_token: exchange.accessToken,
        expires_in: exchange.expiresInSeconds,
        token_type: 'EmbeddedBearer',
      });
    });

    const questions = Object.entries(questionsOf(ask));
    for (const path of ENTRY_PATHS.map((entry) => `${BASE}/${entry}/v2`)) {
      const letIn = async (request: FastifyRequest): Promise<void> => {
        asking.set(request, await identify(request, desk));
      };
      const count = (request: FastifyRequest, questions: number): void => {
        const holder = asking.get(request);
        const more = holder === undefined ? undefined : askMore(holder, questions, now().getTime());
        if (more?.ok === false)
          throw new DvdvProblem(429, 'SERVICE_VALIDATION', 'more questions than may be asked', more.retryAfterSeconds);
      };
      const route = { config: { open: true as const }, onRequest: letIn };
      for (const [name, answer] of questions) {
        scope.get(`${path}/${name}`, route, async (request, reply) => {
          count(request, 1);
          return send(reply, answer(parse((request.query as { request_json?: string }).request_json), dayOf(now())));
        });
        scope.post(`${path}/batch/${name}`, { ...route, bodyLimit: BATCH_LIMIT_BYTES }, async (request) => {
          const batch = batchOf(String(request.body));
          count(request, batch.length);
          return answersTo(batch, (asked) => answer(asked, dayOf(now())));
        });
      }
      scope.get(`${path}/categories`, route, async () => ask.categoryTree(dayOf(now())));
      scope.get(`${path}/intermediaries`, route, async () => []);
      scope.get(`${path}/version`, route, async () => VERSION);
    }
  });
};

/** The same question is answered once. */
const answersTo = async (
  batch: readonly Asked[],
  answer: (asked: Asked) => Found<unknown>,
): Promise<readonly unknown[]> => {
  const known = new Map<string, unknown>();
  const answers: unknown[] = [];
  for (const asked of batch) {
    const key = JSON.stringify(asked);
    if (!known.has(key)) {
      if (known.size % IN_A_ROW === IN_A_ROW - 1) await nextTurn();
      const found = answer(asked);
      known.set(key, found.found === 'value' ? found.value : null);
    }
    answers.push(known.get(key));
  }
  return answers;
};

/** By a token, in the manner of that interface or as a bearer's. */
const identify = async (request: FastifyRequest, desk: TokenDesk): Promise<AuthorityId> => {
  const [, token] =
    /^(?:EmbeddedBearer|Bearer) ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const holder = token === undefined ? undefined : await desk.holder(token);
  if (holder === undefined) throw new DvdvProblem(401, 'AUTHENTICATION', `a token is needed: POST ${TOKEN_PATH}`);
  return holder;
};

/**
 * Whether the client calls us by a name that our certificate has. Assertions are made out to the address of the call as
 * the client knows it: with any name believed, one made out to another server could be handed in here by that server.
 */
const isOurs = ({ raw: { socket }, hostname }: FastifyRequest): boolean => {
  const certificate = socket instanceof TLSSocket ? socket.getX509Certificate() : undefined;
  const name = hostname.replace(/^\[|\]$/g, '');
  return (isIP(name) === 0 ? certificate?.checkHost(name) : certificate?.checkIP(name)) !== undefined;
};

const addressOf = (request: FastifyRequest, path: string): string => `https://${request.headers.host ?? ''}${path}`;

const parse = (text: string | undefined): Asked => {
  try {
    const asked: unknown = JSON.parse(text ?? '');
    if (typeof asked === 'object' && asked !== null && !Array.isArray(asked)) return asked as Asked;
  } catch {
    // told below
  }
  throw new DvdvProblem(400, 'INPUT_VALIDATION', 'request_json: a JSON object is expected');
};

const batchOf = (text: string): readonly Asked[] => {
  const refuse = (): never => {
    throw new DvdvProblem(400, 'INPUT_VALIDATION', `a JSON array of at most ${MOST_IN_A_BATCH} objects is expected`);
  };
  let all: unknown;
  try {
    all = JSON.parse(text);
  } catch {
    return refuse();
  }
  if (!Array.isArray(all) || all.length > MOST_IN_A_BATCH) return refuse();
  return all.map((each: unknown) => (typeof each === 'object' && each !== null ? (each as Asked) : refuse()));
};

const send = (reply: FastifyReply, found: Found<unknown>): FastifyReply => {
  switch (found.found) {
    case 'value':
      return reply.send(found.value);
    case 'nothing':
      if (found.warning !== undefined) reply.header('dvdv-warning-msg', encodedWord(found.warning));
      return reply.code(204).send();
    case 'unknown':
      throw new DvdvProblem(404, 'ENTITY_NOT_FOUND', found.detail);
    default:
      return found satisfies never;
  }
};

/** RFC 2047, for headers that hold more than ASCII. */
const encodedWord = (text: string): string => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

const refuseToken = (reply: FastifyReply, error: string, detail: string): FastifyReply =>
  reply
    .code(error === 'invalid_client' ? 401 : 400)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'problems/type/SERVICE_VALIDATION',
        title: 'no token',
        status: error === 'invalid_client' ? 401 : 400,
        detail,
        error,
        error_description: detail,
      }),
    );

const answerProblem = (reply: FastifyReply, error: Error, log: Log): FastifyReply => {
  const stated = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  const status = error instanceof DvdvProblem ? error.status : stated;
  const type: ProblemType = error instanceof DvdvProblem ? error.type : 'SERVICE_VALIDATION';
  const detail = status >= 500 ? 'the request failed; the log of the gateway says why' : error.message;
  if (status >= 500) log.error({ err: error }, 'a directory question failed');
  if (error instanceof DvdvProblem && error.retryAfterSeconds !== undefined)
    reply.header('retry-after', error.retryAfterSeconds);
  return reply
    .code(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: `problems/type/${type}`, title: type, status, detail }));
};
