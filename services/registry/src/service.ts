/** The wiring of the registry process. */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { verifyRegistryChange } from '@dienstweg/certs/jws/registry-change.ts';
import { loadTrust } from '@dienstweg/certs/trust/trust.ts';
import { type Bus, connectBus } from '@dienstweg/infra/bus/connect.ts';
import { type FollowedDirectory, followDirectory } from '@dienstweg/infra/bus/follow-directory.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { readLast, readMessage } from '@dienstweg/infra/bus/read.ts';
import { serveRequests } from '@dienstweg/infra/bus/requests.ts';
import { createLog, type Log } from '@dienstweg/infra/log.ts';
import { gauge } from '@dienstweg/infra/metrics.ts';
import { type Finding, startOpsServer } from '@dienstweg/infra/ops-server.ts';
import { STREAMS, subjectOfRegistryChange } from '@dienstweg/schemas/bus/streams.ts';
import { recordReader } from '@dienstweg/schemas/directory/change/read-record.ts';
import { checkChangeInSteps } from '@dienstweg/schemas/directory/check/check-change.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { heldEdition } from '@dienstweg/schemas/directory/fold/held-edition.ts';
import { Registry as Metrics } from 'prom-client';
import type { RegistryConfig } from './config.ts';
import { contentsOn } from './contents/on-bus.ts';
import { contactOf, expiringAnswerer } from './expiring.ts';
import { LAY_ASIDE_AFTER, type LayAsideAfter, layingAside } from './lay-aside.ts';
import { pendingChanges } from './pending.ts';
import { answerQuestion, exportDirectory } from './questions.ts';
import { changeRecorder, type Recorder } from './record-change.ts';
import { readRegistrars } from './registrars.ts';
import { searchAnswerer } from './search.ts';

/** What may be given instead of the usual, by tests. */
export interface RegistryOptions {
  readonly connect?: typeof connectBus;
  readonly layAsideAfter?: LayAsideAfter;
}

/** A running registry process. */
export interface Registry extends AsyncDisposable {
  readonly opsPort: number;
  /** The directory as this process knows it. */
  readonly directory: Directory;
}

const KNOWN_WITHIN_MS = 5_000;
/** Megabytes on a busy disk. */
const STORED_WITHIN_MS = 20_000;

/** Follows the stream until it has every change, then answers and records. */
export const startRegistry = async (
  config: RegistryConfig,
  log: Log = createLog('registry'),
  { connect = connectBus, layAsideAfter = LAY_ASIDE_AFTER }: RegistryOptions = {},
): Promise<Registry> => {
  await using stack = new AsyncDisposableStack();
  const seed = existsSync(config.seedFile) ? readFileSync(config.seedFile, 'utf8') : undefined;
  const bus = stack.use(
    await connect({
      url: config.natsUrl,
      user: 'registry',
      name: 'registry',
      log,
      ...(seed === undefined ? {} : { seed }),
    }),
  );
  const laying = stack.use(layingAside(bus, layAsideAfter));
  const followed = stack.use(await followDirectory(bus, { onTaken: laying.taken }));
  await followed.caughtUp;
  const expiring = expiringAnswerer(followed.directory, () => new Date());
  const recorder = stack.use(recorderOn(bus, followed, config));
  stack.use(
    await serveRequests(bus, {
      registryChange: async (request) => {
        const recorded = await recorder.record(request);
        if (recorded.edition > 0) log.info(recorded, 'change recorded');
        return recorded;
      },
      registryPending: async () => pendingChanges(followed.fold),
      registrySearch: searchAnswerer(followed.directory),
      registryRoute: async (question) => answerQuestion(followed.directory, question, new Date()),
      registryExpiring: async (question) => expiring(question),
      registryContact: async (question) => contactOf(followed.directory, question, new Date()),
      registryExport: async (request) => exportDirectory(followed.directory, request),
    }),
  );
  const ops = stack.use(
    await startOpsServer({
      port: config.opsPort,
      name: 'registry',
      metrics: metricsOf(followed),
      readiness: () => findingsOf(bus, followed.directory),
    }),
  );
  const running = stack.move();
  return {
    opsPort: ops.port,
    directory: followed.directory,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
};

/** Registrars and trust are read for every change: both are small, changes are rare, and a revocation counts at once. */
const recorderOn = (bus: Bus, followed: FollowedDirectory, config: RegistryConfig): Recorder =>
  changeRecorder({
    fold: followed.fold,
    registrars: () => readRegistrars(config.registrarFolder),
    newId: randomUUID,
    check: async (directory, change, language) => {
      const steps = checkChangeInSteps(directory, change, { language, today: dayOf(new Date()) });
      for (;;) {
        const { done, value } = steps.next();
        if (done === true) return value;
        // a large change is looked at for seconds: whoever asks meanwhile is answered
        await nextTurn();
      }
    },
    verify: (jws, language) => {
      const registrars = new Set(readRegistrars(config.registrarFolder).map(({ fingerprint }) => fingerprint));
      return verifyRegistryChange(jws, {
        trust: loadTrust(config.trustFolder),
        isRegistrar: (fingerprint) => registrars.has(fingerprint),
        at: new Date(),
        language,
      });
    },
    read: recordReader(),
    store: (data, messageId, after) =>
      publishDurably(bus, {
        subject: subjectOfRegistryChange,
        data,
        messageId,
        expectedLastSubjectSequence: after,
        timeoutMs: STORED_WITHIN_MS,
      }),
    stored: async (edition) => {
      const message = await readMessage(bus, STREAMS.registry, edition);
      return message && new TextDecoder().decode(message.data);
    },
    contents: contentsOn(bus, config.messageTypeFolders),
    lastEdition: async () => (await readLast(bus, STREAMS.registry, subjectOfRegistryChange))?.sequence ?? 0,
    known: (edition, timeoutMs = KNOWN_WITHIN_MS) => followed.knows(edition, timeoutMs),
  });

const metricsOf = (followed: FollowedDirectory): Metrics => {
  const metrics = new Metrics();
  gauge(metrics, 'dienstweg_registry_edition', 'Edition of the directory', () => followed.directory.edition);
  gauge(metrics, 'dienstweg_registry_behind', 'Changes recorded and not yet taken in', () => followed.behind());
  gauge(
    metrics,
    'dienstweg_registry_pending_changes',
    'Changes that wait for a second registrar',
    () => pendingChanges(followed.fold).pending.length,
  );
  return metrics;
};

const findingsOf = (bus: Bus, directory: Directory): readonly Finding[] =>
  bus.isConnected()
    ? []
    : [
        {
          code: 'bus-unreachable',
          severity: 'error',
          text: 'NATS cannot be reached; nothing can be recorded.',
          remedy: 'Start nats-server; the process reconnects by itself.',
        },
        heldEdition(directory),
      ];
