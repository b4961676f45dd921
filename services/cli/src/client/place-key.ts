/**
 * Keys of an authority in the home: the one in use, `<purpose>.{key,pem}`; the next one, `<purpose>.next.*`, until the
 * registry knows it; and those before, `<purpose>.<serial>.*`. No key is ever written over.
 */
import { X509Certificate } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivateFile, writePublicFile } from '@dienstweg/certs/pki/files.ts';
import { fingerprintOf } from '@dienstweg/certs/trust/certificate.ts';
import type { Home } from '@dienstweg/infra/home.ts';
import { trustAuthor } from '../up/provision.ts';
import { type KeyOf, type KeyPair, type KeyPurpose, keyFolderOf, nextOf, readKeyPair } from './keys.ts';

/** What is told of a placed certificate. */
export interface PlacedKey extends KeyOf {
  readonly fingerprint: string;
  readonly validUntil: string;
  readonly certificateFile: string;
  /** False where another one is in use: this one waits until it is taken into use. */
  readonly inUse: boolean;
}

/** Copies a pair to a name of its own. */
const keepAside = async (folder: string, purpose: KeyPurpose, { privateKeyPem, chainPem, der }: KeyPair) => {
  const name = `${purpose}.${new X509Certificate(der).serialNumber.toLowerCase()}`;
  await writePrivateFile(join(folder, `${name}.key`), privateKeyPem);
  await writePublicFile(join(folder, `${name}.pem`), chainPem);
};

/**
 * Puts a key and its certificate into the home: into use where there is none, else beside the one in use, since nobody
 * accepts a certificate that the registry does not know. Makes a signing certificate known for offline checks.
 */
export const placeKey = async (
  home: Home,
  of: KeyOf,
  pair: { readonly privateKeyPem: string; readonly chainPem: string },
): Promise<PlacedKey> => {
  const folder = keyFolderOf(home, of.authority);
  const { raw, validToDate } = new X509Certificate(pair.chainPem);
  const fingerprint = fingerprintOf(raw);
  const there = readKeyPair(folder, of.purpose);
  const inUse = there === undefined || fingerprintOf(there.der) === fingerprint;
  const name = inUse ? of.purpose : nextOf(of.purpose);
  const waiting = inUse ? undefined : readKeyPair(folder, name);
  if (waiting !== undefined && fingerprintOf(waiting.der) !== fingerprint) await keepAside(folder, of.purpose, waiting);
  const certificateFile = join(folder, `${name}.pem`);
  // broken off in the middle there is a key without certificate, which counts as none, and never one with another's
  if (!(inUse && there !== undefined)) await rm(certificateFile, { force: true });
  await writePrivateFile(join(folder, `${name}.key`), pair.privateKeyPem);
  await writePublicFile(certificateFile, pair.chainPem);
  if (of.purpose === 'signing') await trustAuthor(home, of.authority, pair.chainPem);
  return { ...of, fingerprint, validUntil: validToDate.toISOString(), certificateFile, inUse };
};

/** The key that waits to be taken into use, if there is one. */
export const nextKeyOf = (home: Home, { authority, purpose }: KeyOf): KeyPair | undefined =>
  readKeyPair(keyFolderOf(home, authority), nextOf(purpose));

/** Takes the next key into use; the one before stays, under its serial number. */
export const takeIntoUse = async (home: Home, { authority, purpose }: KeyOf): Promise<void> => {
  const folder = keyFolderOf(home, authority);
  const [next, before] = [readKeyPair(folder, nextOf(purpose)), readKeyPair(folder, purpose)];
  if (next === undefined) return;
  if (before !== undefined) await keepAside(folder, purpose, before);
  await writePrivateFile(join(folder, `${purpose}.key`), next.privateKeyPem);
  await rename(join(folder, `${nextOf(purpose)}.pem`), join(folder, `${purpose}.pem`));
  await rm(join(folder, `${nextOf(purpose)}.key`), { force: true });
};

/** The command that registers a key and takes it into use. */
export const useCommand = ({ authority, purpose }: KeyOf): string =>
  `dienstweg cert use --as ${authority} --purpose ${purpose}`;

/** What is told of a placed key, for people. */
export const placedText = (placed: PlacedKey): string =>
  [
    `${placed.purpose} certificate of ${placed.authority}, valid until ${placed.validUntil}`,
    `SHA-256 ${placed.fingerprint}`,
    placed.certificateFile,
    ...(placed.inUse
      ? ['Others accept it once the registry knows it. Register it:']
      : ['The one before stays in use until the registry knows this one. Register it, and take it into use:']),
    `  ${useCommand(placed)}`,
  ].join('\n');
