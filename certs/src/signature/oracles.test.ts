/** Foreign implementations judge our signatures: xmlsec1 for ECDSA, openssl over the canonical octets for the others. */
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { XmlDocument, type XmlElement } from 'libxml2-wasm';
import { startTestPki, type TestPki, verifyXml } from '../../testing/fixture.ts';
import { runTool, succeeds } from '../../testing/tools.ts';
import { MESSAGE } from '../../vectors/message.ts';
import { certifyKey, type IssuedLeaf } from '../pki/issue.ts';
import { toPem } from '../trust/folder.ts';
import type { AlgorithmName } from './algorithms.ts';
import { canonicaliser } from './canonical.ts';
import { signMessage } from './sign.ts';

const VECTORS = join(import.meta.dirname, '..', '..', 'vectors');
const IDS = ['--id-attr:Id', 'Header', '--id-attr:Id', 'SignedProperties'];

let pki: TestPki;
beforeAll(async () => {
  pki = await startTestPki();
});
afterAll(async () => {
  await pki[Symbol.asyncDispose]();
});

interface Signed {
  readonly xml: string;
  readonly file: string;
  readonly leaf: IssuedLeaf;
  readonly publicKey: string;
}

const signWith = async (
  name: string,
  keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
  algorithm?: AlgorithmName,
): Promise<Signed> => {
  const spki = keys.publicKey.export({ type: 'spki', format: 'der' });
  const leaf = await certifyKey(pki.ca, { commonName: name, purposes: 'signing' }, spki);
  const xml = signMessage(MESSAGE, {
    privateKeyPem: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificateDer: leaf.der,
    signingTime: new Date(),
    ...(algorithm === undefined ? {} : { algorithm }),
  });
  const file = join(pki.folder, `${name}.xml`);
  writeFileSync(file, xml);
  writeFileSync(join(pki.folder, `${name}.crt`), leaf.certificatePem);
  const publicKey = join(pki.folder, `${name}.pub`);
  writeFileSync(
    publicKey,
    createPublicKey(keys.publicKey.export({ type: 'spki', format: 'pem' })).export({ type: 'spki', format: 'pem' }),
  );
  return { xml, file, leaf, publicKey };
};

/** Canonical SignedInfo and decoded value of a signed message, as files. */
const signedOctets = ({ xml, file }: Signed) => {
  const document = XmlDocument.fromString(xml);
  const canonical = canonicaliser();
  try {
    const value = document.get('//*[local-name()="SignatureValue"]')?.content ?? '';
    writeFileSync(`${file}.sig`, Buffer.from(value, 'base64'));
    writeFileSync(`${file}.c14n`, canonical.octets(document.get('//*[local-name()="SignedInfo"]') as XmlElement));
    return { signature: `${file}.sig`, octets: `${file}.c14n` };
  } finally {
    canonical[Symbol.dispose]();
    document.dispose();
  }
};

describe('xmlsec1', () => {
  test.each(['P-256', 'P-384', 'P-521'])(
    'accepts what we sign with EC %s, and refuses it once changed',
    async (curve) => {
      const signed = await signWith(curve, generateKeyPairSync('ec', { namedCurve: curve }));
      const { root, issuing } = { root: join(pki.ca.dir, 'root.pem'), issuing: join(pki.ca.dir, 'issuing.pem') };
      const chain = ['--trusted-pem', root, '--untrusted-pem', issuing];
      expect(succeeds('xmlsec1', ['--verify', ...IDS, ...chain, signed.file])).toBe(true);
      expect(
        succeeds('xmlsec1', ['--verify', ...IDS, '--pubkey-cert-pem', join(pki.folder, `${curve}.crt`), signed.file]),
      ).toBe(true);
      expect(verifyXml(signed.xml, pki.trust, signed.leaf.der)).toMatchObject({ ok: true });
      writeFileSync(signed.file, signed.xml.replace('gew:990101000000', 'gew:990202000000'));
      expect(succeeds('xmlsec1', ['--verify', ...IDS, ...chain, signed.file])).toBe(false);
    },
  );

  const certificates = new Map(
    (
      JSON.parse(readFileSync(join(VECTORS, 'vectors.json'), 'utf8')) as {
        signers: { name: string; certificate: string }[];
      }
    ).signers.map(({ name, certificate }) => [name, certificate]),
  );
  const KEYS: Readonly<Record<string, string>> = {
    'ecdsa-p384': 'p384',
    'ecdsa-p521': 'p521',
    'rsa-sha256-by-exception': 'rsaExcepted',
  };
  const vectors = readdirSync(join(VECTORS, 'accepted')).filter((name) => !/^rsa-pss|^ed25519/.test(name));
  test.each(vectors)('agrees that %s is signed', (name) => {
    const certificate = certificates.get(KEYS[name.replace('.xml', '')] ?? 'p256') ?? '';
    const file = join(pki.folder, `${name}.crt`);
    writeFileSync(file, toPem(Buffer.from(certificate, 'base64'), 'CERTIFICATE'));
    expect(succeeds('xmlsec1', ['--verify', ...IDS, '--pubkey-cert-pem', file, join(VECTORS, 'accepted', name)])).toBe(
      true,
    );
  });
});

describe('openssl', () => {
  test.each(['sha256', 'sha384', 'sha512'] as const)('accepts our RSA-PSS value with %s', async (hash) => {
    const keys = generateKeyPairSync('rsa', { modulusLength: 3072 });
    const signed = await signWith(`pss-${hash}`, keys, `rsa-pss-${hash}`);
    const { signature, octets } = signedOctets(signed);
    const pss = [
      '-sigopt',
      'rsa_padding_mode:pss',
      '-sigopt',
      'rsa_pss_saltlen:digest',
      '-sigopt',
      `rsa_mgf1_md:${hash}`,
    ];
    const said = runTool('openssl', [
      'dgst',
      `-${hash}`,
      ...pss,
      '-verify',
      signed.publicKey,
      '-signature',
      signature,
      octets,
    ]);
    expect(said.toString()).toContain('Verified OK');
    expect(verifyXml(signed.xml, pki.trust, signed.leaf.der)).toMatchObject({ ok: true });
  });

  test('accepts our Ed25519 value', async () => {
    const signed = await signWith('ed25519', generateKeyPairSync('ed25519'));
    const { signature, octets } = signedOctets(signed);
    const args = [
      'pkeyutl',
      '-verify',
      '-pubin',
      '-inkey',
      signed.publicKey,
      '-rawin',
      '-in',
      octets,
      '-sigfile',
      signature,
    ];
    expect(runTool('openssl', args).toString()).toContain('Verified Successfully');
    expect(verifyXml(signed.xml, pki.trust, signed.leaf.der)).toMatchObject({ ok: true });
  });
});
