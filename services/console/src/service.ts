/** The wiring of the console. */
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connectBus } from '@dienstweg/infra/bus/connect.ts';
import { eventWriter } from '@dienstweg/infra/bus/events.ts';
import { followDirectory } from '@dienstweg/infra/bus/follow-directory.ts';
import { keepPublishedTypes, saysOfTypes } from '@dienstweg/infra/bus/published-types.ts';
import { request } from '@dienstweg/infra/bus/requests.ts';
import { homeLayout } from '@dienstweg/infra/home.ts';
import { createLog, type Log } from '@dienstweg/infra/log.ts';
import { gauge } from '@dienstweg/infra/metrics.ts';
import { startOpsServer } from '@dienstweg/infra/ops-server.ts';
import { CONSOLE_NODE } from '@dienstweg/schemas/bus/streams.ts';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import { LANGUAGES } from '@dienstweg/schemas/problems/texts.ts';
import { Registry } from 'prom-client';
import { keepJobs } from './act/jobs.ts';
import { recordActions } from './act/record-action.ts';
import { rejectAs } from './act/reject.ts';
import type { Site } from './api/shapes/session.ts';
import type { ConsoleConfig } from './config.ts';
import { openExaminer } from './examine/examiner.ts';
import { findingsOf } from './findings.ts';
import { handlersOf } from './handlers.ts';
import { keepLive } from './live/live.ts';
import { lookAround } from './live/look.ts';
import { cookieNames } from './receive/cookies.ts';
import { openPages } from './receive/pages.ts';
import { hostsOf } from './receive/provenance.ts';
import { createServer } from './receive/server.ts';
import { metricReader } from './show/metrics.ts';
import type { Ask } from './show/needs.ts';
import { readinessOf } from './show/readiness.ts';
import { signInByOidc } from './sign-in/oidc.ts';
import { permissionsOf } from './sign-in/roles.ts';
import { openSessions } from './sign-in/sessions.ts';

/** A running console. */
export interface Console extends AsyncDisposable {
  /** As browsers know it. */
  readonly origin: string;
  readonly opsPort: number;
}

/** What may be given instead of the usual, by tests. */
export interface ConsoleOptions {
  readonly log?: Log;
  readonly now?: () => Date;
  readonly connect?: typeof connectBus;
  readonly heartbeatMs?: number;
  readonly lookEveryMs?: number;
}

const VERSION = '0.1.0';

/** Starts everything; listens last, when the directory is whole. */
export const startConsole = async (
  config: ConsoleConfig,
  given: Log = createLog('console'),
  { now = () => new Date(), connect = connectBus, heartbeatMs = 15_000, lookEveryMs = 1_000 }: ConsoleOptions = {},
): Promise<Console> => {
  const log = given;
  await using stack = new AsyncDisposableStack();
  const bus = stack.use(
    await connect({
      url: config.natsUrl,
      user: 'console',
      name: CONSOLE_NODE,
      log,
      ...(existsSync(config.seedFile) ? { seed: readFileSync(config.seedFile, 'utf8') } : {}),
    }),
  );
  const ask: Ask = async (key, body) => {
    const reply = await request(bus, key, body);
    if (!reply.ok) throw new ProblemError(reply.problem);
    return reply.value;
  };
  let lookAtTypes = (): void => undefined;
  const followed = stack.use(
    await followDirectory(bus, {
      onTaken: ({ effect }, fold) => {
        if (effect !== undefined && saysOfTypes(effect.change, fold.directory)) lookAtTypes();
      },
    }),
  );
  const { directory } = followed;
  const recordAction = recordActions(stack.use(eventWriter(bus, CONSOLE_NODE)), now);
  const sessions = stack.use(openSessions(config.databaseFile, config.session));
  const pages = openPages(config.pagesFolder);
  const { trustFolder, messageTypeFolders } = config;
  const examiner = stack.use(openExaminer({ trustFolder, messageTypeFolders }, log));
  // octets that nobody ever took: what they do to a thread is felt by nobody who looks at messages
  const trying = stack.use(openExaminer({ trustFolder, messageTypeFolders }, log));

  const home = homeLayout(config.homeFolder);
  const types = stack.use(
    keepPublishedTypes({
      bus,
      directory,
      folder: join(home.data.console, 'message-types'),
      onTypes: ({ types: told }) => {
        examiner.publish(told);
        trying.publish(told);
      },
    }),
  );
  lookAtTypes = types.look;
  const { returnsAs: authority, gateway } = config;
  const rejecting =
    authority === undefined ? undefined : rejectAs({ authority, home, gateway, directory, examiner, now });

  let jobSteps = 0;
  const jobs = stack.use(
    keepJobs({
      replay: ({ deliveryId, round }, by, reason) => ask('replay', { deliveryId, by, reason, round }),
      onProgress: (job) => {
        jobSteps += 1;
        live.tellJob(job);
      },
      now,
    }),
  );
  const live = stack.use(
    keepLive({
      limits: config.live,
      look: lookAround({ ask, edition: () => directory.edition, jobs: () => jobSteps, now }),
      standing: (session) => sessions.standing(session, now()),
      maySeeCounts: ({ roles }) => permissionsOf(roles).includes('look'),
      lookEveryMs,
      heartbeatMs,
    }),
  );

  // known once it listens: tests take any free port
  let origin = config.origin ?? `http://${config.host}:${config.port}`;
  const { site: stated } = config;
  const site: Site = {
    product: 'Dienstweg',
    version: VERSION,
    signIn: config.oidc === undefined ? 'link' : 'oidc',
    federalStrip: stated.federalStrip,
    operator: { name: stated.operator, ...(stated.contact === undefined ? {} : { contact: stated.contact }) },
    languages: LANGUAGES,
  };
  const app = createServer({
    origin: () => origin,
    hosts: () => hostsOf(origin, config.origin === undefined),
    cookies: () => cookieNames(origin),
    sessions,
    pages,
    handlers: handlersOf({
      ask,
      bus,
      directory,
      directoryBehind: () => followed.behind(),
      examiner,
      home,
      jobs,
      live,
      liveAtMost: config.live.atMost,
      metrics: metricReader(config.services),
      now,
      readiness: readinessOf(config.services),
      recordAction,
      sessions,
      trying,
      signIn: {
        cookies: () => cookieNames(origin),
        links: config.oidc === undefined,
        linksFolder: config.linksFolder,
        canReturn: rejecting !== undefined,
      },
      site,
      ...(rejecting === undefined ? {} : { rejecting }),
    }),
    now,
    log,
  });
  if (config.oidc !== undefined)
    await signInByOidc(app, {
      config: config.oidc,
      origin: () => origin,
      cookies: () => cookieNames(origin),
      sessions,
      recordAction,
      now,
      log,
    });
  const metrics = new Registry();
  gauge(metrics, 'dienstweg_console_live_connections', 'Browsers that are told of changes as they happen', live.count);
  gauge(
    metrics,
    'dienstweg_console_replays',
    'Replays of many that are under way',
    () => jobs.list().filter(({ state }) => state === 'running').length,
  );
  const ops = stack.use(
    await startOpsServer({
      port: config.opsPort,
      name: 'console',
      metrics,
      readiness: () =>
        findingsOf({
          isConnected: bus.isConnected(),
          isBuilt: pages.document() !== undefined,
          liveConnections: live.count(),
          liveAtMost: config.live.atMost,
        }),
    }),
  );
  await followed.caughtUp;
  types.look();
  stack.defer(() => app.close());
  await app.listen({ host: config.host, port: config.port });
  const { port } = app.server.address() as AddressInfo;
  origin = config.origin ?? `http://${config.host}:${port}`;
  const running = stack.move();
  return { origin, opsPort: ops.port, [Symbol.asyncDispose]: () => running.disposeAsync() };
};
