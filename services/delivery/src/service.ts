/** The delivery service: take → attempt → hold → schedule. Wiring only. */
import { connectBus } from '@dienstweg/infra/bus/connect.ts';
import { eventWriter } from '@dienstweg/infra/bus/events.ts';
import type { Log } from '@dienstweg/infra/log.ts';
import { startOpsServer } from '@dienstweg/infra/ops-server.ts';
import { startTracing } from '@dienstweg/infra/trace.ts';
import { ASSIGNMENTS } from '@dienstweg/schemas/bus/streams.ts';
import { deliveryIdOf } from '@dienstweg/schemas/delivery/delivery-id.ts';
import type { DeliveryEntry } from '@dienstweg/schemas/delivery/entry.ts';
import { heldEdition } from '@dienstweg/schemas/directory/fold/held-edition.ts';
import { askDirectory } from './attempt/ask-directory.ts';
import type { AttemptNeeds } from './attempt/attempt.ts';
import { attemptSpans, tracedTaking } from './attempt/attempt-span.ts';
import type { DeliveryConfig } from './config.ts';
import { Deliveries } from './deliver.ts';
import { holdDelivery } from './hold/hold.ts';
import { rebuildOverwritten } from './hold/rebuild.ts';
import { startSweeping } from './hold/sweep.ts';
import { busIdentity, poolFor, readKeys, redisUrlOf, signerOf } from './identity.ts';
import { knowWhatStands } from './know.ts';
import { lookIntoMailboxes, type MailboxNeeds, tellAllExpired } from './mailbox/mailbox.ts';
import { type ClearingNeeds, layIntoClearing } from './other-reader/clearing.ts';
import { handOnFromMailboxes } from './other-reader/succeed.ts';
import { completeAssignments, type TakePlaceNeeds, takePlace } from './other-reader/take-place.ts';
import { Recipients } from './recipients/recipients.ts';
import { serveDeliveryRequests } from './requests.ts';
import { startReconciler } from './schedule/reconcile.ts';
import { longestWaitMs } from './schedule/schedule.ts';
import { armSoon, startTimers } from './schedule/timers.ts';
import { ownConsumer } from './take/consumer.ts';
import { messageOf } from './take/message-of.ts';
import { takeMessages } from './take/take.ts';
import { evidenceOf } from './tell/evidence.ts';
import { counted, figuresOf } from './tell/figures.ts';
import { findingsOf } from './tell/findings.ts';
import { workFigures } from './tell/work-figures.ts';
import { postEvents } from './webhooks/post.ts';

/** Name of the node: in events, receipts, and of its folder of keys. */
const NODE = 'delivery';
/** How long a message waits for the directory to know the edition it was routed by. */
const DIRECTORY_WAIT_MS = 3_000;

/** What may be given instead of the usual, by tests. */
export interface DeliveryOptions {
  readonly connect?: typeof connectBus;
  readonly reconcile?: typeof startReconciler;
  readonly now?: () => Date;
  /** Milliseconds of a clock that nobody sets. */
  readonly steadyMs?: () => number;
}

/** A running delivery service. */
export interface DeliveryService extends AsyncDisposable {
  readonly opsPort: number;
}

/**
 * Starts the service. Resolves when it takes messages; Redis need not be there.
 * @throws where keys are missing or the bus cannot be reached.
 */
export const startDelivery = async (
  config: DeliveryConfig,
  log: Log,
  {
    connect = connectBus,
    now = () => new Date(),
    steadyMs = () => performance.now(),
    reconcile = startReconciler,
  }: DeliveryOptions = {},
): Promise<DeliveryService> => {
  const { home, limits } = config;
  const keys = await readKeys(home, NODE);
  await using started = new AsyncDisposableStack();
  const stopping = new AbortController();

  const tracing = started.use(await startTracing(NODE, config.tracing));
  const bus = started.use(await connect(await busIdentity(config, NODE, log)));
  // before it is read what was told since the oldest message that was not put down
  await ownConsumer(bus, limits);
  const known = started.use(
    await knowWhatStands({ bus, node: NODE, longestWaitMs: longestWaitMs(config.retry), now, steadyMs }),
  );
  const { directory, order, standings, pauses, told } = known;
  order.unsettled(); // until taking says what was given out and has not come

  const figures = figuresOf(
    standings,
    () => taking.inFlight(),
    () => directory.directory.edition,
  );
  const { timed } = figures.stages;
  const writer = started.use(eventWriter(bus, NODE));
  const events = counted({ ...writer, record: timed('record', writer.record) }, figures.count);
  started.defer(() => stopping.abort());
  const evidence = evidenceOf({ node: NODE, sign: signerOf(keys, NODE), now });
  const hold = (entry: DeliveryEntry, predecessor: number): Promise<boolean> =>
    holdDelivery({ bus, standings, stopping: stopping.signal }, entry, predecessor);
  const recipients = started.use(
    new Recipients({
      circuit: config.circuit,
      pushesPerReader: limits.pushesPerReader,
      waitingPerReader: limits.waitingPerReader,
      poolFor: (target) => poolFor(keys, target, config),
      onBack: (reader, wasLong) => deliveries.readerIsBack(reader, wasLong),
      longestRetryAfterMs: config.retry.longestRetryAfterMs,
      steadyMs,
      now: () => now().getTime(),
      onPushed: figures.onPushed,
    }),
  );
  const attempt: AttemptNeeds = {
    ...askDirectory(directory.directory),
    handOn: async ({ accepted, entry, sequence }, { reader, parts, because, entry: responsibility }) => {
      const { author, messageId } = accepted;
      const { role } = entry;
      const to = { deliveryId: deliveryIdOf(author, messageId, reader), authority: reader, role, roles: [role], parts };
      const reason = responsibility === undefined ? because : `${because}: ${responsibility}`;
      await takePlace(places, { accepted, old: { entry, sequence }, to, by: 'registry', reason });
      await deliveries.attemptNow(to.deliveryId);
    },
    hasLine: (reader) => deliveries.hasLine(reader),
    recipients,
    pauses,
    order,
    told,
    events,
    evidence,
    hold,
    retry: config.retry,
    openSpan: attemptSpans(tracing),
    now,
    random: Math.random,
    log,
  };
  const deliveries = new Deliveries({
    bus,
    attempt,
    standings,
    order,
    events,
    evidence,
    first: { slotWaitMs: limits.slotWaitMs, attemptMs: limits.firstAttemptMs },
    later: { slotWaitMs: limits.slotWaitMs, attemptMs: limits.laterAttemptMs },
    attemptsPerReader: limits.laterPerReader,
    attemptsAtOnce: limits.laterAtOnce,
    givesUpAfterFailures: limits.givesUpAfterFailures,
    directoryKnows: (edition) => directory.knows(edition, DIRECTORY_WAIT_MS),
    arm: (delivery, at) => armSoon(timers, delivery, at),
    now,
    steadyMs,
  });
  known.concerns({
    goOn: (behind) => deliveries.goOn(behind),
    resumed: (reader) => deliveries.readerIsResumed(reader),
    overwritten: (delivery) => {
      const standing = standings.get(delivery);
      if (standing !== undefined)
        hold(standing.entry, standing.sequence).catch((error: unknown) =>
          log.error({ err: error, deliveryId: delivery }, 'an overwritten entry could not be written again'),
        );
    },
  });
  const mailbox: MailboxNeeds = {
    standings,
    record: (happened) => events.record(happened),
    evidence,
    hold,
    messageOf: (standing) => messageOf(bus, standing),
    now,
  };
  const assignments = counted(started.use(eventWriter(bus, ASSIGNMENTS)), figures.count);
  const places: TakePlaceNeeds = { standings, assignments, evidence, hold, now };
  await rebuildOverwritten({ bus, hold, now }, known.overwritten);
  await completeAssignments(places);
  const clearing: ClearingNeeds = {
    isKnown: (delivery) => standings.get(delivery) !== undefined,
    events,
    evidence,
    hold,
    now,
  };
  await tellAllExpired(mailbox, log);

  const succeed = handOnFromMailboxes({
    directory: directory.directory,
    standings,
    messageOf: (standing) => messageOf(bus, standing),
    attempt,
  });
  let isReady = false;
  const reconciler = reconcile({
    standings,
    timers: () => timers,
    timerOf: (standing) => deliveries.timerOf(standing),
    offerLate: (lateMs) => deliveries.offerLate(lateMs),
    lookIntoMailboxes: async () => (await lookIntoMailboxes(mailbox)) + (await succeed()),
    everyMs: limits.reconcileEveryMs,
    lateMs: limits.timersLateMs,
    log,
  });
  const timers = started.use(
    startTimers({
      redisUrl: await redisUrlOf(config),
      atOnce: limits.timersAtOnce,
      due: (delivery) => deliveries.due(delivery),
      fired: (delivery) => deliveries.fired(delivery),
      lost: () => {
        if (isReady) reconciler.now();
      },
      log,
    }),
  );
  started.use(reconciler);
  started.use(deliveries);
  deliveries.completeTold();
  const taking = started.use(
    await takeMessages({
      bus,
      messagesInFlight: limits.messagesInFlight,
      ackWaitMs: limits.ackWaitMs,
      known: standings.lastMessage(),
      deliver: timed(
        'message',
        tracedTaking(tracing, async (message) => {
          if (message.accepted.route.clearing !== undefined) deliveries.enter(message);
          await layIntoClearing(clearing, message);
          await deliveries.deliver(message);
        }),
      ),
      comeAgain: (unsettled) => (unsettled ? order.unsettled() : deliveries.goOn(order.settled())),
    }),
  );
  started.use(startSweeping({ bus, standings, ackFloor: taking.ackFloor, stayMs: limits.markersStayMs }));
  started.use(
    await serveDeliveryRequests({
      bus,
      standings,
      recipients,
      pauses,
      onResumed: (reader) => deliveries.readerIsResumed(reader),
      events,
      evidence,
      hold,
      now,
      places,
      directory: directory.directory,
      messageOf: (standing) => messageOf(bus, standing),
      attemptNow: (delivery) =>
        void deliveries
          .attemptNow(delivery)
          .catch((error: unknown) =>
            log.error({ err: error, deliveryId: delivery }, 'delivery could not be attempted'),
          ),
    }),
  );
  const posting =
    config.webhooks === undefined
      ? undefined
      : started.use(
          await postEvents({
            bus,
            policy: config.webhooks,
            tls: { certPem: keys.tlsChain, keyPem: keys.tlsKey, caPem: keys.anchors },
            receipt: { privateKeyPem: keys.receiptKey, chainPem: keys.receiptChain },
            now,
          }),
        );
  const { late } = reconciler;
  workFigures(figures.registry, { recipients, deliveries, timers, timersLate: late, stalls: taking.stalls, keys });
  const ops = started.use(
    await startOpsServer({
      port: config.opsPort,
      name: NODE,
      readiness: () => [
        ...(posting?.findings() ?? []),
        ...findingsOf({
          bus: bus.isConnected(),
          redis: timers.isReady(),
          mayEvict: timers.mayEvict(),
          late: reconciler.late(),
          stalls: taking.stalls(),
        }),
        ...(bus.isConnected() ? [] : [heldEdition(directory.directory)]),
      ],
      metrics: figures.registry,
    }),
  );

  // only now: setting a hundred thousand timers must not stand between start and ready
  isReady = true;
  reconciler.now();
  // The first thing that happens when it stops: what nobody answers is not waited for.
  started.defer(() => {
    deliveries.close();
    recipients.abandonSoon();
  });
  const running = started.move();
  return { opsPort: ops.port, [Symbol.asyncDispose]: () => running.disposeAsync() };
};
