import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, webcrypto } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toToken } from '@dienstweg/schemas/identifiers.ts';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startTestPki, type TestPki } from '../../testing/fixture.ts';
import { newSerial, validity } from '../pki/ca.ts';
import { certifyKey, issueCertificate } from '../pki/issue.ts';
import { newKeyPair, SIGNING } from '../pki/keys.ts';
import { revoke, writeCrl } from '../pki/revoke.ts';
import {
  BasicConstraintsExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509CertificateGenerator,
} from '../x509.ts';
import { pemBlocks, readDerFiles, toPem } from './folder.ts';
import { trustFolderSigners } from './signers.ts';
import { type CertificatePurpose, checkCertificate, loadTrust, trustOf } from './trust.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);

let pki: TestPki;
beforeEach(async () => {
  pki = await startTestPki();
});
afterEach(async () => {
  await pki[Symbol.asyncDispose]();
});

const codeOf = (der: Uint8Array, purpose: CertificatePurpose = 'signing', at = new Date(), trust = pki.trust) => {
  const verdict = checkCertificate(trust, der, { at, purpose });
  return verdict.ok ? 'ok' : verdict.code;
};

describe('a certificate', () => {
  test('counts for the purpose it was issued for and for no other', async () => {
    const uri = 'urn:dienstweg:node:gateway';
    const purposes = ['signing', 'tls-client', 'tls-server', 'receipt'] as const;
    for (const issued of purposes) {
      const { der } = await issueCertificate(pki.ca, {
        commonName: issued,
        purposes: issued,
        uri: issued === 'receipt' ? uri : `urn:x:${issued}`,
      });
      expect(purposes.filter((purpose) => codeOf(der, purpose) === 'ok')).toEqual([issued]);
    }
    const { der } = await issueCertificate(pki.ca, { commonName: 'both', purposes: 'tls' });
    expect(purposes.filter((purpose) => codeOf(der, purpose) === 'ok')).toEqual(['tls-client', 'tls-server']);
  });

  test('counts within its validity only, although the verdict on its chain is remembered', async () => {
    const { der } = await issueCertificate(pki.ca, { commonName: 'x', purposes: 'signing', days: 10 });
    expect(
      [new Date(), inDays(11), new Date(Date.now() - DAY_MS), new Date()].map((at) => codeOf(der, 'signing', at)),
    ).toEqual(['ok', 'certificate-expired', 'certificate-expired', 'ok']);
  });

  test('no longer counts once a reloaded list revokes it, but did before', async () => {
    const { der, fingerprint } = await issueCertificate(pki.ca, { commonName: 'x', purposes: 'signing' });
    expect(codeOf(der)).toBe('ok');
    await revoke(pki.ca, fingerprint, new Date(Date.now() - 60_000));
    await writeCrl(pki.ca, join(pki.folder, 'trust', 'crls'));
    expect(codeOf(der)).toBe('ok');
    pki.trust.reload();
    expect(codeOf(der)).toBe('certificate-revoked');
    expect(codeOf(der, 'signing', new Date(Date.now() - 120_000))).toBe('ok');
  });

  test('is not judged without a fresh list, but within the grace it is', async () => {
    const { der } = await issueCertificate(pki.ca, { commonName: 'x', purposes: 'signing' });
    expect(codeOf(der, 'signing', inDays(30.5))).toBe('ok');
    expect(codeOf(der, 'signing', inDays(31.5))).toBe('revocation-unknown');
    rmSync(join(pki.folder, 'trust', 'crls'), { recursive: true });
    pki.trust.reload();
    expect(codeOf(der)).toBe('revocation-unknown');
  });

  test('is not trusted when its issuer is unknown, or its key too weak', async () => {
    const { der } = await issueCertificate(pki.ca, { commonName: 'x', purposes: 'signing' });
    expect(codeOf(der, 'signing', new Date(), trustOf({ anchors: [], intermediates: [], crls: [] }))).toBe(
      'certificate-untrusted',
    );
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const weak = await certifyKey(
      pki.ca,
      { commonName: 'weak', purposes: 'signing' },
      publicKey.export({ type: 'spki', format: 'der' }),
    );
    expect(codeOf(weak.der)).toBe('certificate-untrusted');
  });
});

describe('certificates made to deceive', () => {
  const forge = async (extensions: readonly Extension[], issuer = pki.ca.issuing) => {
    const keys = await newKeyPair();
    const certificate = await X509CertificateGenerator.create(
      {
        serialNumber: newSerial(),
        subject: 'CN=Forged',
        issuer: issuer.certificate.subjectName.toJSON(),
        ...validity(new Date(), 30),
        signingAlgorithm: SIGNING,
        publicKey: keys.publicKey,
        signingKey: issuer.key,
        extensions: [...extensions],
      },
      webcrypto,
    );
    return {
      certificate,
      key: keys.privateKey,
      certificatePem: certificate.toString('pem'),
      der: new Uint8Array(certificate.rawData),
    };
  };
  const signingUsage = new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true);

  test('are refused for a critical extension that nobody understands', async () => {
    const plain = await forge([signingUsage]);
    expect(codeOf(plain.der)).toBe('ok');
    const unknown = await forge([signingUsage, new Extension('1.2.3.4', true, Buffer.from([5, 0]))]);
    expect(codeOf(unknown.der)).toBe('certificate-untrusted');
    const twice = await forge([signingUsage, signingUsage]);
    expect(codeOf(twice.der)).toBe('certificate-untrusted');
  });

  test('are refused below a leaf, and below an issuing CA that may have no other below it', async () => {
    const trusting = (...ders: Uint8Array[]) => {
      for (const [index, der] of ders.entries())
        writeFileSync(join(pki.folder, 'trust', 'intermediates', `${index}.pem`), toPem(der, 'CERTIFICATE'));
      pki.trust.reload();
    };
    const leaf = await forge([new BasicConstraintsExtension(false, undefined, true), signingUsage]);
    const belowLeaf = await forge([signingUsage], leaf);
    trusting(leaf.der);
    expect(codeOf(belowLeaf.der)).toBe('certificate-untrusted');
    const usage = new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true);
    const subCa = await forge([new BasicConstraintsExtension(true, undefined, true), usage]);
    const belowSubCa = await forge([signingUsage], subCa);
    trusting(subCa.der);
    expect(codeOf(belowSubCa.der)).toBe('certificate-untrusted');
    expect(codeOf(subCa.der)).toBe('certificate-untrusted');
  });

  test('find no list of another CA believed', async () => {
    const { der } = await issueCertificate(pki.ca, { commonName: 'x', purposes: 'signing' });
    await using other = await startTestPki();
    for (const name of ['root.pem', 'issuing.pem'])
      copyFileSync(join(other.folder, 'trust', 'crls', name), join(pki.folder, 'trust', 'crls', name));
    pki.trust.reload();
    expect(codeOf(der)).toBe('revocation-unknown');
    expect(pki.trust.remarks()).toHaveLength(2);
  });
});

test('signers of a trust folder are registered under the authority their folder is named after', async () => {
  const leaf = await issueCertificate(pki.ca, { commonName: 'x', purposes: 'signing' });
  const authority = 'dvdv:töj:990101000000';
  const folder = join(pki.folder, 'trust', 'authors', toToken(authority));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'signing.pem'), leaf.chainPem);
  const signerOf = trustFolderSigners(join(pki.folder, 'trust'));
  expect(signerOf(leaf.fingerprint)).toMatchObject({ authority });
  expect(loadTrust(join(pki.folder, 'trust')).remarks()).toEqual([]);
});

test('files count by links to them; a link to nothing, a pipe and a folder do not', async () => {
  const { der } = await issueCertificate(pki.ca, { commonName: 'x', purposes: 'signing' });
  const [anchors, mounted] = [join(pki.folder, 'trust', 'anchors'), join(pki.folder, 'mounted')];
  mkdirSync(mounted);
  renameSync(join(anchors, 'development.pem'), join(mounted, 'ca.pem'));
  symlinkSync('../../mounted/ca.pem', join(anchors, 'linked.pem'));
  symlinkSync('../../mounted/gone.pem', join(anchors, 'dangling.pem'));
  execFileSync('mkfifo', [join(anchors, 'pipe.pem')]);
  mkdirSync(join(anchors, 'folder.pem'));
  pki.trust.reload();
  expect(codeOf(der)).toBe('ok');
  expect(readDerFiles(anchors, 'CERTIFICATE')).toHaveLength(1);
  rmSync(join(mounted, 'ca.pem'));
  pki.trust.reload();
  expect(codeOf(der)).toBe('certificate-untrusted');
});

describe('a file that is half-written when trust is read again', () => {
  const FILES = [
    ['anchors/development.pem', 'CERTIFICATE'],
    ['intermediates/development.pem', 'CERTIFICATE'],
    ['crls/issuing.pem', 'X509 CRL'],
  ] as const;
  const half = <T extends Buffer>(octets: T) => octets.subarray(0, octets.length / 2);

  test.each(FILES)('leaves standing what it held: %s', async (name, label) => {
    const { der } = await issueCertificate(pki.ca, { commonName: 'x', purposes: 'signing' });
    const file = join(pki.folder, 'trust', name);
    const before = readFileSync(file);
    const [whole = Buffer.alloc(0)] = pemBlocks(before.toString(), label);
    for (const octets of [Buffer.alloc(0), half(before), half(whole), Buffer.from(toPem(half(whole), label))]) {
      writeFileSync(file, octets);
      pki.trust.reload();
      expect(codeOf(der)).toBe('ok');
      expect(pki.trust.remarks()).toEqual([`${file} cannot be used; what it held before stands`]);
    }
    writeFileSync(file, before);
    pki.trust.reload();
    expect(pki.trust.remarks()).toEqual([]);
  });

  test('loses neither of two, and holds up no revocation in another file', async () => {
    const { der, fingerprint } = await issueCertificate(pki.ca, { commonName: 'x', purposes: 'signing' });
    const both = join(pki.folder, 'trust', 'anchors', 'development.pem');
    const one = readFileSync(both, 'utf8');
    await using other = await startTestPki();
    writeFileSync(both, readFileSync(join(other.folder, 'trust', 'anchors', 'development.pem'), 'utf8') + one);
    pki.trust.reload();
    expect(codeOf(der)).toBe('ok');
    writeFileSync(both, readFileSync(both, 'utf8').slice(0, -100));
    await revoke(pki.ca, fingerprint, new Date(Date.now() - 60_000));
    await writeCrl(pki.ca, join(pki.folder, 'trust', 'crls'));
    pki.trust.reload();
    expect(codeOf(der)).toBe('certificate-revoked');
  });

  test('no longer counts once it is gone', async () => {
    const { der } = await issueCertificate(pki.ca, { commonName: 'x', purposes: 'signing' });
    rmSync(join(pki.folder, 'trust', 'anchors', 'development.pem'));
    pki.trust.reload();
    expect(codeOf(der)).toBe('certificate-untrusted');
  });
});
