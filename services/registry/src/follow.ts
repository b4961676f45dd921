/** The directory, kept behind the stream. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { followStream } from '@dienstweg/infra/bus/follow.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import { takeStored } from '@dienstweg/schemas/directory/decode.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { RegistryFold } from '@dienstweg/schemas/directory/fold.ts';

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

/** Follows `REGISTRY` from its first change. */
export const followDirectory = async (bus: Bus): Promise<FollowedDirectory> => {
  const fold = new RegistryFold();
  const { directory } = fold;
  const waiting = new Set<{ readonly edition: number; readonly arrived: () => void }>();
  const following = await followStream(bus, { stream: STREAMS.registry }, (stored) => {
    try {
      takeStored(fold, stored);
    } finally {
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
