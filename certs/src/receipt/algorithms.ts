/** Signature algorithms of receipts (RFC 7518, RFC 8037), each bound to the keys it may be used with. */
import type { KeyObject } from 'node:crypto';
import { type AlgorithmName, algorithmByName, keyFits, type SignatureAlgorithm } from '../signature/algorithms.ts';

const NAMES = {
  ES256: 'ecdsa-sha256',
  ES384: 'ecdsa-sha384',
  PS256: 'rsa-pss-sha256',
  EdDSA: 'ed25519',
} as const satisfies Record<string, AlgorithmName>;

/** An `alg` a receipt may have. */
export type ReceiptAlgorithm = keyof typeof NAMES;

/** The algorithm of an `alg`; `undefined` for every other value (`none`, `HS256`, …). */
export const receiptAlgorithm = (alg: unknown): SignatureAlgorithm | undefined =>
  typeof alg === 'string' && Object.hasOwn(NAMES, alg) ? algorithmByName(NAMES[alg as ReceiptAlgorithm]) : undefined;

/** The `alg` for a key; `undefined` where no receipt can be signed with it. */
export const algForKey = (key: KeyObject): ReceiptAlgorithm | undefined =>
  (Object.keys(NAMES) as ReceiptAlgorithm[]).find((alg) => keyFits(algorithmByName(NAMES[alg]), key));
