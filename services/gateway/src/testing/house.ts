/** A gateway with everything real around it, for the tests of this folder: CA, registry stream, keys of the sandbox. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registryChangeSigner } from '@dienstweg/certs/jws/registry-change.ts';
import { createDevelopmentCa, type DevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { writePrivateFile, writePublicFile } from '@dienstweg/certs/pki/files.ts';
import { type IssuedLeafWithKey, issueCertificate } from '@dienstweg/certs/pki/issue.ts';
import { writeTrustFolder } from '@dienstweg/certs/pki/trust-folder.ts';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { mutualTlsPool } from '@dienstweg/infra/https-client.ts';
import { connectTestBus, silentLog, startNats, type TestNats } from '@dienstweg/infra/testing/servers.ts';
import { subjectOfRegistryChange } from '@dienstweg/schemas/bus/streams.ts';
import type { RegistryChange } from '@dienstweg/schemas/directory/change/changes.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';
import { issuerNode } from '@dienstweg/schemas/receipt/claims.ts';
import { SANDBOX_AUTHORITIES, sandboxAuthority } from '@dienstweg/schemas/sandbox/authorities.ts';
import { sandboxChange } from '@dienstweg/schemas/sandbox/directory.ts';
import { Pool } from 'undici';
import { DEFAULT_LIMITS, type GatewayConfig } from '../config.ts';
import { type Gateway, type GatewayOptions, startGateway } from '../service.ts';

/** Signing and TLS keys of an authority. */
export interface Keys {
  readonly authority: AuthorityId;
  readonly signing: IssuedLeafWithKey;
  readonly tls: IssuedLeafWithKey;
}

/** What an answer was. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** A client of the gateway with a certificate, or none. */
export interface Client extends AsyncDisposable {
  get(path: string, headers?: Record<string, string>): Promise<Answered>;
  post(path: string, body: string | Buffer, headers?: Record<string, string>): Promise<Answered>;
  put(path: string, body: string): Promise<Answered>;
  delete(path: string): Promise<Answered>;
}

/** The house: servers, keys, directory. */
export interface House extends AsyncDisposable {
  readonly nats: TestNats;
  readonly bus: Bus;
  readonly ca: DevelopmentCa;
  readonly trustFolder: string;
  keysOf(name: string): Keys;
  change(puts: RegistryChange['puts'], closes?: RegistryChange['closes']): Promise<void>;
  start(config?: Partial<GatewayConfig>, options?: GatewayOptions): Promise<Gateway>;
  /** `as`: name of a sandbox authority, a certificate, or nobody. */
  client(gateway: Gateway, as: string | IssuedLeafWithKey | undefined, connections?: number): Client;
}

const keysFor = async (ca: DevelopmentCa): Promise<ReadonlyMap<string, Keys>> => {
  const keys = new Map<string, Keys>();
  for (const { name, id } of SANDBOX_AUTHORITIES)
    keys.set(name, {
      authority: id,
      signing: await issueCertificate(ca, { commonName: name, purposes: 'signing' }),
      tls: await issueCertificate(ca, { commonName: name, purposes: 'tls', dns: ['localhost'] }),
    });
  return keys;
};

/** Threads that are given up start anew, and what waits behind them waits for that: on a busy machine for long. */
const timeouts = { headersMs: 60_000, bodyMs: 60_000 };

const poolFor = (
  gateway: Gateway,
  leaf: IssuedLeafWithKey | undefined,
  caPem: readonly string[],
  connections: number,
): Pool => {
  const origin = gateway.origin.replace('127.0.0.1', 'localhost');
  return leaf === undefined
    ? new Pool(origin, { connections, connect: { ca: [...caPem] } })
    : mutualTlsPool({ origin, certPem: leaf.chainPem, keyPem: leaf.privateKeyPem, caPem, connections, timeouts });
};

const clientOn = (pool: Pool): Client => {
  const send = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    headers: Record<string, string>,
    body: string | Buffer | null,
  ): Promise<Answered> => {
    const answer = await pool.request({ method, path, headers, body });
    const text = await answer.body.text();
    const isJson = String(answer.headers['content-type']).includes('json');
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text,
      json: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
  };
  return {
    get: (path, headers = {}) => send('GET', path, headers, null),
    post: (path, body, headers = {}) => send('POST', path, { 'content-type': 'application/xml', ...headers }, body),
    put: (path, body) => send('PUT', path, { 'content-type': 'application/json' }, body),
    delete: (path) => send('DELETE', path, {}, null),
    [Symbol.asyncDispose]: () => pool.destroy(),
  };
};

/** Builds the house. Certificates of all sandbox authorities are registered. */
export const buildHouse = async (): Promise<House> => {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'dienstweg-gateway-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const nats = stack.use(await startNats());
  const bus = stack.use(await connectTestBus(nats));
  const ca = await createDevelopmentCa(join(folder, 'ca'));
  const trustFolder = join(folder, 'trust');
  await writeTrustFolder(ca, trustFolder);
  const keys = await keysFor(ca);
  const node = {
    tls: await issueCertificate(ca, { commonName: 'gateway', purposes: 'tls', dns: ['localhost'], ips: ['127.0.0.1'] }),
    receipt: await issueCertificate(ca, { commonName: 'gateway', purposes: 'receipt', uri: issuerNode('gateway') }),
  };
  for (const [name, leaf] of Object.entries(node)) {
    await writePublicFile(join(folder, 'node', `${name}.pem`), leaf.chainPem);
    await writePrivateFile(join(folder, 'node', `${name}.key`), leaf.privateKeyPem);
  }
  const registrar = await issueCertificate(ca, { commonName: 'registrar', purposes: 'signing' });
  const signChange = registryChangeSigner({ privateKeyPem: registrar.privateKeyPem, chainPem: registrar.chainPem });
  const record = async (change: RegistryChange): Promise<void> => {
    const published = await publishDurably(bus, { subject: subjectOfRegistryChange, data: signChange(change) });
    if (!published.ok) throw new Error(`change not recorded: ${published.reason}`);
  };
  await record(
    sandboxChange({
      certificates: [...keys.values()].flatMap(({ authority, signing, tls }) => [
        { authority, purpose: 'signing' as const, der: signing.der, fingerprint: signing.fingerprint },
        { authority, purpose: 'tls' as const, der: tls.der, fingerprint: tls.fingerprint },
      ]),
      pushBaseUrl: 'https://127.0.0.1:9',
      benchUrl: 'https://127.0.0.1:9',
      tlsFingerprint: node.tls.fingerprint,
    }),
  );
  const keysOf = (name: string): Keys => {
    const found = keys.get(sandboxAuthority(name).name);
    if (found === undefined) throw new Error(`no keys of ${name}`);
    return found;
  };
  let gateways = 0;
  const built = stack.move();
  return {
    nats,
    bus,
    ca,
    trustFolder,
    keysOf,
    change: (puts, closes = []) => record({ id: randomUUID(), by: 'test', reason: 'test', puts, closes }),
    start: async (config = {}, options = {}) => {
      gateways += 1;
      const files = (name: string) => ({
        certificateFile: join(folder, 'node', `${name}.pem`),
        keyFile: join(folder, 'node', `${name}.key`),
      });
      const gateway = await startGateway(
        {
          node: 'gateway',
          natsUrl: nats.url,
          seedFile: join(folder, 'no-seed'),
          host: '127.0.0.1',
          port: 0,
          opsPort: 0,
          tls: files('tls'),
          receipt: files('receipt'),
          trustFolder,
          indexFile: join(folder, `index-${gateways}`, 'index.sqlite'),
          messageTypeFolders: [MESSAGE_TYPES_FOLDER],
          typesFolder: join(folder, `types-${gateways}`),
          ...DEFAULT_LIMITS,
          pool: { ...DEFAULT_LIMITS.pool, threads: 2 },
          ...config,
        },
        { log: silentLog(), ...options },
      );
      await gateway.indexed;
      return gateway;
    },
    client: (gateway, as, connections = 1) =>
      clientOn(
        poolFor(
          gateway,
          typeof as === 'string' ? keysOf(as).tls : as,
          [ca.root.certificatePem, ca.issuing.certificatePem],
          connections,
        ),
      ),
    [Symbol.asyncDispose]: () => built.disposeAsync(),
  };
};
