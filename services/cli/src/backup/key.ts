/** Who can open a backup. */
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateIdentity } from 'age-encryption';
import type { Input, OptionSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { readInput, SMALL_LIMIT_BYTES } from '../client/read-input.ts';
import { proofOf } from './maker.ts';
import type { BackupLabel } from './manifest.ts';
import { recipientOf, SealError, sealIdentity, unsealIdentity } from './seal.ts';

/** Where the sealed identity of a backup with a passphrase stands. */
const KEY_FILE = 'key.age';
const LEAST_PASSPHRASE = 12;

/** How a new backup is sealed. */
export interface BackupKey {
  readonly openedBy: BackupLabel['openedBy'];
  readonly recipient: string;
  /** The code that shows who made it, over a manifest; absent where only the public half is known here. */
  readonly prove?: (manifest: Uint8Array) => string;
  /** Puts what opens it where it belongs; the path of a key file that has to be kept elsewhere, if there is one. */
  readonly put: (folder: string, finalFolder: string) => Promise<string | undefined>;
}

/** Options by which a backup is sealed. */
export const SEAL_OPTIONS: Readonly<Record<'passphrase-file' | 'recipient', OptionSpec>> = {
  'passphrase-file': { value: 'FILE', text: 'its first line opens the backup (at least 12 characters)' },
  recipient: { value: 'AGE1…', text: 'seal for this public key of age: its private half need never be here' },
};

/** Options by which it is opened. */
export const OPEN_OPTIONS: Readonly<Record<'passphrase-file' | 'identity' | 'fingerprint' | 'unproven', OptionSpec>> = {
  'passphrase-file': { value: 'FILE', text: 'its first line is the passphrase' },
  identity: { value: 'FILE', text: 'file with the private key of age (default DIR.key)' },
  fingerprint: {
    value: 'SHA256',
    text: 'as `backup` printed it: shows that it is that one, whoever could write there',
  },
  unproven: { text: 'take it though nothing shows who made it: nobody else could write where it lay' },
};

const passphraseIn = (file: string): string => {
  const phrase = readInput(file, SMALL_LIMIT_BYTES).toString('utf8').split(/\r?\n/)[0] ?? '';
  if (phrase.length < LEAST_PASSPHRASE)
    throw usageError(`The passphrase must have at least ${LEAST_PASSPHRASE} characters.`);
  return phrase;
};

/** The key that was asked for; without any a new one, written beside the backup. */
export const keyForSealing = async (input: Input): Promise<BackupKey> => {
  const [phraseFile, recipient] = [input.text('passphrase-file'), input.text('recipient')];
  if (phraseFile !== undefined && recipient !== undefined)
    throw usageError('Give either --passphrase-file or --recipient.');
  if (recipient !== undefined) {
    if (!/^age1[a-z0-9]{20,}$/.test(recipient)) throw usageError('--recipient is a public key of age: age1…');
    return { openedBy: 'identity', recipient, put: async () => undefined };
  }
  const identity = await generateIdentity();
  const own = {
    recipient: await recipientOf(identity),
    prove: (manifest: Uint8Array) => proofOf(manifest, identity),
  };
  if (phraseFile !== undefined) {
    const sealed = await sealIdentity(identity, passphraseIn(phraseFile));
    return {
      ...own,
      openedBy: 'passphrase',
      put: async (folder) => {
        await writeFile(join(folder, KEY_FILE), sealed, { mode: 0o600, flag: 'wx' });
        return undefined;
      },
    };
  }
  return {
    ...own,
    openedBy: 'key-file',
    put: async (_folder, finalFolder) => {
      const file = `${finalFolder}.key`;
      await writeFile(file, `${identity}\n`, { mode: 0o600, flag: 'wx' });
      await chmod(file, 0o400);
      return file;
    },
  };
};

/** The identity that opens a backup. Throws SealError, `usage-error`, or what the file system says. */
export const identityFor = async (folder: string, label: BackupLabel, input: Input): Promise<string> => {
  const [phraseFile, identityFile] = [input.text('passphrase-file'), input.text('identity')];
  if (label.openedBy === 'passphrase') {
    if (phraseFile === undefined) throw usageError('This backup is opened by a passphrase: --passphrase-file FILE');
    const sealed = await readFile(join(folder, KEY_FILE)).catch((cause: unknown) => {
      throw new SealError(`${KEY_FILE} is missing.`, { cause });
    });
    return unsealIdentity(sealed, passphraseIn(phraseFile));
  }
  // the label may have been replaced together with everything else
  if (phraseFile !== undefined) throw usageError('This backup is not opened by a passphrase: is it the one you took?');
  const file = identityFile ?? `${folder}.key`;
  const found = readInput(file, SMALL_LIMIT_BYTES)
    .toString('utf8')
    .split(/\r?\n/)
    .find((line) => line.startsWith('AGE-SECRET-KEY-'));
  if (found === undefined) throw new SealError(`${file} holds no private key of age.`);
  return found.trim();
};
