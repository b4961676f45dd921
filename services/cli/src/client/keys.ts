/** Keys and certificates of authorities, as they stand in the home folder. */
import { createPublicKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDerFiles, toPem } from '@dienstweg/certs/trust/folder.ts';
import type { Home } from '@dienstweg/infra/home.ts';
import { isThere } from '@dienstweg/infra/is-there.ts';
import { type AuthorityId, parseAuthorityId, toToken } from '@dienstweg/schemas/identifiers.ts';
import { nearest } from '@dienstweg/schemas/problems/nearest.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { findSandboxAuthority, SANDBOX_AUTHORITIES } from '@dienstweg/schemas/sandbox/authorities.ts';
import { usageError } from '../args/parse.ts';

/** What an authority's certificate is for. */
export type KeyPurpose = 'signing' | 'tls';

/** Whose key, and what for. */
export interface KeyOf {
  readonly authority: AuthorityId;
  readonly purpose: KeyPurpose;
}

/** A key with its certificate. */
export interface KeyPair {
  readonly privateKeyPem: string;
  /** Leaf first, then what leads to the anchor. */
  readonly chainPem: string;
  /** The leaf. */
  readonly der: Uint8Array;
}

/** An authority named by its identifier, or a sandbox authority by its short name. Throws `usage-error`. */
export const authorityNamed = (text: string): AuthorityId => {
  const id = findSandboxAuthority(text)?.id ?? parseAuthorityId(text);
  if (id !== undefined) return id;
  const meant = nearest(
    text,
    SANDBOX_AUTHORITIES.map(({ name }) => name),
  );
  throw usageError(
    `"${text}" is no authority: give scheme:value, or the short name of a sandbox authority.${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
  );
};

/** The folder of an authority's keys. */
export const keyFolderOf = (home: Home, authority: AuthorityId): string => join(home.authorities, toToken(authority));

/** The name under which a key waits, until the registry knows it, to be used under `name`. */
export const nextOf = (name: string): string => `${name}.next`;

/**
 * Reads a certificate and its key from `<folder>/<name>.pem` and `.key`; `undefined` where they are not there. Where a
 * taking into use broke off between the two, the certificate is the one that waits. Throws `request-invalid` where no
 * certificate belongs to the key: whatever it signed would be refused.
 */
export const readKeyPair = (folder: string, name: string): KeyPair | undefined => {
  const keyFile = join(folder, `${name}.key`);
  const certificateFile = join(folder, `${name}.pem`);
  if (!isThere(certificateFile) || !isThere(keyFile)) return undefined;
  const privateKeyPem = readFileSync(keyFile, 'utf8');
  const key = createPublicKey(privateKeyPem);
  for (const file of [certificateFile, join(folder, `${nextOf(name)}.pem`)].filter(isThere)) {
    const chainPem = readFileSync(file, 'utf8');
    const { raw, publicKey } = new X509Certificate(chainPem);
    if (publicKey.equals(key)) return { privateKeyPem, chainPem, der: raw };
  }
  const detail = `The certificate ${certificateFile} does not belong to the key ${keyFile}.`;
  const remedy = 'Put the key and the certificate that belong together there, or move both away and make a new pair.';
  throw new ProblemError({ ...problem('request-invalid', { detail }), remedy });
};

/** The key of an authority. Throws `not-found` with the remedy where this home has none. */
export const keyOf = (home: Home, authority: AuthorityId, purpose: KeyPurpose): KeyPair => {
  const pair = readKeyPair(keyFolderOf(home, authority), purpose);
  if (pair !== undefined) return pair;
  const detail = `This home has no ${purpose} key of ${authority}.`;
  const remedy = isThere(home.authorities)
    ? `Make one: dienstweg cert issue --as ${authority} --purpose ${purpose}; or bring it: dienstweg cert import.`
    : 'Nothing has been made in this home yet. Start it: dienstweg up --detach';
  throw new ProblemError({ ...problem('not-found', { detail }), remedy });
};

/** The anchors of this home, PEM: what the services read there. */
export const anchorsOf = (home: Home): readonly string[] =>
  readDerFiles(home.trust.anchors, 'CERTIFICATE').map((der) => toPem(der, 'CERTIFICATE'));
