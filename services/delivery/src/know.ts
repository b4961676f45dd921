/** What delivery knows: the directory, where every delivery stands, who is paused, and what was told last. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { type FollowedMessage, followStream } from '@dienstweg/infra/bus/follow.ts';
import { type FollowedDirectory, followDirectory } from '@dienstweg/infra/bus/follow-directory.ts';
import { readStoredEntry, readStoredPause } from '@dienstweg/schemas/bus/stored.ts';
import { deliveryOfSubject, STREAMS } from '@dienstweg/schemas/bus/streams.ts';
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
  /** Something else was written over the entry of a delivery that is known. */
  readonly overwritten: (delivery: DeliveryId) => void;
}

/** What is known, kept behind the streams. */
export interface Known extends AsyncDisposable {
  readonly directory: FollowedDirectory;
  readonly order: ConversationOrder;
  readonly standings: Standings;
  readonly pauses: Pauses;
  readonly told: ToldEnds;
  /** Deliveries over whose entries something else was written before this process knew them, and where. */
  readonly overwritten: ReadonlyMap<DeliveryId, number>;
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
  const overwritten = new Map<DeliveryId, number>();
  const entries = {
    stream: STREAMS.deliveries,
    lastPerSubject: true,
    messagesInFlight: ENTRIES_IN_FLIGHT,
    onPassedOver: ({ subject, sequence }: FollowedMessage) => {
      const delivery = deliveryOfSubject(subject);
      if (delivery === undefined) return;
      if (standings.get(delivery) === undefined) overwritten.set(delivery, sequence);
      else if (standings.passOver(delivery, sequence)) concerned?.overwritten(delivery);
    },
  };
  const following = started.use(
    await followStream(bus, entries, ({ data, sequence }) => {
      const entry = readStoredEntry(data);
      overwritten.delete(entry.deliveryId);
      standings.take(entry, sequence);
    }),
  );
  const pauses = new Pauses();
  const pauseEntries = {
    stream: STREAMS.pauses,
    lastPerSubject: true,
    onPassedOver: ({ subject, sequence }: FollowedMessage) => pauses.passOver(subject, sequence),
  };
  const pausing = started.use(
    await followStream(bus, pauseEntries, ({ data, sequence }) => {
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
    overwritten,
    concerns: (whom) => {
      concerned = whom;
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
};
