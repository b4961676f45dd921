/** The directory as the stream has it now, folded by whoever asks: nothing depends on how much one answer may hold. */
import { followDirectory } from '@dienstweg/infra/bus/follow-directory.ts';
import type { RegistryEntry } from '@dienstweg/schemas/directory/change/changes.ts';
import { holdsOn } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import type { RegistryFold } from '@dienstweg/schemas/directory/fold/fold.ts';
import { byCodePoints } from '@dienstweg/schemas/directory/tables/canonical.ts';
import { KIND_ORDER } from '@dienstweg/schemas/directory/tables/columns.ts';
import type { Operator } from '../client/operator.ts';

/**
 * What was laid aside last, and the stream behind it; resolves with what it came to, which does not follow any more.
 * Without anything laid aside the stream is read from its first record: slower, and the same.
 */
export const readFold = async ({ bus }: Pick<Operator, 'bus'>): Promise<RegistryFold> => {
  await using followed = await followDirectory(bus);
  await followed.caughtUp;
  return followed.fold;
};

/** The directory of {@link readFold}. */
export const readDirectory = async (operator: Pick<Operator, 'bus'>): Promise<Directory> =>
  (await readFold(operator)).directory;

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
