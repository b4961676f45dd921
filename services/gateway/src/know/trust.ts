/** Trust anchors and revocation lists, read again when their files change. */
import { markOfTrust } from '@dienstweg/certs/trust/folder.ts';
import { loadTrust, type Trust } from '@dienstweg/certs/trust/trust.ts';
import type { Log } from '@dienstweg/infra/log.ts';

/** What was read from the folder. */
export interface LoadedTrust {
  readonly revocationLists: number;
  readonly at: Date;
}

/** The trust folder being watched. */
export interface WatchedTrust extends Disposable {
  readonly now: () => Trust;
  /** What was read last: how many revocation lists, and when. */
  readonly loaded: () => LoadedTrust;
}

/** How long a revocation may go unnoticed. */
const LOOK_EVERY_MS = 200;

/**
 * Loads the folder and looks every fifth of a second whether its files changed. A folder that cannot be read then, for instance
 * in the middle of being written, leaves the former trust standing, and is tried again.
 */
export const watchTrust = (folder: string, log: Log, onChange: () => void): WatchedTrust => {
  let mark = markOfTrust(folder);
  const trust = loadTrust(folder);
  const loadedNow = (): LoadedTrust => ({
    revocationLists: mark.split('\n').filter((line) => line.startsWith('crls/')).length,
    at: new Date(),
  });
  let loaded = loadedNow();
  const look = (): void => {
    try {
      const found = markOfTrust(folder);
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
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    now: () => trust,
    loaded: () => loaded,
    [Symbol.dispose]: () => clearInterval(timer),
  };
};
