import { randomUUID, X509Certificate } from 'node:crypto';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDevelopmentCa, type DevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { type IssuedLeafWithKey, issueCertificate } from '@dienstweg/certs/pki/issue.ts';
import { revoke, writeCrl } from '@dienstweg/certs/pki/revoke.ts';
import { writeTrustFolder } from '@dienstweg/certs/pki/trust-folder.ts';
import { signMessage } from '@dienstweg/certs/signature/sign.ts';
import { signatureVerifier } from '@dienstweg/certs/signature/verify.ts';
import { mutualTlsPool } from '@dienstweg/infra/https-client.ts';
import { silentLog } from '@dienstweg/infra/testing/servers.ts';
import { buildMessage } from '@dienstweg/schemas/envelope/build.ts';
import { examine } from '@dienstweg/schemas/examine/examine.ts';
import { type AuthorityId, type MessageId, toToken } from '@dienstweg/schemas/identifiers.ts';
import { loadMessageTypes, MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';
import { sandboxAuthority } from '@dienstweg/schemas/sandbox/authorities.ts';
import { SAMPLE_FLOWS } from '@dienstweg/schemas/sandbox/flows.ts';
import { readSample } from '@dienstweg/schemas/sandbox/samples.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ToldBehaviour } from './behave.ts';
import { type Memory, openMemory } from './memory.ts';
import { startRecipients } from './receive.ts';
import { freshTrust } from './trust.ts';

const reader = sandboxAuthority('westerdiep.burgerzaken');
const author = sandboxAuthority('quellhorn.meldebehoerde');
const all = new AsyncDisposableStack();
let told: ToldBehaviour = { told: 'default' };
let memory: Memory;
let ca: DevelopmentCa;
let crls: string;
let signing: IssuedLeafWithKey;
let push: (body: string, delivery: string, by?: IssuedLeafWithKey) => Promise<number>;

const message = (): string => {
  const step = SAMPLE_FLOWS.find(({ name }) => name === 'wegzug.niederlande')?.steps[0];
  if (step?.does !== 'send') throw new Error('no such flow');
  const { messageType, addressee, distribution, processReference, testMessage } = step;
  const now = new Date();
  const unsigned = buildMessage(
    {
      messageId: randomUUID() as MessageId,
      messageType,
      author: author.id,
      addressee,
      distribution,
      processReference,
      testMessage,
      createdAt: now.toISOString(),
    },
    step.parts.map((part) => ({ ...part, octets: readSample(part) })),
  );
  return signMessage(unsigned, {
    privateKeyPem: signing.privateKeyPem,
    certificateDer: signing.der,
    signingTime: now,
  });
};

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dienstweg-sandbox-'));
  all.defer(() => rm(folder, { recursive: true, force: true }));
  ca = await createDevelopmentCa(join(folder, 'ca'));
  await writeTrustFolder(ca, join(folder, 'trust'));
  crls = join(folder, 'trust', 'crls');
  const { trust, refresh } = freshTrust(join(folder, 'trust'), silentLog());
  signing = await issueCertificate(ca, { commonName: 'author', purposes: 'signing' });
  const server = await issueCertificate(ca, { commonName: 'sandbox', purposes: 'tls', ips: ['127.0.0.1'] });
  const pusher = await issueCertificate(ca, { commonName: 'delivery', purposes: 'tls' });
  const messageTypes = all.use(loadMessageTypes([MESSAGE_TYPES_FOLDER]));
  const verifySignature = signatureVerifier({
    trust,
    signerOf: (fingerprint) =>
      fingerprint === signing.fingerprint
        ? { authority: author.id, fingerprint, der: signing.der, validFrom: '2020-01-01' }
        : undefined,
  });
  memory = all.use(openMemory(join(folder, 'recipients.db')));
  const recipients = all.use(
    await startRecipients({
      port: 0,
      tls: { keyPem: server.privateKeyPem, chainPem: server.chainPem },
      issuersPem: trust.issuersPem(),
      pusher: new X509Certificate(Buffer.from(pusher.der)).fingerprint256.replaceAll(':', '').toLowerCase(),
      memory,
      examine: (octets, at) => {
        refresh();
        return examine(
          octets,
          { verifySignature, maySign: () => false, messageTypes },
          { at, language: 'de', partsRequired: false },
        );
      },
      toldTo: () => told,
      taken: () => undefined,
      now: () => new Date(),
      log: silentLog(),
    }),
  );
  push = async (body, delivery, by = pusher) => {
    const pool = mutualTlsPool({
      origin: `https://127.0.0.1:${recipients.port}`,
      certPem: by.chainPem,
      keyPem: by.privateKeyPem,
      caPem: trust.issuersPem(),
      expectedFingerprint: server.fingerprint,
    });
    try {
      const answer = await pool.request({
        method: 'POST',
        path: `/authorities/${toToken(reader.id as AuthorityId)}/messages`,
        headers: { 'dienstweg-delivery-id': delivery, 'dienstweg-attempt': '1', 'content-type': 'application/xml' },
        body,
      });
      await answer.body.dump();
      return answer.statusCode;
    } finally {
      await pool.destroy();
    }
  };
});
afterAll(() => all.disposeAsync());

describe('a recipient', () => {
  test('takes a delivery over once, however often it comes, and owes one acceptance', async () => {
    const [body, delivery] = [message(), randomUUID()];
    expect(await push(body, delivery)).toBe(204);
    expect(await push(body, delivery)).toBe(204);
    expect(memory.takenBy(reader.id)).toBe(1);
    expect(memory.due(new Date(), 10).filter((owed) => owed.delivery === delivery)).toMatchObject([
      { duty: 'acceptance', reader: reader.id, filed: { parts: [{ id: 'core' }] } },
    ]);
  });

  test('refuses what the author did not sign', async () => {
    const delivery = randomUUID();
    expect(await push(message().replace('QU-33/2026-4802', 'QU-33/2026-4803'), delivery)).toBe(422);
    expect(memory.isTaken(reader.id, delivery as never)).toBe(false);
  });

  test('lets in nobody but the delivery node', async () => {
    const stranger = await issueCertificate(ca, { commonName: 'stranger', purposes: 'tls' });
    expect(await push(message(), randomUUID(), stranger)).toBe(403);
  });

  test('that took over and died before its answer has one effect when the delivery comes again', async () => {
    const [body, delivery] = [message(), randomUUID()];
    const before = memory.takenBy(reader.id);
    told = { told: 'take-and-die' };
    await expect(push(body, delivery)).rejects.toThrow();
    told = { told: 'default' };
    expect(await push(body, delivery)).toBe(204);
    expect(memory.takenBy(reader.id)).toBe(before + 1);
  });

  test('misbehaves when told', async () => {
    told = { told: 'status', status: 503 };
    expect(await push(message(), randomUUID())).toBe(503);
    told = { told: 'down' };
    await expect(push(message(), randomUUID())).rejects.toThrow();
    told = { told: 'default' };
    expect(await push(message(), randomUUID())).toBe(204);
  });

  test('has what it cannot judge yet pushed again, and takes it once the revocation list is there', async () => {
    const [body, delivery] = [message(), randomUUID()];
    const [list, away] = [join(crls, 'issuing.pem'), join(crls, '.away')];
    await rename(list, away);
    expect(await push(body, delivery)).toBe(503);
    await rename(away, list);
    expect(await push(body, delivery)).toBe(204);
  });

  test('refuses an author whose certificate was revoked while it runs', async () => {
    await revoke(ca, signing.fingerprint, new Date(Date.now() - 60_000));
    await writeCrl(ca, crls);
    expect(await push(message(), randomUUID())).toBe(422);
  });
});
