/** Changes that wait for a second registrar, as they are told. */
import type { PendingSummary, RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { PendingChange, RegistryFold } from '@dienstweg/schemas/directory/fold/fold.ts';

/** A change of at most so many entries is told whole; all of them together must fit into one reply. */
const MOST_ENTRIES = 200;

/** The pending changes, the oldest first. */
export const pendingChanges = (fold: RegistryFold): RequestContract['registryPending']['reply'] => {
  let room = 4 * MOST_ENTRIES;
  const pending = fold.pending().map((each) => {
    const count = each.change.puts.length + each.change.closes.length;
    const whole = count <= Math.min(MOST_ENTRIES, room);
    if (whole) room -= count;
    return summaryOf(each, whole);
  });
  return { edition: fold.directory.edition, pending };
};

const summaryOf = ({ change, edition, recordedAt, kinds }: PendingChange, whole: boolean): PendingSummary => ({
  changeId: change.id,
  by: change.by,
  reason: change.reason,
  edition,
  proposedAt: recordedAt.toISOString(),
  kinds,
  puts: change.puts.length,
  closes: change.closes.length,
  ...(whole ? { change } : {}),
});
