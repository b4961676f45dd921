/** The directory, kept behind the stream. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { followStream } from '@dienstweg/infra/bus/follow.ts';
import { takeUp } from '@dienstweg/infra/bus/laid-aside.ts';
import { REGISTRY_CHANGES, REGISTRY_SNAPSHOT } from '@dienstweg/schemas/bus/streams.ts';
import { takeStored } from '@dienstweg/schemas/directory/decode.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { RegistryFold } from '@dienstweg/schemas/directory/fold.ts';
import { foldTakenUp } from '@dienstweg/schemas/directory/laid-aside.ts';

/** A directory that follows the stream; it goes on answering from its last edition while the bus is away. */
export interface FollowedDirectory extends AsyncDisposable {
  readonly directory: Directory;
  /** The same directory with what has not taken effect. */
  readonly fold: RegistryFold;
  /** Resolves when every change that stood in the stream at the start is in. */
  readonly caughtUp: Promise<void>;
  /** Resolves with true once the edition is in, with false when it is not after `timeoutMs`. */
  knows(edition: number, timeoutMs: number): Promise<boolean>;
  /** Changes recorded and not yet taken in. */
  behind(): number;
}

/**
 * Follows `REGISTRY` from where its fold was laid aside last, else from its first change. `onTaken` is told each record
 * that was taken in, with its octets.
 */
export const followDirectory = async (
  bus: Bus,
  onTaken: (fold: RegistryFold, octets: number) => void = () => undefined,
): Promise<FollowedDirectory> => {
  const fold = (await takeUp(bus, REGISTRY_SNAPSHOT, foldTakenUp)) ?? new RegistryFold();
  const { directory } = fold;
  const waiting = new Set<{ readonly edition: number; readonly arrived: () => void }>();
  const tail = { ...REGISTRY_CHANGES, fromSequence: directory.edition + 1 };
  const following = await followStream(bus, tail, (stored) => {
    try {
      takeStored(fold, stored);
    } finally {
      onTaken(fold, stored.size);
      for (const each of waiting) if (each.edition <= stored.sequence) each.arrived();
    }
  });
  return {
    directory,
    fold,
    caughtUp: following.caughtUp,
    behind: () => following.behind(),
    knows: (edition, timeoutMs) =>
      new Promise((settle) => {
        if (directory.edition >= edition) return settle(true);
        const end = (known: boolean): void => {
          clearTimeout(timer);
          waiting.delete(entry);
          settle(known);
        };
        const timer = setTimeout(() => end(false), timeoutMs);
        const entry = { edition, arrived: () => end(true) };
        waiting.add(entry);
      }),
    [Symbol.asyncDispose]: () => following[Symbol.asyncDispose](),
  };
};
