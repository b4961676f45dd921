import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestPki, type TestPki } from '../../testing/fixture.ts';
import { runTool } from '../../testing/tools.ts';
import { checkCertificate } from '../trust/trust.ts';
import { createDevelopmentCa } from './ca.ts';
import { isRenewalDue, issueCertificate } from './issue.ts';
import { acceptAnswer, answerRequest, createRequest } from './request.ts';
import { revoke } from './revoke.ts';
import { readSerials } from './serials.ts';

let pki: TestPki;
beforeAll(async () => {
  pki = await startTestPki();
});
afterAll(async () => {
  await pki[Symbol.asyncDispose]();
});

test('opening the CA again changes nothing', async () => {
  const files = ['root.pem', 'root.key', 'issuing.pem', 'issuing.key'].map((name) => join(pki.ca.dir, name));
  const before = files.map((file) => readFileSync(file, 'utf8'));
  const again = await createDevelopmentCa(pki.ca.dir);
  expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
  const { der } = await issueCertificate(again, { commonName: 'x', purposes: 'signing' });
  expect(checkCertificate(pki.trust, der, { at: new Date(), purpose: 'signing' }).ok).toBe(true);
});

test('private keys are for their owner only', () => {
  expect(statSync(join(pki.ca.dir, 'root.key')).mode & 0o777).toBe(0o400);
  expect(statSync(join(pki.ca.dir, 'issuing.key')).mode & 0o777).toBe(0o400);
  expect(statSync(pki.ca.dir).mode & 0o777).toBe(0o700);
});

test('certificates issued at once all stand in the index, and are revoked once', async () => {
  const issued = await Promise.all(
    Array.from({ length: 8 }, (_, index) => issueCertificate(pki.ca, { commonName: `n${index}`, purposes: 'tls' })),
  );
  const index = await readSerials(pki.ca.dir);
  expect(index.map(({ fingerprint }) => fingerprint)).toEqual(
    expect.arrayContaining(issued.map(({ fingerprint }) => fingerprint)),
  );
  const [first] = issued;
  const moment = new Date('2026-11-22T10:00:00Z');
  await revoke(pki.ca, first?.fingerprint ?? '', moment);
  const again = await revoke(pki.ca, first?.fingerprint ?? '', new Date());
  expect(again.revokedAt).toBe(moment.toISOString());
  await expect(revoke(pki.ca, '00ff')).rejects.toThrow('not-found');
});

test('openssl finds chain, purpose and names as intended', async () => {
  const leaf = await issueCertificate(pki.ca, {
    commonName: 'gateway',
    purposes: 'tls',
    dns: ['localhost'],
    ips: ['127.0.0.1'],
  });
  const said = runTool(
    'openssl',
    [
      'verify',
      '-x509_strict',
      '-purpose',
      'sslserver',
      '-verify_hostname',
      'localhost',
      '-CAfile',
      join(pki.ca.dir, 'root.pem'),
      '-untrusted',
      join(pki.ca.dir, 'issuing.pem'),
    ],
    Buffer.from(leaf.certificatePem),
  );
  expect(said.toString()).toContain('OK');
});

test('a request is answered for its own key, and the answer is taken for that key only', async () => {
  const { privateKeyPem, requestPem } = await createRequest({ commonName: 'Gewerbeamt', purposes: 'signing' });
  expect(runTool('openssl', ['req', '-noout', '-verify', '-text'], Buffer.from(requestPem)).toString()).toContain(
    'Digital Signature',
  );
  const answer = await answerRequest(pki.ca, requestPem, { commonName: 'Gewerbeamt', purposes: 'signing' });
  const shuffled = answer.chainPem.replace(answer.certificatePem, '') + answer.certificatePem;
  expect(acceptAnswer(privateKeyPem, shuffled)).toMatchObject({
    fingerprint: answer.fingerprint,
    chainPem: answer.chainPem,
  });
  const other = await createRequest({ commonName: 'Other', purposes: 'signing' });
  expect(() => acceptAnswer(other.privateKeyPem, answer.chainPem)).toThrow('request-invalid');
});

test('renewal is due when less than a third of the time is left', () => {
  const validFrom = new Date('2027-01-01T00:00:00Z');
  const validUntil = new Date('2027-01-31T00:00:00Z');
  expect(isRenewalDue({ validFrom, validUntil }, new Date('2027-01-20T00:00:00Z'))).toBe(false);
  expect(isRenewalDue({ validFrom, validUntil }, new Date('2027-01-22T00:00:00Z'))).toBe(true);
});
