/**
 * Makes the test vectors anew, with throw-away keys that are forgotten at the end: `node certs/vectors/generate.ts`.
 * What is kept is public: messages, receipts, certificates, lists. `at` is the moment to verify at.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDevelopmentCa } from '@dienstweg/certs/pki/ca.ts';
import { certifyKey, type LeafRequest } from '@dienstweg/certs/pki/issue.ts';
import { revoke } from '@dienstweg/certs/pki/revoke.ts';
import { writeTrustFolder } from '@dienstweg/certs/pki/trust-folder.ts';
import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import { readTrustFolder } from '@dienstweg/certs/trust/folder.ts';
import { accepted, type Variant } from './accepted.ts';
import { MESSAGE } from './message.ts';
import { receiptVectors } from './receipts.ts';
import { refused } from './refused.ts';
import { METHODS, type Signer, signShape } from './shape.ts';

const AT = '2026-12-01T12:00:00Z';
const AUTHORITY = 'dvdv:gew:990101000000';
const FAR_DAYS = 365 * 19;
const here = import.meta.dirname;
const folder = mkdtempSync(join(tmpdir(), 'dienstweg-vectors-'));

const ca = await createDevelopmentCa(join(folder, 'ca'), {
  name: 'Dienstweg Vectors',
  now: new Date('2025-12-01T00:00:00Z'),
  years: 40,
});
const foreignCa = await createDevelopmentCa(join(folder, 'foreign'), {
  name: 'Foreign',
  now: new Date('2025-12-01T00:00:00Z'),
  years: 40,
});

const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
const issue = async (
  commonName: string,
  keys: { publicKey: KeyObject; privateKey: KeyObject },
  request: Partial<LeafRequest> = {},
  by = ca,
): Promise<Signer> => {
  const leaf = {
    commonName,
    purposes: 'signing' as const,
    now: new Date('2026-01-01T00:00:00Z'),
    days: FAR_DAYS,
    ...request,
  };
  const { der } = await certifyKey(by, leaf, keys.publicKey.export({ type: 'spki', format: 'der' }));
  return { key: createPrivateKey(keys.privateKey.export({ type: 'pkcs8', format: 'pem' })), der };
};

const attackerCa = await createDevelopmentCa(join(folder, 'attacker'), { name: 'Attacker', years: 40 });
const signers = {
  p256: await issue('P-256', ec('P-256')),
  p384: await issue('P-384', ec('P-384')),
  p521: await issue('P-521', ec('P-521')),
  rsa: await issue('RSA 3072', rsa(3072)),
  rsaExcepted: await issue('RSA 3072 with an exception', rsa(3072)),
  rsa2048: await issue('RSA 2048', rsa(2048)),
  ed25519: await issue('Ed25519', generateKeyPairSync('ed25519')),
  stranger: await issue('Stranger', ec('P-256')),
  attacker: await issue('Attacker', ec('P-256'), {}, attackerCa),
  later: await issue('Later', ec('P-256')),
  expired: await issue('Expired', ec('P-256'), { days: 30 }),
  early: await issue('Early', ec('P-256'), { now: new Date('2027-01-01T00:00:00Z') }),
  young: await issue('Young', ec('P-256'), { now: new Date('2026-12-01T00:00:00Z') }),
  revoked: await issue('Revoked', ec('P-256')),
  tls: await issue('TLS', ec('P-256'), { purposes: 'tls' }),
  node: await issue('gateway', ec('P-256'), { purposes: 'receipt', uri: 'urn:dienstweg:node:gateway' }),
  foreign: await issue('Foreign', ec('P-256'), {}, foreignCa),
};
const unregistered: readonly string[] = ['stranger', 'attacker'];
const issuing = { key: signers.p256.key, der: new Uint8Array(ca.issuing.certificate.rawData) };

await revoke(ca, fingerprintOf(signers.revoked.der), new Date('2026-11-20T00:00:00Z'));
await writeTrustFolder(ca, join(folder, 'trust'), { now: new Date('2026-11-15T00:00:00Z'), days: 365 * 30 });
const trust = readTrustFolder(join(folder, 'trust'));

const all = { ...signers, issuing };
const signVariant = ({ signer = 'p256', ...variant }: Variant): string =>
  signShape({
    message: MESSAGE,
    method: METHODS.ecdsa256,
    ...variant,
    signer: (all as Record<string, Signer>)[signer] ?? signers.p256,
  });

const write = (
  kind: 'accepted' | 'refused',
  variants: Readonly<Record<string, Variant & { readonly code?: string }>>,
) => {
  rmSync(join(here, kind), { recursive: true, force: true });
  mkdirSync(join(here, kind));
  return Object.entries(variants).map(([name, variant]) => {
    const file = `${kind}/${name}.xml`;
    writeFileSync(join(here, file), signVariant(variant));
    return { file, expect: variant.code ?? 'accepted', why: variant.why };
  });
};

const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64');
const vectors = {
  at: AT,
  trust: {
    anchors: trust.anchors.map(base64),
    intermediates: trust.intermediates.map(base64),
    crls: trust.crls.map(base64),
  },
  signers: Object.entries(signers)
    .filter(([name]) => !unregistered.includes(name))
    .map(([name, { der }]) => ({
      name,
      authority: AUTHORITY,
      certificate: base64(der),
      validFrom: name === 'later' ? '2027-01-01' : '2026-01-01',
    })),
  exceptions: [
    {
      fingerprint: new X509Certificate(signers.rsaExcepted.der).fingerprint256.replaceAll(':', '').toLowerCase(),
      algorithm: 'rsa-sha256',
      until: '2027-07-01',
    },
  ],
  messages: [...write('accepted', accepted(all)), ...write('refused', refused(all))],
  receipts: receiptVectors(all),
};
writeFileSync(join(here, 'vectors.json'), `${JSON.stringify(vectors, undefined, 2)}\n`);
rmSync(folder, { recursive: true, force: true });
