/** What delivery knows: the directory, where every delivery stands, who is paused, and what was told last. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { followStream } from '@dienstweg/infra/bus/follow.ts';
import { type FollowedDirectory, followDirectory } from '@dienstweg/infra/bus/follow-directory.ts';
import { readStoredEntry, readStoredPause } from '@dienstweg/schemas/bus/stored.ts';
import { STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { AuthorityId, DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { Standings } from './hold/standings.ts';
import { readToldEnds, type ToldEnds } from './hold/told.ts';
import { ConversationOrder } from './in-order/order.ts';
import { Pauses } from './recipients/pauses.ts';

/** What knowing needs. */
export interface KnowNeeds {
  readonly bus: Bus;
  readonly node: string;
  /** The longest that a delivery waits for its next attempt. */
  readonly longestWaitMs: number;
  readonly now: () => Date;
  readonly steadyMs: () => number;
}

/** Whom it concerns when something changes. */
export interface Concerned {
  /** These may go on: an earlier delivery of their conversation has ended. */
  readonly goOn: (behind: readonly DeliveryId[]) => void;
  readonly resumed: (reader: AuthorityId) => void;
}

/** What is known, kept behind the streams. */
export interface Known extends AsyncDisposable {
  readonly directory: FollowedDirectory;
  readonly order: ConversationOrder;
  readonly standings: Standings;
  readonly pauses: Pauses;
  readonly told: ToldEnds;
  /** Until somebody is named, nobody is told: what stood in the streams at the start concerns nobody yet. */
  concerns(whom: Concerned): void;
}

/** Entries on their way at once: one is below a kilobyte, and a hundred thousand of them stand between start and ready. */
const ENTRIES_IN_FLIGHT = 8_000;

/** Resolves when everything that stood in the streams is known. @throws where they cannot be reached. */
export const knowWhatStands = async ({ bus, node, longestWaitMs, now, steadyMs }: KnowNeeds): Promise<Known> => {
  await using started = new AsyncDisposableStack();
  let concerned: Concerned | undefined;
  const directory = started.use(await followDirectory(bus));
  await directory.caughtUp;
  const order = new ConversationOrder();
  const standings = new Standings({
    now: () => now().getTime(),
    steadyMs,
    longestWaitMs,
    onChange: (entry) => {
      if (entry.standing.state === 'waiting') return order.enter(entry);
      const behind = order.leave(entry);
      concerned?.goOn(behind);
    },
  });
  const entries = { stream: STREAMS.deliveries, lastPerSubject: true, messagesInFlight: ENTRIES_IN_FLIGHT };
  const following = started.use(
    await followStream(bus, entries, ({ data, sequence }) => standings.take(readStoredEntry(data), sequence)),
  );
  const pauses = new Pauses();
  const pausing = started.use(
    await followStream(bus, { stream: STREAMS.pauses, lastPerSubject: true }, ({ data, sequence }) => {
      const reader = pauses.take(readStoredPause(data), sequence);
      if (reader !== undefined) concerned?.resumed(reader);
    }),
  );
  const told = await readToldEnds(bus, node);
  await Promise.all([following.caughtUp, pausing.caughtUp]);
  const running = started.move();
  return {
    directory,
    order,
    standings,
    pauses,
    told,
    concerns: (whom) => {
      concerned = whom;
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
};
