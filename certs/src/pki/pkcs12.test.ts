import { createPublicKey, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestPki, type TestPki } from '../../testing/fixture.ts';
import { runTool } from '../../testing/tools.ts';
import { type IssuedLeafWithKey, issueCertificate } from './issue.ts';
import { exportPkcs12, importPkcs12 } from './pkcs12.ts';

const PASSWORD = 'geheim 42';
let pki: TestPki;
let leaf: IssuedLeafWithKey;
let file: string;
beforeAll(async () => {
  pki = await startTestPki();
  leaf = await issueCertificate(pki.ca, { commonName: 'Gewerbeamt', purposes: 'signing' });
  file = join(pki.folder, 'store.p12');
  writeFileSync(file, exportPkcs12(leaf, { password: PASSWORD, name: 'gewerbeamt' }));
});
afterAll(async () => {
  await pki[Symbol.asyncDispose]();
});

const samePublicKey = (privateKeyPem: string, certificatePem: string): boolean =>
  createPublicKey(privateKeyPem).equals(new X509Certificate(certificatePem).publicKey);

describe('a key store we export', () => {
  test('gives back key and chain', () => {
    const store = exportPkcs12(leaf, { password: PASSWORD, name: 'gewerbeamt' });
    expect(importPkcs12(store, PASSWORD)).toEqual({ privateKeyPem: leaf.privateKeyPem, chainPem: leaf.chainPem });
  });

  test('is read by openssl and by keytool', () => {
    const said = runTool('openssl', ['pkcs12', '-in', file, '-passin', `pass:${PASSWORD}`, '-nodes']).toString();
    expect(said).toContain('BEGIN PRIVATE KEY');
    expect(said.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    const listed = runTool(
      'keytool',
      [
        '-J-Duser.language=en',
        '-J-Dsun.jnu.encoding=UTF-8',
        '-J-Dfile.encoding=UTF-8',
        '-list',
        '-v',
        '-storetype',
        'PKCS12',
        '-keystore',
        file,
      ],
      Buffer.from(`${PASSWORD}\n`),
    ).toString();
    expect(listed).toContain('PrivateKeyEntry');
    expect(listed).toContain('Certificate chain length: 2');
  });

  test('opens with its password only', () => {
    const store = exportPkcs12(leaf, { password: PASSWORD, name: 'gewerbeamt' });
    expect(() => importPkcs12(store, 'other')).toThrow('request-invalid');
    expect(() => exportPkcs12(leaf, { password: 'Straße', name: 'gewerbeamt' })).toThrow('request-invalid');
  });

  test('is not written with a certificate of another key', async () => {
    const other = await issueCertificate(pki.ca, { commonName: 'Other', purposes: 'signing' });
    const mixed = { privateKeyPem: other.privateKeyPem, chainPem: leaf.chainPem };
    expect(() => exportPkcs12(mixed, { password: PASSWORD, name: 'x' })).toThrow('request-invalid');
  });
});

describe('a key store of others is imported', () => {
  test.each([
    ['EC', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']],
    ['RSA', ['-newkey', 'rsa:3072']],
    ['Ed25519', ['-newkey', 'ed25519']],
  ])('by openssl, with an %s key', (name, key) => {
    const [keyFile, certificate, store] = ['key', 'crt', 'p12'].map((end) => join(pki.folder, `${name}.${end}`)) as [
      string,
      string,
      string,
    ];
    runTool('openssl', [
      'req',
      '-x509',
      '-nodes',
      ...key,
      '-keyout',
      keyFile,
      '-out',
      certificate,
      '-subj',
      '/CN=Test',
      '-days',
      '2',
    ]);
    runTool('openssl', [
      'pkcs12',
      '-export',
      '-inkey',
      keyFile,
      '-in',
      certificate,
      '-out',
      store,
      '-passout',
      'pass:geheim',
    ]);
    const raw = runTool('openssl', ['base64', '-A', '-in', store]).toString();
    const content = importPkcs12(Buffer.from(raw, 'base64'), 'geheim');
    expect(samePublicKey(content.privateKeyPem, content.chainPem)).toBe(true);
    const der = runTool('openssl', ['x509', '-in', certificate, '-outform', 'DER']);
    expect(new X509Certificate(content.chainPem).raw.equals(der)).toBe(true);
  });

  test('by keytool, with an EC key', () => {
    const store = join(pki.folder, 'java.p12');
    runTool('keytool', [
      '-genkeypair',
      '-alias',
      'a',
      '-keyalg',
      'EC',
      '-groupname',
      'secp256r1',
      '-dname',
      'CN=Test',
      '-storetype',
      'PKCS12',
      '-keystore',
      store,
      '-storepass',
      'geheim',
    ]);
    const content = importPkcs12(
      Buffer.from(runTool('openssl', ['base64', '-A', '-in', store]).toString(), 'base64'),
      'geheim',
    );
    expect(samePublicKey(content.privateKeyPem, content.chainPem)).toBe(true);
  });
});
