/** Seeds of the bus users in the home folder. */
import { mkdir, readFile } from 'node:fs/promises';
import { BUS_USERS, type BusUser } from '@dienstweg/schemas/bus/permissions.ts';
import { hasCode } from '../errors.ts';
import { type Home, seedFileOf } from '../home.ts';
import type { CommonSettings } from '../settings.ts';
import { writeOnce } from '../write-once.ts';
import { createBusKey, publicKeyOf } from './seeds.ts';

const readIfThere = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  });

/**
 * The seed with which a user of the house shows itself on the bus; `undefined` where there is none or the URL given
 * names a user itself.
 */
export const readBusSeed = async (
  { home, natsUrl }: Pick<CommonSettings, 'home' | 'natsUrl'>,
  user: BusUser,
): Promise<string | undefined> => (new URL(natsUrl).username === '' ? readIfThere(seedFileOf(home, user)) : undefined);

/** Makes the seeds that are missing (mode 0400) and returns the public key of every user. */
export const ensureBusSeeds = async (
  home: Home,
): Promise<readonly { readonly user: BusUser; readonly publicKey: string }[]> => {
  await mkdir(home.bus, { recursive: true, mode: 0o700 });
  return Promise.all(
    BUS_USERS.map(async (user) => {
      const file = seedFileOf(home, user);
      const existing = await readIfThere(file);
      if (existing !== undefined) return { user, publicKey: publicKeyOf(existing) };
      const key = createBusKey();
      await writeOnce(file, `${key.seed}\n`, 0o400);
      return { user, publicKey: key.publicKey };
    }),
  );
};
