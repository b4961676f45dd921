/** An examining thread reads trust anew. */
import type { Trust } from '@dienstweg/certs/trust/trust.ts';

/** A fifth of a second, as the main thread looks. */
const AGAIN_AFTER_MS = 200;

/**
 * Reads trust anew when called. Where that fails, because a file vanished between being listed and being read for
 * instance, the former trust stands and it is tried again: nobody tells this thread a second time.
 */
export const trustReloader = (trust: Pick<Trust, 'reload'>, againAfterMs = AGAIN_AFTER_MS): (() => void) => {
  let again: NodeJS.Timeout | undefined;
  const reload = (): void => {
    clearTimeout(again);
    try {
      trust.reload();
    } catch {
      again = setTimeout(reload, againAfterMs).unref();
    }
  };
  return reload;
};
