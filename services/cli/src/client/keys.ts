/** Keys and certificates of authorities, as they stand in the home folder. */
import { X509Certificate } from 'node:crypto';
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

/** Reads a certificate and its key from `<folder>/<name>.pem` and `.key`; `undefined` where they are not there. */
export const readKeyPair = (folder: string, name: string): KeyPair | undefined => {
  const [certificate, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  if (!isThere(certificate) || !isThere(key)) return undefined;
  const chainPem = readFileSync(certificate, 'utf8');
  return { privateKeyPem: readFileSync(key, 'utf8'), chainPem, der: new X509Certificate(chainPem).raw };
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
