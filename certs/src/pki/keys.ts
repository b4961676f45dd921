/** Key pairs of the development CA and of requests: EC P-256. */
import { createPrivateKey, KeyObject, webcrypto } from 'node:crypto';

/** How all signatures of the CA are made. */
export const SIGNING = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A new EC P-256 key pair. */
export const newKeyPair = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(SIGNING, true, ['sign', 'verify']);

/** A private key as PKCS#8 PEM. */
export const privateKeyPem = (key: webcrypto.CryptoKey): string =>
  KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }).toString();

/** A CA's private key from PEM, ready to sign. Throws for keys that are not EC P-256. */
export const signingKey = (pem: string): Promise<webcrypto.CryptoKey> =>
  webcrypto.subtle.importKey('pkcs8', createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' }), SIGNING, false, [
    'sign',
  ]);
