/** The directory as the stream has it now, folded by whoever asks: nothing depends on how much one answer may hold. */
import { followStream } from '@dienstweg/infra/bus/follow.ts';
import { takeUp } from '@dienstweg/infra/bus/laid-aside.ts';
import { REGISTRY_CHANGES, REGISTRY_SNAPSHOT } from '@dienstweg/schemas/bus/streams.ts';
import type { RegistryEntry } from '@dienstweg/schemas/directory/changes.ts';
import { holdsOn } from '@dienstweg/schemas/directory/day.ts';
import { type DecodedRecord, decodeStored, takeStored } from '@dienstweg/schemas/directory/decode.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { RegistryFold } from '@dienstweg/schemas/directory/fold.ts';
import { foldTakenUp } from '@dienstweg/schemas/directory/laid-aside.ts';
import { byCodePoints } from '@dienstweg/schemas/directory/tables/canonical.ts';
import { KIND_ORDER } from '@dienstweg/schemas/directory/tables/columns.ts';
import type { Operator } from '../client/operator.ts';

/** What was laid aside last, and the stream behind it; resolves with the directory of its last record, which does not follow any more. */
export const readDirectory = async ({ bus }: Pick<Operator, 'bus'>): Promise<Directory> => {
  const fold = (await takeUp(bus, REGISTRY_SNAPSHOT, foldTakenUp)) ?? new RegistryFold();
  const tail = { ...REGISTRY_CHANGES, fromSequence: fold.directory.edition + 1 };
  await using following = await followStream(bus, tail, (stored) => {
    takeStored(fold, stored);
  });
  await following.caughtUp;
  return fold.directory;
};

/** A record of the stream with its edition. */
export interface Recorded extends DecodedRecord {
  readonly edition: number;
  readonly recordedAt: Date;
}

/** Reads every record of the stream, in order; those that are none are passed over. */
export const readRecords = async ({ bus }: Pick<Operator, 'bus'>, take: (record: Recorded) => void): Promise<void> => {
  await using following = await followStream(bus, REGISTRY_CHANGES, ({ data, sequence, recordedAt }) => {
    take({ ...decodeStored(data), edition: sequence, recordedAt });
  });
  await following.caughtUp;
};

/** Which entries are wanted. */
export interface Wanted {
  readonly kind?: string;
  /** In force on this day; absent: whatever their days. */
  readonly at?: string;
}

const isWanted = (entry: RegistryEntry, { kind, at }: Wanted): boolean =>
  (kind === undefined || entry.kind === kind) && (at === undefined || holdsOn(entry, at));

/** The entries that are wanted, by kind and then by id in the order of code points. */
export function* inOrder(directory: Directory, wanted: Wanted = {}): Generator<RegistryEntry> {
  const ids = new Map<string, string[]>(KIND_ORDER.map((kind) => [kind, []]));
  for (const entry of directory.entries()) if (isWanted(entry, wanted)) ids.get(entry.kind)?.push(entry.id);
  for (const list of ids.values())
    for (const id of list.sort(byCodePoints)) {
      const entry = directory.entry(id);
      if (entry !== undefined) yield entry;
    }
}
