/** A view that is open: its database, and the streams followed into it. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { followInto, type ViewFollowing } from '../follow/follow.ts';
import type { View } from '../query/view.ts';
import type { Database, ViewLost } from '../store/database.ts';
import { namesIn } from '../store/names.ts';

/** An open view. */
export interface OpenedView extends View {
  readonly following: ViewFollowing;
  /** Whether everything is in it that stood in the streams when it was opened. */
  caughtUp: boolean;
}

/** Follows the streams into a database. `onLost` is called when it turns out to be gone or damaged. */
export const openView = async (
  bus: Bus,
  database: Database,
  onLost: (database: Database, loss: ViewLost) => void,
): Promise<OpenedView> => {
  const names = await namesIn(database);
  const following = await followInto({ bus, database, names, onLost: (loss) => onLost(database, loss) });
  const opened: OpenedView = { database, names, following, caughtUp: false };
  following.caughtUp.then(
    () => {
      opened.caughtUp = true;
    },
    () => undefined,
  );
  return opened;
};

/** Closes both; what cannot be closed any more is of no use either. */
export const closeView = async ({ following, database }: OpenedView): Promise<void> => {
  try {
    await following[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  } catch {
    // it was gone or damaged
  }
};
