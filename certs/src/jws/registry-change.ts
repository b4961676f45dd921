/**
 * What is recorded in the registry is signed by a registrar: compact JWS (RFC 7515) whose payload is a change, or a
 * decision on one, as JSON.
 */
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import type { RegistryRecord } from '@dienstweg/schemas/directory/change/changes.ts';
import type { CertificateFingerprint } from '@dienstweg/schemas/identifiers.ts';
import { compactSegments, octetsOfSegment } from '@dienstweg/schemas/jws/compact.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { algForKey, receiptAlgorithm } from '../receipt/algorithms.ts';
import { signValue, verifyValue } from '../signature/algorithms.ts';
import { fingerprintOf } from '../trust/certificate.ts';
import { pemBlocks } from '../trust/folder.ts';
import { checkCertificate, publicKeyOf, type Trust } from '../trust/trust.ts';

/** `typ` of a signed change or decision: nothing else that is signed here can be taken for one. */
export const REGISTRY_CHANGE_TYPE = 'dienstweg-registry-change+json';

/** Signs changes and decisions with one registrar's key. Throws TypeError for a key of no accepted kind or a chain without certificate. */
export const registryChangeSigner = ({
  privateKeyPem,
  chainPem,
}: {
  readonly privateKeyPem: string;
  /** Leaf first. */
  readonly chainPem: string;
}): ((record: RegistryRecord) => string) => {
  const key = createPrivateKey(privateKeyPem);
  const alg = algForKey(key);
  const algorithm = receiptAlgorithm(alg);
  if (algorithm === undefined) throw new TypeError('changes are signed with EC P-256, EC P-384, RSA or Ed25519 keys');
  const x5c = pemBlocks(chainPem, 'CERTIFICATE').map((der) => der.toString('base64'));
  if (x5c.length === 0) throw new TypeError('a registrar needs a certificate');
  const header = segmentOf({ typ: REGISTRY_CHANGE_TYPE, alg, x5c });
  return (record) => {
    const input = `${header}.${segmentOf(record)}`;
    return `${input}.${signValue(algorithm, key, Buffer.from(input, 'ascii')).toString('base64url')}`;
  };
};

const segmentOf = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What a registrar signed, or why nobody did. */
export type RegistryChangeVerdict =
  | { readonly ok: true; readonly payload: Uint8Array; readonly registrar: CertificateFingerprint }
  | { readonly ok: false; readonly code: ProblemCode; readonly text?: string };

/**
 * Verifies a signed change or decision: of this type, by one of the registrars' certificates, which is trusted at
 * `at`. The payload is then the registrar's octets; what they say is not looked at.
 */
export const verifyRegistryChange = (
  jws: string,
  needs: {
    readonly trust: Trust;
    readonly isRegistrar: (fingerprint: CertificateFingerprint) => boolean;
    readonly at: Date;
    readonly language?: Language;
  },
): RegistryChangeVerdict => {
  const segments = compactSegments(jws);
  const header = segments && readHeader(segments.header);
  const payload = segments && octetsOfSegment(segments.payload);
  if (segments === undefined || header === undefined || payload === undefined)
    return { ok: false, code: 'signature-invalid' };
  const registrar = fingerprintOf(header.leaf);
  if (!needs.isRegistrar(registrar)) return { ok: false, code: 'certificate-unknown' };
  const { at, language = 'en' } = needs;
  const certificate = checkCertificate(needs.trust, header.leaf, { at, purpose: 'signing', language });
  if (!certificate.ok) return { ok: false, code: certificate.code, text: certificate.text };
  const algorithm = receiptAlgorithm(header.alg);
  const key = publicKeyOf(needs.trust, header.leaf);
  const input = Buffer.from(`${segments.header}.${segments.payload}`, 'ascii');
  const holds =
    algorithm !== undefined &&
    key !== undefined &&
    verifyValue(algorithm, key, input, Buffer.from(segments.signature, 'base64url'));
  return holds ? { ok: true, payload, registrar } : { ok: false, code: 'signature-invalid' };
};

/** Who signed, by what does not change when a certificate is renewed. */
export interface RegistrarIdentity {
  readonly fingerprint: CertificateFingerprint;
  /** The whole subject of the certificate. */
  readonly subject: string;
  /** SHA-256 of the public key (SubjectPublicKeyInfo). */
  readonly keyDigest: string;
}

/** The identity in a registrar's certificate. Throws where the octets are none. */
export const registrarIdentity = (der: Uint8Array): RegistrarIdentity => {
  const certificate = new X509Certificate(der);
  const key = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return {
    fingerprint: fingerprintOf(der),
    subject: certificate.subject,
    keyDigest: createHash('sha256').update(key).digest('hex'),
  };
};

/** Who signed something that was verified when it was recorded; `undefined` where it names nobody. */
export const signedBy = (jws: string): RegistrarIdentity | undefined => {
  const header = readHeader(compactSegments(jws)?.header ?? '');
  return header && registrarIdentity(header.leaf);
};

/** Whether two identities can be of one registrar: the same key, or the same subject with another key. */
export const isSameRegistrar = (a: RegistrarIdentity, b: RegistrarIdentity): boolean =>
  a.keyDigest === b.keyDigest || a.subject === b.subject;

const readHeader = (segment: string): { readonly alg: unknown; readonly leaf: Uint8Array } | undefined => {
  try {
    const header: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'));
    if (typeof header !== 'object' || header === null || 'crit' in header) return undefined;
    if (!('typ' in header) || header.typ !== REGISTRY_CHANGE_TYPE || !('alg' in header)) return undefined;
    const leaf: unknown = 'x5c' in header && Array.isArray(header.x5c) ? header.x5c[0] : undefined;
    return typeof leaf === 'string' ? { alg: header.alg, leaf: Buffer.from(leaf, 'base64') } : undefined;
  } catch {
    return undefined;
  }
};
