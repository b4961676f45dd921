/**
 * Signatures over octets that travel beside them: JWS with detached content (RFC 7515, Appendix F). To verify, put the
 * base64url of exactly the octets received between the two dots: what comes out is an ordinary compact JWS.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { algForKey, receiptAlgorithm } from '../receipt/algorithms.ts';
import { signValue, verifyValue } from '../signature/algorithms.ts';
import { fingerprintOf } from '../trust/certificate.ts';
import { pemBlocks } from '../trust/folder.ts';

/** Whose key signs, and as what. */
export interface DetachedSignerNeeds {
  readonly privateKeyPem: string;
  /** Leaf first. */
  readonly chainPem: string;
  /** `typ`: nothing signed as one kind can be taken for another. */
  readonly type: string;
}

/** Signs octets with one key. Throws TypeError for a key nothing is signed with, or a chain without certificate. */
export const detachedSigner = ({
  privateKeyPem,
  chainPem,
  type,
}: DetachedSignerNeeds): ((octets: Uint8Array) => string) => {
  const key = createPrivateKey(privateKeyPem);
  const alg = algForKey(key);
  const algorithm = receiptAlgorithm(alg);
  if (algorithm === undefined) throw new TypeError('signatures are made with EC P-256, EC P-384, RSA or Ed25519 keys');
  const x5c = pemBlocks(chainPem, 'CERTIFICATE').map((der) => der.toString('base64'));
  if (x5c.length === 0) throw new TypeError('a signer needs a certificate');
  const header = Buffer.from(JSON.stringify({ typ: type, alg, x5c })).toString('base64url');
  return (octets) => {
    const input = `${header}.${Buffer.from(octets).toString('base64url')}`;
    return `${header}..${signValue(algorithm, key, Buffer.from(input, 'ascii')).toString('base64url')}`;
  };
};

/**
 * The fingerprint of the certificate whose key signed exactly these octets as this type; `undefined` where none did.
 * Whether that certificate is to be trusted is for the caller to judge.
 */
export const verifyDetached = (jws: string, octets: Uint8Array, type: string): string | undefined => {
  const [, header, value] = /^([\w-]+)\.\.([\w-]+)$/.exec(jws) ?? [];
  if (header === undefined || value === undefined) return undefined;
  try {
    const stated = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as Record<string, unknown> | null;
    const algorithm = receiptAlgorithm(stated?.alg);
    const leaf: unknown = Array.isArray(stated?.x5c) ? stated.x5c[0] : undefined;
    if (stated?.typ !== type || algorithm === undefined || typeof leaf !== 'string') return undefined;
    const certificate = new X509Certificate(Buffer.from(leaf, 'base64'));
    const input = Buffer.from(`${header}.${Buffer.from(octets).toString('base64url')}`, 'ascii');
    return verifyValue(algorithm, certificate.publicKey, input, Buffer.from(value, 'base64url'))
      ? fingerprintOf(certificate.raw)
      : undefined;
  } catch {
    return undefined;
  }
};
