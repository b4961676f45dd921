/**
 * One-time links into the console of this machine: whoever may write into the home folder may sign in. A link is a file
 * named by the digest of its token; the token itself stands nowhere but in the link.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** For whom a link is made. */
export interface LinkHolder {
  /** Name of the account that asked for it. */
  readonly by: string;
  readonly roles: readonly string[];
  /** Of a case worker: the authority whose messages are shown. */
  readonly authority?: string;
}

/** How long a link may be used. */
export const LINK_LASTS_MS = 10 * 60_000;

const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const FILE = /^[0-9a-f]{64}$/;

const fileOf = (folder: string, token: string): string =>
  join(folder, createHash('sha256').update(token).digest('hex'));

interface Stored extends LinkHolder {
  readonly expiresAt: string;
}

const stored = (text: string): Stored | undefined => {
  try {
    const value = JSON.parse(text) as Partial<Stored>;
    return typeof value.by === 'string' && Array.isArray(value.roles) && typeof value.expiresAt === 'string'
      ? (value as Stored)
      : undefined;
  } catch {
    return undefined;
  }
};

const forgetOld = async (folder: string, now: Date): Promise<void> => {
  for (const name of (await readdir(folder)).filter((one) => FILE.test(one))) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => '');
    if (now > new Date(stored(text)?.expiresAt ?? 0)) await rm(join(folder, name), { force: true });
  }
};

/** Makes a link that counts once, for ten minutes, and returns its token. Links that ran out are removed. */
export const makeConsoleLink = async (folder: string, holder: LinkHolder, now: Date): Promise<string> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await forgetOld(folder, now);
  const token = randomBytes(32).toString('base64url');
  const { by, roles, authority } = holder;
  const link: Stored = {
    by,
    roles,
    ...(authority === undefined ? {} : { authority }),
    expiresAt: new Date(now.getTime() + LINK_LASTS_MS).toISOString(),
  };
  await writeFile(fileOf(folder, token), JSON.stringify(link), { mode: 0o600, flag: 'wx' });
  return token;
};

/** For whom the link was made; `undefined` where there is none, it was used, or it ran out. Of two who come at once one gets it. */
export const redeemConsoleLink = async (folder: string, token: string, now: Date): Promise<LinkHolder | undefined> => {
  if (!TOKEN.test(token)) return undefined;
  const file = fileOf(folder, token);
  try {
    const link = stored(await readFile(file, 'utf8'));
    // who removes it has it; `rm` looks first, and would let two of them believe so
    await unlink(file);
    return link === undefined || now > new Date(link.expiresAt) ? undefined : link;
  } catch {
    return undefined;
  }
};
