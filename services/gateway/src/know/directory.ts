/** The directory in memory, kept behind the stream `REGISTRY`. It goes on answering while the bus is away. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { type FollowedDirectory, followDirectory } from '@dienstweg/infra/bus/follow-directory.ts';
import { saysOfTypes } from '@dienstweg/infra/bus/published-types.ts';
import type { RegistryChange, RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import type { KnownChange } from '../examine/protocol.ts';

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
 * change that takes effect, as far as the examination needs it; `onTypes` is told of those about message types.
 */
export const followForExamination = (
  bus: Bus,
  onChange: (change: KnownChange) => void,
  onTypes: () => void = () => undefined,
): Promise<FollowedDirectory> =>
  followDirectory(bus, {
    onTakenUp: ({ directory }) => {
      if (directory.edition > 0) onChange(knownForExamination(directory));
    },
    onTaken: ({ effect }, { directory }) => {
      if (effect === undefined) return;
      if (saysOfTypes(effect.change, directory)) onTypes();
      const part = partForExamination(effect.change);
      if (part.puts.length > 0 || part.closes.length > 0)
        onChange({ change: part, edition: effect.edition, recordedAtMs: effect.recordedAt.getTime() });
    },
  });
