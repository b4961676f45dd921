/** Trust as its folder has it now: a revocation counts at the next message, and a renewed list before the old one is stale. */
import { markOfTrust } from '@dienstweg/certs/trust/folder.ts';
import { loadTrust, type Trust } from '@dienstweg/certs/trust/trust.ts';
import type { Log } from '@dienstweg/infra/log.ts';

/**
 * Loads the folder; whoever uses trust calls `refresh` before, which reads it again where its files changed. While it
 * cannot be read the former trust stands, and the next call tries again.
 * @throws where the folder cannot be read at the beginning.
 */
export const freshTrust = (folder: string, log: Log): { readonly trust: Trust; readonly refresh: () => void } => {
  let mark = markOfTrust(folder);
  const trust = loadTrust(folder);
  return {
    trust,
    refresh: () => {
      try {
        const found = markOfTrust(folder);
        if (found === mark) return;
        trust.reload();
        mark = found;
        log.info('trust is read anew');
      } catch (error) {
        log.error({ err: error }, 'trust cannot be read; the former one stands');
      }
    },
  };
};
