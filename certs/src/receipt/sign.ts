/** Signs receipts: compact JWS (RFC 7515) with the claims of `schemas/receipt/claims.ts`. */
import { createPrivateKey } from 'node:crypto';
import type { ReceiptClaims } from '@dienstweg/schemas/receipt/claims.ts';
import { signValue } from '../signature/algorithms.ts';
import { pemBlocks } from '../trust/folder.ts';
import { algForKey, receiptAlgorithm } from './algorithms.ts';

/** Media type of a receipt, as `typ` (RFC 8417 section 2.3). */
export const RECEIPT_TYPE = 'secevent+jwt';

/** Whose key signs. */
export interface ReceiptSignerNeeds {
  readonly privateKeyPem: string;
  /** Leaf first, then the issuing certificate; goes into `x5c`. */
  readonly chainPem: string;
  /** `iss` of every receipt. */
  readonly issuer: string;
}

/**
 * Signs claims with one key; the header is encoded once. The claims' `iss` has to be the signer's issuer. Throws
 * TypeError for a key no receipt is signed with, for a chain without certificate, for claims of another issuer.
 */
export const receiptSigner = ({
  privateKeyPem,
  chainPem,
  issuer,
}: ReceiptSignerNeeds): ((claims: ReceiptClaims) => string) => {
  const key = createPrivateKey(privateKeyPem);
  const alg = algForKey(key);
  const algorithm = receiptAlgorithm(alg);
  if (algorithm === undefined) throw new TypeError('receipts are signed with EC P-256, EC P-384, RSA or Ed25519 keys');
  const x5c = pemBlocks(chainPem, 'CERTIFICATE').map((der) => der.toString('base64'));
  if (x5c.length === 0) throw new TypeError('a receipt needs the certificate of its key');
  const header = Buffer.from(JSON.stringify({ typ: RECEIPT_TYPE, alg, x5c })).toString('base64url');
  return (claims) => {
    if (claims.iss !== issuer) throw new TypeError(`${claims.iss} cannot be attested by ${issuer}`);
    const input = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
    return `${input}.${signValue(algorithm, key, Buffer.from(input, 'ascii')).toString('base64url')}`;
  };
};
