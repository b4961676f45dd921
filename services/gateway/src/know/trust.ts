/** Trust anchors and revocation lists, read again when their files change. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadTrust, type Trust } from '@dienstweg/certs/trust/trust.ts';
import type { Log } from '@dienstweg/infra/log.ts';

/** What was read from the folder. */
export interface LoadedTrust {
  readonly revocationLists: number;
  readonly at: Date;
}

/** The trust folder being watched. */
export interface WatchedTrust extends AsyncDisposable {
  readonly now: () => Trust;
  /** What was read last: how many revocation lists, and when. */
  readonly loaded: () => LoadedTrust;
}

/** How long a revocation may go unnoticed. */
const LOOK_EVERY_MS = 200;

/** Names, times and sizes of the files that count; cheap enough to be asked all the time. */
const markOf = async (folder: string): Promise<string> => {
  const marks: string[] = [];
  for (const place of ['anchors', 'intermediates', 'crls']) {
    const names = await readdir(join(folder, place)).catch(() => []);
    for (const name of names.sort()) {
      const { mtimeMs, size, ino } = await stat(join(folder, place, name));
      marks.push(`${place}/${name} ${mtimeMs} ${size} ${ino}`);
    }
  }
  return marks.join('\n');
};

/**
 * Loads the folder and looks every fifth of a second whether its files changed. A folder that cannot be read then, for instance
 * in the middle of being written, leaves the former trust standing, and is tried again.
 */
export const watchTrust = async (folder: string, log: Log, onChange: () => void): Promise<WatchedTrust> => {
  let mark = await markOf(folder);
  const trust = loadTrust(folder);
  const loadedNow = (): LoadedTrust => ({
    revocationLists: mark.split('\n').filter((line) => line.startsWith('crls/')).length,
    at: new Date(),
  });
  let loaded = loadedNow();
  let looking: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    try {
      const found = await markOf(folder);
      if (found === mark) return;
      trust.reload();
      mark = found;
      loaded = loadedNow();
      log.info('trust is read anew');
      onChange();
    } catch (error) {
      log.error({ err: error }, 'trust cannot be read; the former one stands');
    }
  };
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, LOOK_EVERY_MS);
  return {
    now: () => trust,
    loaded: () => loaded,
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await looking;
    },
  };
};
