/** The routing directory in the memory of this process, kept up to date from the stream. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { followStream } from '@dienstweg/infra/bus/follow.ts';
import { takeUp } from '@dienstweg/infra/bus/laid-aside.ts';
import { REGISTRY_CHANGES, REGISTRY_SNAPSHOT } from '@dienstweg/schemas/bus/streams.ts';
import { takeStored } from '@dienstweg/schemas/directory/decode.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { RegistryFold } from '@dienstweg/schemas/directory/fold.ts';
import { foldTakenUp } from '@dienstweg/schemas/directory/laid-aside.ts';

/** The directory, and waiting for it to know an edition. */
export interface FollowedDirectory extends AsyncDisposable {
  readonly directory: Directory;
  /** Resolves with true when the edition is known, with false after `timeoutMs`. */
  knows(edition: number, timeoutMs: number): Promise<boolean>;
}

/**
 * Follows `REGISTRY` from where its fold was laid aside last, else from its first change; resolves when what stood there
 * at the start is known.
 */
export const followDirectory = async (bus: Bus): Promise<FollowedDirectory> => {
  const fold = (await takeUp(bus, REGISTRY_SNAPSHOT, foldTakenUp)) ?? new RegistryFold();
  const { directory } = fold;
  const waiting = new Set<() => void>();
  const tail = { ...REGISTRY_CHANGES, fromSequence: directory.edition + 1 };
  const following = await followStream(bus, tail, (stored) => {
    takeStored(fold, stored);
    for (const look of waiting) look();
  });
  await following.caughtUp;
  return {
    directory,
    knows: (edition, timeoutMs) =>
      directory.edition >= edition
        ? Promise.resolve(true)
        : new Promise((settle) => {
            const end = (known: boolean): void => {
              clearTimeout(timer);
              waiting.delete(look);
              settle(known);
            };
            const look = (): void => {
              if (directory.edition >= edition) end(true);
            };
            const timer = setTimeout(() => end(false), timeoutMs);
            waiting.add(look);
          }),
    [Symbol.asyncDispose]: () => following[Symbol.asyncDispose](),
  };
};
