/** Writes keys and certificates. A file is whole or not there at all; private keys are for their owner's eyes only. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const KEY_MODE = 0o400;
const PUBLIC_MODE = 0o644;
const FOLDER_MODE = 0o700;

/** Makes a folder that only its owner may enter, and its parents. */
export const makePrivateFolder = async (dir: string): Promise<void> => {
  await mkdir(dir, { recursive: true, mode: FOLDER_MODE });
  await chmod(dir, FOLDER_MODE);
};

const replaceFile = async (file: string, content: string | Uint8Array, mode: number): Promise<void> => {
  const draft = join(dirname(file), `.${randomBytes(6).toString('hex')}`);
  try {
    const handle = await open(draft, 'wx', mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (cause) {
    await rm(draft, { force: true });
    // on a full disk Node does not say which file it could not write
    throw cause instanceof Error && !('path' in cause) ? Object.assign(cause, { path: file }) : cause;
  }
};

/** Writes a private key or key store: mode 0400 from its first moment, in a folder of mode 0700. */
export const writePrivateFile = async (file: string, content: string | Uint8Array): Promise<void> => {
  await makePrivateFolder(dirname(file));
  await replaceFile(file, content, KEY_MODE);
};

/** Writes a certificate, a list or an index. */
export const writePublicFile = async (file: string, content: string | Uint8Array): Promise<void> => {
  await mkdir(dirname(file), { recursive: true, mode: FOLDER_MODE });
  await replaceFile(file, content, PUBLIC_MODE);
};
