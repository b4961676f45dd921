/** The directory in memory, kept behind the stream `REGISTRY`. It goes on answering while the bus is away. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { followStream } from '@dienstweg/infra/bus/follow.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { RegistryChange } from '@dienstweg/schemas/directory/changes.ts';
import { decodeStored } from '@dienstweg/schemas/directory/decode.ts';
import { Directory } from '@dienstweg/schemas/directory/directory.ts';
import type { KnownChange } from '../examine/protocol.ts';

/** The directory being kept up. */
export interface FollowedDirectory extends AsyncDisposable {
  readonly directory: Directory;
  /** Resolves when every change that stood in the stream at the start is in. */
  readonly caughtUp: Promise<void>;
}

/** What of a change the examination needs: who may sign. Closing concerns entries of any kind, so all of it stays. */
export const partForExamination = (change: RegistryChange): RegistryChange => ({
  ...change,
  puts: change.puts.filter(
    (entry) => entry.kind === 'mandate' || (entry.kind === 'certificate' && entry.purpose === 'signing'),
  ),
});

/** Follows from the first change. `onChange` gets each change as far as the examination needs it. */
export const followDirectory = async (
  bus: Bus,
  onChange: (change: KnownChange) => void,
): Promise<FollowedDirectory> => {
  const directory = new Directory();
  const following = await followStream(bus, { stream: STREAMS.registry }, ({ data, sequence, recordedAt }) => {
    const change = decodeStored(data);
    directory.apply(change, sequence, recordedAt);
    const part = partForExamination(change);
    if (part.puts.length > 0 || part.closes.length > 0)
      onChange({ change: part, edition: sequence, recordedAtMs: recordedAt.getTime() });
  });
  return {
    directory,
    caughtUp: following.caughtUp,
    [Symbol.asyncDispose]: () => following[Symbol.asyncDispose](),
  };
};
