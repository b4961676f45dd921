/** A console on a real nats-server with the users of the house, and a client that sends exactly what it is told. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LinkHolder, makeConsoleLink } from '@dienstweg/infra/console-link.ts';
import { homeLayout } from '@dienstweg/infra/home.ts';
import { connectTestBus, silentLog, startNats, type TestNats } from '@dienstweg/infra/testing/servers.ts';
import type { ConsoleConfig } from '../config.ts';
import { type Console, type ConsoleOptions, startConsole } from '../service.ts';

/** An answer. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** As JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** What is sent. */
export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is a text. */
  readonly body?: unknown;
}

/** Somebody who is signed in. */
export interface Visitor {
  readonly cookie: string;
  readonly csrfToken: string;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

/** The console and what it runs on. */
export interface House extends AsyncDisposable {
  readonly nats: TestNats;
  readonly folder: string;
  readonly pages: string;
  readonly origin: string;
  call(path: string, sent?: Sent): Promise<Answer>;
  link(holder: Omit<LinkHolder, 'by'>): Promise<string>;
  signIn(holder?: Omit<LinkHolder, 'by'>): Promise<Visitor>;
  /** Ends the console and starts it again, at the same port. */
  restart(): Promise<void>;
}

/** Sends one request as it is: no header is added but `Host`, and that only where none is given. */
export const send = (
  origin: string,
  path: string,
  { method = 'GET', headers = {}, body }: Sent = {},
): Promise<Answer> =>
  new Promise((settle, fail) => {
    const { hostname, port, host } = new URL(origin);
    const isText = typeof body === 'string';
    const outgoing = request({
      hostname,
      port,
      method,
      path,
      setHost: false,
      agent: false,
      headers: { host, ...(body === undefined || isText ? {} : { 'content-type': 'application/json' }), ...headers },
    });
    outgoing.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      response.on('error', fail);
      response.on('end', () =>
        settle({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          get body() {
            return JSON.parse(text) as Record<string, unknown>;
          },
        }),
      );
    });
    outgoing.on('error', fail);
    outgoing.end(body === undefined ? undefined : isText ? body : JSON.stringify(body));
  });

const EVERYTHING = { roles: ['viewer', 'operator', 'registrar', 'auditor'] } as const;

/** Starts nats-server and console; `more` takes the place of settings. With `beside` it is another console on that server. */
export const openHouse = async (
  more: Partial<ConsoleConfig> = {},
  options: ConsoleOptions = {},
  beside?: Pick<House, 'nats'>,
): Promise<House> => {
  const folder = await mkdtemp(join(tmpdir(), 'dienstweg-console-'));
  const home = homeLayout(join(folder, 'home'));
  const pages = join(folder, 'pages');
  await mkdir(join(pages, 'assets'), { recursive: true });
  await writeFile(join(pages, 'assets', 'main-abcdefgh.js'), 'export {};');
  await writeFile(join(pages, 'index.html'), '<!doctype html><title>pages</title>');
  await mkdir(home.trust.anchors, { recursive: true });
  const nats = beside?.nats ?? (await startNats({ users: true }));
  if (beside === undefined) await (await connectTestBus(nats, { withUsers: true }))[Symbol.asyncDispose]();
  await mkdir(home.bus, { recursive: true });
  const seedFile = join(home.bus, 'console.seed');
  await writeFile(seedFile, nats.seedOf('console'));
  const config: ConsoleConfig = {
    natsUrl: nats.url,
    seedFile,
    host: '127.0.0.1',
    port: 0,
    opsPort: 0,
    pagesFolder: pages,
    databaseFile: join(folder, 'sessions.sqlite'),
    linksFolder: join(folder, 'links'),
    trustFolder: home.trust.root,
    homeFolder: home.root,
    messageTypeFolders: [],
    session: { idleMs: 60_000, absoluteMs: 600_000 },
    live: { atMost: 20, perSession: 5 },
    gateway: 'https://127.0.0.1:1',
    site: { federalStrip: false, operator: 'Musterstelle' },
    services: {},
    ...more,
  };
  let running: Console = await startConsole(config, silentLog(), options);
  let { origin } = running;
  const call: House['call'] = (path, sent) => send(origin, path, sent);
  const link: House['link'] = (holder) => makeConsoleLink(config.linksFolder, { by: 'tester', ...holder }, new Date());
  return {
    nats,
    folder,
    pages,
    get origin() {
      return origin;
    },
    call,
    link,
    signIn: async (holder = EVERYTHING) => {
      const answer = await call('/api/session/link', { method: 'POST', body: { token: await link(holder) } });
      const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0];
      if (answer.status !== 200 || cookie === undefined) throw new Error(`not signed in: ${answer.text}`);
      const csrfToken = String(answer.body.csrfToken);
      return {
        cookie,
        csrfToken,
        get: (path, headers) => call(path, { headers: { cookie, ...headers } }),
        post: (path, body, headers) =>
          call(path, { method: 'POST', body, headers: { cookie, 'x-csrf-token': csrfToken, ...headers } }),
      };
    },
    restart: async () => {
      await running[Symbol.asyncDispose]();
      running = await startConsole({ ...config, port: Number(new URL(origin).port) }, silentLog(), options);
      ({ origin } = running);
    },
    [Symbol.asyncDispose]: async () => {
      await running[Symbol.asyncDispose]();
      if (beside === undefined) await nats[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
