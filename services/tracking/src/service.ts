/** The wiring of the tracking process. */
import { existsSync, readFileSync } from 'node:fs';
import { connectBus } from '@dienstweg/infra/bus/connect.ts';
import { eventWriter } from '@dienstweg/infra/bus/events.ts';
import { serveRequests } from '@dienstweg/infra/bus/requests.ts';
import { createLog, type Log } from '@dienstweg/infra/log.ts';
import { startOpsServer } from '@dienstweg/infra/ops-server.ts';
import { Gauge, Registry } from 'prom-client';
import { startAlarms } from './alarms/start.ts';
import { viewFacts } from './alarms/view-facts.ts';
import { answersFrom } from './answer.ts';
import type { TrackingConfig } from './config.ts';
import { deadlineFindings, watchDeadlines } from './deadlines/watch.ts';
import { keepView } from './keep/keep-view.ts';
import { DEFAULT_KEPT_DAYS, prune } from './keep/prune.ts';
import { storeOf } from './store/choose.ts';

/** What may be given instead of the usual, by tests. */
export interface TrackingOptions {
  readonly connect?: typeof connectBus;
  readonly now?: () => Date;
  /** How often deadlines are looked at. */
  readonly deadlineEveryMs?: number;
  /** How often is looked whether the database is still there. */
  readonly lookEveryMs?: number;
}

/** A running tracking process. */
export interface Tracking extends AsyncDisposable {
  readonly opsPort: number;
  /** Resolves when everything that stood in the streams at the start is in the view. */
  readonly caughtUp: Promise<void>;
}

/** Name of the node in the events it tells. */
const NODE = 'tracking';
/** How often is looked whether the database is still there. */
const LOOK_EVERY_MS = 2_000;

/** Opens the view, follows the streams and answers questions. Questions are answered from the first moment. */
export const startTracking = async (
  config: TrackingConfig,
  log: Log = createLog('tracking'),
  {
    connect = connectBus,
    now = () => new Date(),
    deadlineEveryMs = 2_000,
    lookEveryMs = LOOK_EVERY_MS,
  }: TrackingOptions = {},
): Promise<Tracking> => {
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
  const view = stack.use(await keepView({ bus, store: storeOf(config, log), log, now, lookEveryMs }));
  let isCaughtUp = false;
  view.caughtUp.then(
    () => {
      isCaughtUp = true;
    },
    () => undefined,
  );
  const events = stack.use(eventWriter(bus, NODE));
  stack.use(await serveRequests(bus, answersFrom({ view, events, node: NODE, now })));
  const deadlines = stack.use(watchDeadlines({ view, events, node: NODE, everyMs: deadlineEveryMs, now, log }));
  stack.use(prune({ view, log, now, keptDays: config.keptDays ?? DEFAULT_KEPT_DAYS }));
  const metrics = new Registry();
  if (config.alarms !== undefined) {
    const facts = async () => {
      if (!isCaughtUp) throw new Error('the view is not complete yet');
      return view.use((open) => viewFacts(open, deadlines.counts(), now()));
    };
    const alarms = stack.use(
      await startAlarms({ bus, log, config: config.alarms, metrics, view: facts, behind: view.behind, now }),
    );
    stack.use(await serveRequests(bus, alarms.answers));
  }
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
        ...view.findings(),
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
