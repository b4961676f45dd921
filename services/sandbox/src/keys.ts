/** Keys and certificates of the sandbox authorities and of its node, as they stand in the home folder. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from '@dienstweg/infra/home.ts';
import { type AuthorityId, toToken } from '@dienstweg/schemas/identifiers.ts';

/** A key with its certificate. */
export interface KeyPair {
  readonly keyPem: string;
  readonly key: KeyObject;
  /** Leaf first. */
  readonly chainPem: string;
  readonly der: Uint8Array;
}

const readPair = (folder: string, name: string): KeyPair => {
  const keyPem = readFileSync(join(folder, `${name}.key`), 'utf8');
  const chainPem = readFileSync(join(folder, `${name}.pem`), 'utf8');
  return { keyPem, key: createPrivateKey(keyPem), chainPem, der: new X509Certificate(chainPem).raw };
};

/** Keys of an authority. @throws where its files are missing. */
export const keysOfAuthority = (home: Home, authority: AuthorityId, purpose: 'signing' | 'tls'): KeyPair =>
  readPair(join(home.authorities, toToken(authority)), purpose);

/** TLS key and certificate of the recipients' server. @throws where they are missing. */
export const keysOfNode = (home: Home): KeyPair => readPair(join(home.nodes, 'sandbox'), 'tls');

/** The certificate by which the delivery service pushes; the only one recipients let in. */
export const pusherFingerprint = (home: Home): string =>
  new X509Certificate(readFileSync(join(home.nodes, 'delivery', 'tls.pem'))).fingerprint256
    .replaceAll(':', '')
    .toLowerCase();
