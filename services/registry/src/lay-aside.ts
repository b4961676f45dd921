/** The fold of the stream, laid aside now and then, so that who starts need not read the stream from its first record. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import type { TakenRecord } from '@dienstweg/infra/bus/follow-directory.ts';
import { layAside } from '@dienstweg/infra/bus/laid-aside.ts';
import { REGISTRY_SNAPSHOT } from '@dienstweg/schemas/bus/streams.ts';
import type { RegistryFold } from '@dienstweg/schemas/directory/fold/fold.ts';
import { copyOf, foldLaidAside } from '@dienstweg/schemas/directory/fold/laid-aside.ts';

/** How much of the stream is read at a start at most, before the fold is laid aside again. */
export interface LayAsideAfter {
  readonly records: number;
  readonly octets: number;
  /** Nothing was recorded for so long: many changes in a row are one reason to lay aside, not many. */
  readonly quietMs: number;
}

export const LAY_ASIDE_AFTER: LayAsideAfter = { records: 1_000, octets: 8 * 1024 * 1024, quietMs: 1_000 };

/** Counts what was recorded since the fold was laid aside. */
export interface LayingAside extends AsyncDisposable {
  /** A record was taken into the fold. */
  readonly taken: (taken: Pick<TakenRecord, 'octets'>, fold: RegistryFold) => void;
}

/** Lays aside when enough has come. What fails is logged, and tried again with the next record. */
export const layingAside = (bus: Bus, after: LayAsideAfter): LayingAside => {
  const end = new AbortController();
  let records = 0;
  let octets = 0;
  let lastAt = 0;
  let running: Promise<void> | undefined;

  const quiet = async (): Promise<void> => {
    for (;;) {
      const left = lastAt + after.quietMs - performance.now();
      if (left <= 0) return;
      await delay(left, undefined, { signal: end.signal });
    }
  };
  const isEnough = (): boolean => records >= after.records || octets >= after.octets;
  const lay = async (fold: RegistryFold): Promise<void> => {
    await quiet();
    // parts of a change that is not whole are as large as the change; with its last part there is another occasion
    if (!isEnough() || fold.incomplete().length > 0 || fold.directory.isTaking) return;
    const began = performance.now();
    records = 0;
    octets = 0;
    const { edition } = fold.directory;
    const laid = await layAside(bus, REGISTRY_SNAPSHOT, edition, foldLaidAside(copyOf(fold)));
    const tookMs = Math.round(performance.now() - began);
    if (laid === undefined) bus.log.warn({ edition }, 'the directory could not be laid aside');
    else bus.log.info({ edition, octets: laid.octets, tookMs }, 'directory laid aside');
  };
  return {
    taken: (taken, fold) => {
      records += 1;
      octets += taken.octets;
      lastAt = performance.now();
      if (!isEnough()) return;
      running ??= lay(fold)
        .catch((error: unknown) => {
          if (!end.signal.aborted) bus.log.warn({ err: error }, 'the directory could not be laid aside');
        })
        .finally(() => {
          running = undefined;
        });
    },
    [Symbol.asyncDispose]: async () => {
      end.abort();
      await running;
    },
  };
};
