/** The directory in memory, kept behind the stream `REGISTRY`. It goes on answering while the bus is away. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { followStream } from '@dienstweg/infra/bus/follow.ts';
import { takeUp } from '@dienstweg/infra/bus/laid-aside.ts';
import { REGISTRY_CHANGES, REGISTRY_SNAPSHOT } from '@dienstweg/schemas/bus/streams.ts';
import type { RegistryChange, RegistryEntry } from '@dienstweg/schemas/directory/changes.ts';
import { takeStored } from '@dienstweg/schemas/directory/decode.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { RegistryFold } from '@dienstweg/schemas/directory/fold.ts';
import { foldTakenUp } from '@dienstweg/schemas/directory/laid-aside.ts';
import type { KnownChange } from '../examine/protocol.ts';

/** The directory being kept up. */
export interface FollowedDirectory extends AsyncDisposable {
  readonly directory: Directory;
  /** Resolves when every change that stood in the stream at the start is in. */
  readonly caughtUp: Promise<void>;
}

const isForExamination = (entry: RegistryEntry): boolean =>
  entry.kind === 'mandate' || (entry.kind === 'certificate' && entry.purpose === 'signing');

/** What of a change the examination needs: who may sign. Closing concerns entries of any kind, so all of it stays. */
export const partForExamination = (change: RegistryChange): RegistryChange => ({
  ...change,
  puts: change.puts.filter(isForExamination),
});

/** What the examination needs of a directory, as one change: it asks what is known now, never what was known once. */
const knownForExamination = (directory: Directory): KnownChange => ({
  change: {
    id: `until-${directory.edition}`,
    by: '',
    reason: '',
    puts: directory.otherEntries().filter(isForExamination),
    closes: [],
  },
  edition: directory.edition,
  recordedAtMs: directory.editions.of(directory.edition)?.recordedAt.getTime() ?? 0,
});

/**
 * Follows from where the fold of the stream was laid aside last, else from the first change. `onChange` gets each
 * change that takes effect, as far as the examination needs it.
 */
export const followDirectory = async (
  bus: Bus,
  onChange: (change: KnownChange) => void,
): Promise<FollowedDirectory> => {
  const fold = (await takeUp(bus, REGISTRY_SNAPSHOT, foldTakenUp)) ?? new RegistryFold();
  const { directory } = fold;
  if (directory.edition > 0) onChange(knownForExamination(directory));
  const tail = { ...REGISTRY_CHANGES, fromSequence: directory.edition + 1 };
  const following = await followStream(bus, tail, (stored) => {
    const effect = takeStored(fold, stored);
    if (effect === undefined) return;
    const part = partForExamination(effect.change);
    if (part.puts.length > 0 || part.closes.length > 0)
      onChange({ change: part, edition: effect.edition, recordedAtMs: effect.recordedAt.getTime() });
  });
  return {
    directory,
    caughtUp: following.caughtUp,
    [Symbol.asyncDispose]: () => following[Symbol.asyncDispose](),
  };
};
