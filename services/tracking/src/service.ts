/** The wiring of the tracking process. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { connectBus } from '@dienstweg/infra/bus/connect.ts';
import { eventWriter } from '@dienstweg/infra/bus/events.ts';
import { serveRequests } from '@dienstweg/infra/bus/requests.ts';
import { createLog, type Log } from '@dienstweg/infra/log.ts';
import { type Finding, startOpsServer } from '@dienstweg/infra/ops-server.ts';
import { Gauge, Registry } from 'prom-client';
import type { TrackingConfig } from './config.ts';
import { followInto } from './follow.ts';
import { conversationTracer } from './query-conversation.ts';
import { feedReader } from './query-feed.ts';
import { messageFinder } from './query-find.ts';
import { inboxReader, summaryReader } from './query-lists.ts';
import { messageTracer } from './query-message.ts';
import { openCounter } from './query-open.ts';
import { openStore } from './store.ts';
import { deadlineFindings, watchDeadlines } from './watch-deadlines.ts';

/** What may be given instead of the usual, by tests. */
export interface TrackingOptions {
  readonly connect?: typeof connectBus;
  readonly now?: () => Date;
  /** How often deadlines are looked at. */
  readonly deadlineEveryMs?: number;
}

/** A running tracking process. */
export interface Tracking extends AsyncDisposable {
  readonly opsPort: number;
  /** Resolves when everything that stood in the streams at the start is in the view. */
  readonly caughtUp: Promise<void>;
}

/** Name of the node in the events it tells. */
const NODE = 'tracking';
/** Beyond so many stored messages not yet taken in, answers are noticeably old. */
const LAG_WORTH_A_WARNING = 5_000;

const lagFindings = (behind: number): readonly Finding[] =>
  behind <= LAG_WORTH_A_WARNING
    ? []
    : [
        {
          code: 'tracking-behind',
          severity: 'warning',
          text: `The view has still to take in ${behind} stored messages; answers may be old.`,
          remedy: 'Wait; it catches up by itself. If it lasts, look at the load of the machine.',
        },
      ];

/** Opens the view, follows the streams and answers questions. Questions are answered from the first moment. */
export const startTracking = async (
  config: TrackingConfig,
  log: Log = createLog('tracking'),
  { connect = connectBus, now = () => new Date(), deadlineEveryMs = 2_000 }: TrackingOptions = {},
): Promise<Tracking> => {
  mkdirSync(dirname(config.databaseFile), { recursive: true });
  const seed = existsSync(config.seedFile) ? readFileSync(config.seedFile, 'utf8') : undefined;
  const stack = new AsyncDisposableStack();
  const bus = stack.use(
    await connect({
      url: config.natsUrl,
      user: 'tracking',
      name: 'tracking',
      log,
      ...(seed === undefined ? {} : { seed }),
    }),
  );
  const database = stack.adopt(openStore(config.databaseFile), (open) => open.close());
  const view = stack.use(await followInto(bus, database));
  let isCaughtUp = false;
  view.caughtUp.then(
    () => {
      isCaughtUp = true;
    },
    () => undefined,
  );

  const trace = messageTracer(database);
  const feed = feedReader(database);
  const inbox = inboxReader(database);
  const find = messageFinder(database);
  const conversation = conversationTracer(database, now);
  const summary = summaryReader(database);
  const open = openCounter(database);
  stack.use(
    await serveRequests(bus, {
      trackingMessage: async (question) => trace(question),
      trackingEvents: async (question) => feed(question),
      trackingDeliveries: async (question) => inbox(question),
      trackingFind: async (question) => find(question),
      trackingConversation: async (question) => conversation(question),
      trackingSummary: async () => summary(),
      trackingOpen: async (question) => open(question),
    }),
  );

  const events = stack.use(eventWriter(bus, NODE));
  const deadlines = stack.use(
    watchDeadlines({
      database,
      events,
      node: NODE,
      isUpToDate: () => isCaughtUp && view.behind() === 0,
      everyMs: deadlineEveryMs,
      now,
      log,
    }),
  );
  const metrics = new Registry();
  new Gauge({
    name: 'dienstweg_deadlines',
    help: 'Messages whose deadline is not kept yet: at risk, missed, or an answer overdue.',
    labelNames: ['is'],
    registers: [metrics],
    collect() {
      for (const [is, n] of Object.entries(deadlines.counts())) this.set({ is }, n);
    },
  });
  new Gauge({
    name: 'dienstweg_tracking_behind',
    help: 'Stored messages the view has still to take in',
    registers: [metrics],
    collect() {
      this.set(view.behind());
    },
  });
  const ops = stack.use(
    await startOpsServer({
      port: config.opsPort,
      name: 'tracking',
      metrics,
      readiness: () => [
        ...lagFindings(view.behind()),
        ...deadlineFindings(deadlines.counts()),
        ...(bus.isConnected()
          ? []
          : [
              {
                code: 'bus-unreachable',
                severity: 'error',
                text: 'NATS cannot be reached.',
                remedy: 'Start nats-server; the process reconnects by itself.',
              } as const,
            ]),
      ],
    }),
  );
  return {
    opsPort: ops.port,
    caughtUp: view.caughtUp,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
};
