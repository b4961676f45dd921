/** The URL of Redis with its password. */
import { readFile } from 'node:fs/promises';
import { redisPasswordFileOf } from '@dienstweg/infra/home.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';

/** As given, or that of the server this home starts. Holds a password: never shown. */
export const redisUrlOf = async ({
  home,
  redisUrl,
  redisGiven,
}: Pick<CommonSettings, 'home' | 'redisUrl' | 'redisGiven'>): Promise<string> => {
  if (redisGiven) return redisUrl;
  const url = new URL(redisUrl);
  url.password = (await readFile(redisPasswordFileOf(home), 'utf8').catch(() => '')).trim();
  return url.href;
};
