/** The wiring of the gateway: receive → examine → resolve → accept → answer. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { receiptSigner } from '@dienstweg/certs/receipt/sign.ts';
import { checkCertificate } from '@dienstweg/certs/trust/trust.ts';
import { connectBus } from '@dienstweg/infra/bus/connect.ts';
import { eventWriter } from '@dienstweg/infra/bus/events.ts';
import { createLog, type Log } from '@dienstweg/infra/log.ts';
import { startOpsServer } from '@dienstweg/infra/ops-server.ts';
import { startTracing } from '@dienstweg/infra/trace.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import { loadCalendars } from '@dienstweg/schemas/calendar/holidays.ts';
import { heldEdition } from '@dienstweg/schemas/directory/fold/held-edition.ts';
import { issuerNode } from '@dienstweg/schemas/receipt/claims.ts';
import { promisedBy } from './accept/promise.ts';
import { judgedByTheHour } from './answer/by-the-hour.ts';
import { showConversations } from './answer/conversation.ts';
import { takeOutDeliveries } from './answer/deliveries.ts';
import { serveOpenData } from './answer/open-data.ts';
import { refuser } from './answer/refuse.ts';
import { searchDirectory } from './answer/search-views.ts';
import { countTurnedAway } from './answer/turned-away.ts';
import { tryMessageTypes } from './answer/validate.ts';
import { listHappenings, showDirectory, showMessages } from './answer/views.ts';
import { keepWebhooks } from './answer/webhook.ts';
import type { GatewayConfig } from './config.ts';
import { dvdvQuestions } from './dvdv/find.ts';
import { answerDvdv } from './dvdv/routes.ts';
import { tokenDesk } from './dvdv/token.ts';
import { startPool } from './examine/pool.ts';
import { findingsOf, keepFigures } from './figures.ts';
import { followIndex, POSITION_OF_ASSIGNMENTS } from './index/follow.ts';
import { openIndex } from './index/message-index.ts';
import { clockJudge } from './know/clock.ts';
import { followForExamination } from './know/directory.ts';
import { keepMessageTypes } from './know/message-types.ts';
import { watchRoom } from './know/room.ts';
import { watchTrust } from './know/trust.ts';
import { keepBudget } from './receive/budget.ts';
import { drainable } from './receive/drain.ts';
import { judgeArrival } from './receive/gate.ts';
import { type OpenMessages, watchOpenMessages } from './receive/open-messages.ts';
import { judgePeer } from './receive/peer.ts';
import { keepQuestions, keepQuotas } from './receive/quota.ts';
import { takeSubmissions } from './receive/routes.ts';
import { createServer } from './receive/server.ts';
import { keepStrangers } from './receive/strangers.ts';
import { submitMessage } from './submit.ts';
import { trustFigures } from './trust-figures.ts';
import { acceptOn, askedPatiently, decideOn, epochsOf, fetchOn, recordWithin, upToDate } from './wiring.ts';

/** A running gateway. */
export interface Gateway extends AsyncDisposable {
  /** `https://host:port` */
  readonly origin: string;
  readonly opsPort: number;
  /** Resolves when the index has caught up: before, submissions are answered with 503. */
  readonly indexed: Promise<void>;
}

/** What may be given instead of the usual, by tests. */
export interface GatewayOptions {
  readonly log?: Log;
  readonly now?: () => Date;
  readonly connect?: typeof connectBus;
  /** Another module for the examining threads. */
  readonly examineEntry?: URL;
}

/** Accepting, with what was accepted counted as on its way. */
const countedFor =
  (open: OpenMessages, accept: ReturnType<typeof acceptOn>): ReturnType<typeof acceptOn> =>
  async (message, ...rest) => {
    const acceptance = await accept(message, ...rest);
    if (acceptance.ok && !acceptance.repeated) open.accepted(message.header.author);
    return acceptance;
  };

/** How long requests under way may still take when the gateway stops; the process itself has twice as long. */
const DRAIN_WITHIN_MS = 10_000;

/** Starts everything, inside out; listens last, when the directory is whole. */
export const startGateway = async (config: GatewayConfig, options: GatewayOptions = {}): Promise<Gateway> => {
  const { log = createLog('gateway'), now = () => new Date(), connect = connectBus } = options;
  const text = (file: string): string => readFileSync(file, 'utf8');
  await using stack = new AsyncDisposableStack();

  const tracing = stack.use(await startTracing('gateway', config.tracing));
  const bus = stack.use(
    await connect({
      url: config.natsUrl,
      user: 'gateway',
      name: config.node,
      log,
      ...(existsSync(config.seedFile) ? { seed: text(config.seedFile) } : {}),
    }),
  );
  const record = recordWithin(stack.use(eventWriter(bus, config.node)));

  // know
  const pool = stack.use(
    startPool({
      ...config.pool,
      setup: {
        trustFolder: config.trustFolder,
        messageTypeFolders: config.messageTypeFolders,
        limits: { octets: config.limitBytes },
      },
      ...(options.examineEntry === undefined ? {} : { entry: options.examineEntry }),
      onThreadLost: (error) => {
        figures.onThreadLost();
        log.error({ err: error }, 'an examining thread ended and is replaced');
      },
    }),
  );
  const figures = keepFigures({
    pool: pool.state,
    spent: pool.spent,
    trust: () => trust.loaded(),
    edition: () => directory.edition,
  });
  const trust = stack.use(watchTrust(config.trustFolder, log, pool.reloadTrust));
  let lookAtTypes = (): void => undefined;
  const { directory, caughtUp } = stack.use(
    await followForExamination(
      bus,
      (change) => pool.learn([change]),
      () => lookAtTypes(),
    ),
  );
  mkdirSync(dirname(config.indexFile), { recursive: true });
  const epochs = await epochsOf(bus, [STREAMS.messages, STREAMS.events]);
  const index = stack.use(
    openIndex(config.indexFile, { ...epochs, [POSITION_OF_ASSIGNMENTS]: epochs[STREAMS.events] ?? '' }),
  );
  const followed = stack.use(await followIndex(bus, index, config.node));
  const calendars = await loadCalendars();
  const types = stack.use(
    keepMessageTypes({
      bus,
      directory,
      folders: config.messageTypeFolders,
      typesFolder: config.typesFolder,
      publish: pool.publish,
      metrics: figures.registry,
    }),
  );
  lookAtTypes = types.look;
  const messageTypes = types.catalog;
  const sign = receiptSigner({
    privateKeyPem: text(config.receipt.keyFile),
    chainPem: text(config.receipt.certificateFile),
    issuer: issuerNode(config.node),
  });

  const room = stack.use(await watchRoom(config.storeFolder, config.diskReserveBytes, log));
  const open = stack.use(watchOpenMessages(bus, config.quota.openMessages));

  // receive and answer
  const turnedAway = stack.use(countTurnedAway(log));
  const refuse = refuser({
    node: config.node,
    now,
    record,
    onRefused: figures.onRefused,
    turnedAway: turnedAway.count,
    log,
  });
  const byTheHour = judgedByTheHour(clockJudge(bus));
  const app = createServer({
    certificatePem: text(config.tls.certificateFile),
    privateKeyPem: text(config.tls.keyFile),
    judgeArrival: judgeArrival({
      judgePeer: judgePeer({ directory, trust: trust.now }),
      hearStranger: keepStrangers(config.strangersPerMinute),
      admit: keepQuotas(config.quota),
      reserve: keepBudget(config.bodiesBytes),
      limitBytes: config.limitBytes,
    }),
    refuse,
    byTheHour,
    now,
    limitBytes: config.limitBytes,
    requestTimeoutMs: config.requestTimeoutMs,
    spent: figures.stages.add,
    tracing,
    log,
  });
  const asked = upToDate(index, followed.takeIn);
  const byIdentity = askedPatiently(asked.byIdentity, followed.catchUp);
  const find = askedPatiently(asked.byDelivery, followed.catchUp);
  const common = { node: config.node, now, bus, index: asked, find, record, sign, tracing };
  const { timed } = figures.stages;
  const promise = promisedBy({ messageTypes, calendars, directory });
  takeSubmissions(app, {
    submit: submitMessage({
      now,
      directory,
      index: {
        byDigest: index.byDigest,
        byIdentity: index.byIdentity,
        byDigestNow: askedPatiently(asked.byDigest, followed.catchUp),
        byIdentityNow: byIdentity,
        isTooFar: followed.isTooFar,
      },
      examine: timed('examine', pool.examine),
      accept: timed('store', countedFor(open, acceptOn(common, promise, followed.stored))),
      isConnected: bus.isConnected,
      byTheHour,
      isShortOfRoom: room.isShort,
      hasTooManyOpen: open.isTooMany,
      examineLimitMs: config.pool.timeLimitMs,
    }),
    refuse,
    spent: figures.stages.add,
    onAccepted: figures.onAccepted,
  });
  takeOutDeliveries(app, {
    fetch: fetchOn(common, pool.cut),
    decide: decideOn(common, directory, trust.now),
    refuse,
  });
  const views = { node: config.node, now, bus, directory, messageTypes, byIdentity };
  showMessages(app, views);
  showConversations(app, views);
  listHappenings(app, views);
  keepWebhooks(app, { bus, now });
  showDirectory(app, views);
  tryMessageTypes(app, {
    standingOf: messageTypes.standingOf,
    validate: pool.validate,
    refuse,
    now,
    limitMs: config.pool.timeLimitMs,
  });
  const askMore = keepQuestions(config.quota.questionsPerMinute);
  searchDirectory(app, { ...views, askMore });
  serveOpenData(app, config.openDataFolder);
  const ask = dvdvQuestions(directory);
  answerDvdv(app, {
    ask,
    desk: tokenDesk({
      certificates: ask.certificatesInForce,
      isTrusted: (der, at) =>
        (['signing', 'tls-client'] as const).some((purpose) => checkCertificate(trust.now(), der, { at, purpose }).ok),
      privateKeyPem: text(config.receipt.keyFile),
      issuer: issuerNode(config.node),
      now,
    }),
    hear: keepStrangers(config.strangersPerMinute),
    askMore,
    now,
    log,
  });

  trustFigures(figures.registry, {
    trust: trust.now,
    certificates: { tls: text(config.tls.certificateFile), receipt: text(config.receipt.certificateFile) },
    indexBehind: followed.behind,
  });
  const ops = stack.use(
    await startOpsServer({
      port: config.opsPort,
      name: 'gateway',
      metrics: figures.registry,
      readiness: () => [
        ...room.findings(),
        ...types.findings(),
        ...findingsOf({
          isListening: app.server.listening,
          isConnected: bus.isConnected(),
          isIndexTooFar: followed.isTooFar(),
          readyThreads: pool.state().readyThreads,
          crlsDueAt: trust.now().crlsDueAt(),
          heldEdition: () => heldEdition(directory),
          now: now(),
        }),
      ],
    }),
  );
  await Promise.all([pool.ready, caughtUp]);
  // a message of a published type must not be refused because this gateway has just begun
  await types.caughtUp();
  const drain = drainable(app.server);
  stack.defer(() => app.close());
  stack.defer(() => drain(DRAIN_WITHIN_MS));
  await app.listen({ host: config.host, port: config.port });
  const running = stack.move();
  const { port } = app.server.address() as AddressInfo;
  return {
    origin: `https://${config.host}:${port}`,
    opsPort: ops.port,
    indexed: followed.caughtUp,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
};
