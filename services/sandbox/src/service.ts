/** The sandbox: authorities to try with. Wiring only. */
import { readFile } from 'node:fs/promises';
import { signatureVerifier } from '@dienstweg/certs/signature/verify.ts';
import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import { connectBus } from '@dienstweg/infra/bus/connect.ts';
import { followDirectory } from '@dienstweg/infra/bus/follow-directory.ts';
import { keepPublishedTypes, saysOfTypes } from '@dienstweg/infra/bus/published-types.ts';
import { seedFileOf } from '@dienstweg/infra/home.ts';
import type { Log } from '@dienstweg/infra/log.ts';
import { startOpsServer } from '@dienstweg/infra/ops-server.ts';
import { maySign, signerOf } from '@dienstweg/schemas/directory/parties.ts';
import { examine } from '@dienstweg/schemas/examine/examine.ts';
import { type AuthorityId, toToken } from '@dienstweg/schemas/identifiers.ts';
import { loadMessageTypes, MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';
import { problem } from '@dienstweg/schemas/problems/problem.ts';
import { findSandboxAuthority, sandboxAuthority } from '@dienstweg/schemas/sandbox/authorities.ts';
import { Counter, Gauge, Registry } from 'prom-client';
import { parseBehaviour, type ToldBehaviour } from './behave.ts';
import type { SandboxConfig } from './config.ts';
import { connectGateway } from './gateway.ts';
import { keysOfAuthority, keysOfNode, pusherFingerprint } from './keys.ts';
import { openMemory } from './memory.ts';
import { startRecipients } from './receive.ts';
import { eventSignerFingerprint, judgeEvents, registerWebhook } from './take-events.ts';
import { freshTrust } from './trust.ts';
import { startWorkingOff } from './work-off.ts';

/** Has its events posted; all others ask for them, or do not care. */
const TOLD_BY_WEBHOOK = sandboxAuthority('quellhorn.gewerbeamt').id;

/** A running sandbox. */
export interface Sandbox extends AsyncDisposable {
  readonly port: number;
  readonly opsPort: number;
}

/**
 * Starts the recipients of all sandbox authorities. Resolves when they take pushes; the gateway need not be there.
 * @throws where keys are missing or the bus cannot be reached.
 */
export const startSandbox = async (config: SandboxConfig, log: Log): Promise<Sandbox> => {
  const { home } = config;
  await using started = new AsyncDisposableStack();
  const now = (): Date => new Date();

  const bus = started.use(
    await connectBus({
      url: config.natsUrl,
      user: 'sandbox',
      name: 'sandbox',
      log,
      ...(config.natsGiven ? {} : { seed: await readFile(seedFileOf(home, 'sandbox'), 'utf8') }),
    }),
  );
  const messageTypes = started.use(loadMessageTypes([MESSAGE_TYPES_FOLDER]));
  let lookAtTypes = (): void => undefined;
  const { directory, caughtUp } = started.use(
    await followDirectory(bus, {
      onTaken: ({ effect }, fold) => {
        if (effect !== undefined && saysOfTypes(effect.change, fold.directory)) lookAtTypes();
      },
    }),
  );
  await caughtUp;
  const types = started.use(
    keepPublishedTypes({
      bus,
      directory,
      folder: config.typesFolder,
      onTypes: (published) => messageTypes.publish(published.types),
    }),
  );
  lookAtTypes = types.look;
  await types.caughtUp();

  const { trust, refresh } = freshTrust(home.trust.root, log);
  const verifySignature = signatureVerifier({ trust, signerOf: (fingerprint) => signerOf(directory, fingerprint) });
  const memory = started.use(openMemory(config.databaseFile));
  const told = new Map<AuthorityId, ToldBehaviour>();

  const gateway = started.use(
    connectGateway(config.gatewayOrigin, trust.issuersPem(), (authority) => keysOfAuthority(home, authority, 'tls')),
  );
  const workingOff = started.use(
    startWorkingOff({
      memory,
      gateway,
      signingKeyOf: (authority) => keysOfAuthority(home, authority, 'signing'),
      now,
      log,
    }),
  );
  const signer = eventSignerFingerprint(home);
  const figures = figuresOf(() => memory.due(new Date(8.64e15), 10_000).length);
  const recipients = started.use(
    await startRecipients({
      port: config.port,
      tls: keysOfNode(home),
      issuersPem: trust.issuersPem(),
      pusher: pusherFingerprint(home),
      memory,
      examine: (octets, at) => {
        refresh();
        return examine(
          octets,
          {
            verifySignature,
            maySign: (provider, author, code) => maySign(directory, provider, author, code, at),
            messageTypes,
          },
          { at, language: 'de', partsRequired: false },
        );
      },
      toldTo: ({ id }) => told.get(id) ?? { told: 'default' },
      takeEvents: (authority, octets, signature) => {
        const taken = judgeEvents(octets, signature, { authority, signer });
        if (taken.ok) figures.events.inc(taken.count);
        log.info({ authority, ...taken }, 'events posted');
        return taken.ok;
      },
      taken: () => workingOff.look(),
      now,
      log,
    }),
  );
  const ops = started.use(
    await startOpsServer({
      port: config.opsPort,
      name: 'sandbox',
      readiness: () => [],
      metrics: figures.registry,
      actions: { '/behaviour': (order) => Promise.resolve(tell(told, order)) },
    }),
  );
  started.use(
    registerWebhook({ gateway, log }, TOLD_BY_WEBHOOK, {
      url: `https://127.0.0.1:${recipients.port}/authorities/${toToken(TOLD_BY_WEBHOOK)}/events`,
      tlsFingerprint: fingerprintOf(keysOfNode(home).der),
    }),
  );
  const running = started.move();
  return { port: recipients.port, opsPort: ops.port, [Symbol.asyncDispose]: () => running.disposeAsync() };
};

/** `{ authority, behaviour }`: the authority by its id or short name. Forgotten at a restart. */
const tell = (told: Map<AuthorityId, ToldBehaviour>, order: unknown) => {
  const { authority, behaviour } = (order ?? {}) as Record<string, unknown>;
  const found = typeof authority === 'string' ? findSandboxAuthority(authority) : undefined;
  const parsed = typeof behaviour === 'string' ? parseBehaviour(behaviour) : undefined;
  if (found === undefined || parsed === undefined) {
    const detail =
      'Give {"authority": id or short name, "behaviour": default | accept | down | slow | hang | redirect | take-and-die | status:N | retry-after:SECONDS}.';
    return { status: 400, body: problem('request-invalid', { detail }) };
  }
  told.set(found.id, parsed);
  return { status: 200, body: { authority: found.id, behaviour } };
};

const figuresOf = (owed: () => number): { readonly registry: Registry; readonly events: Counter } => {
  const registry = new Registry();
  new Gauge({
    name: 'dienstweg_sandbox_owed',
    help: 'Acceptances and answers not handed in yet.',
    registers: [registry],
    collect() {
      this.set(owed());
    },
  });
  const events = new Counter({
    name: 'dienstweg_sandbox_events_total',
    help: 'Events posted to webhooks, their signature verified.',
    registers: [registry],
  });
  return { registry, events };
};
