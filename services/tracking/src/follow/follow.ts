/** Follows the streams and hands what comes to the projection, gathered into batches. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { type FollowedMessage, type Following, followStream } from '@dienstweg/infra/bus/follow.ts';
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import { readStoredEvents, UnreadableEntry } from '@dienstweg/schemas/bus/stored.ts';
import { HEADERS, STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import { type Batch, projectInto, type SeenMessage } from '../project/project.ts';
import { isSoundEvent, isSoundRecord } from '../project/sound.ts';
import { type Database, ViewLost } from '../store/database.ts';
import type { Names } from '../store/names.ts';
import { gatherInto, type Seen } from './gather.ts';
import { inOrder } from './in-order.ts';
import { continueFrom, type Epochs } from './positions.ts';

/** Rows of one write: few are seen sooner, many cost less. */
const BATCH_ROWS = 2_500;
/** How long after a write that failed it is tried again. */
const AGAIN_MS = 1_000;

/** What is followed into. */
export interface FollowNeeds {
  readonly bus: Bus;
  readonly database: Database;
  readonly names: Names;
  /** The view is gone or damaged: nothing is taken in any more. */
  readonly onLost: (loss: ViewLost) => void;
}

/** The view being kept up to date. */
export interface ViewFollowing extends AsyncDisposable {
  /** Resolves when everything that stood in the streams at the start is in the view. */
  readonly caughtUp: Promise<void>;
  /** Stored messages not yet taken in. */
  behind(): number;
  /** Stored messages taken in since the start. */
  taken(): number;
  /** Why nothing can be written at the moment. */
  trouble(): string | undefined;
}

/** The streams that are followed. */
type Followed = typeof STREAMS.messages | typeof STREAMS.events;

const recordIn = (accepted: string): AcceptedRecord => {
  try {
    const record: unknown = JSON.parse(accepted);
    if (isSoundRecord(record)) return record;
  } catch (cause) {
    throw new UnreadableEntry('the record of a message is no JSON', { cause });
  }
  throw new UnreadableEntry('the record of a message lacks what the view needs');
};

const seenMessage = ({ sequence, headers }: FollowedMessage): SeenMessage | undefined => {
  const accepted = headers[HEADERS.accepted];
  if (accepted === undefined) return undefined;
  return { sequence, accepted: recordIn(accepted), receipt: headers[HEADERS.receipt] ?? '' };
};

const epochsOf = async (bus: Bus): Promise<Epochs> => {
  const [messages, events] = await Promise.all(
    [STREAMS.messages, STREAMS.events].map(async (stream) => (await bus.jsm.streams.info(stream)).created),
  );
  return { messages: messages ?? '', events: events ?? '' };
};

/**
 * Follows from where the view stands. What stood in the streams at the start is taken in in the order in which it was
 * stored, and in every batch messages come before events: an event told of a message is stored after it, and a feed must
 * know who handed the message in. A write that fails is tried again until it succeeds; nothing is passed over.
 */
export const followInto = async ({ bus, database, names, onLost }: FollowNeeds): Promise<ViewFollowing> => {
  const projection = await projectInto(database, names);
  const from = await continueFrom(database, await epochsOf(bus));
  let trouble: string | undefined;
  let taken = 0;
  let closed = false;

  const write = async (batch: Batch): Promise<void> => {
    for (;;) {
      try {
        await projection.apply(batch);
        trouble = undefined;
        return;
      } catch (error) {
        if (error instanceof ViewLost) onLost(error);
        if (closed || error instanceof ViewLost) throw error;
        trouble ??= error instanceof Error ? error.message : String(error);
        bus.log.error({ err: error }, 'the view cannot be written; it is tried again');
        await delay(AGAIN_MS);
      }
    }
  };
  /** Places of events count from the first of their store: what is left out keeps its place. */
  const soundIn = (events: readonly DienstwegEvent[], sequence: number): readonly (DienstwegEvent | undefined)[] => {
    if (events.every(isSoundEvent)) return events;
    bus.log.error({ stream: STREAMS.events, sequence }, 'an event lacks what the view needs: passed over');
    return events.map((event) => (isSoundEvent(event) ? event : undefined));
  };
  const gathering = gatherInto({ write, batchRows: BATCH_ROWS });
  const order = inOrder([STREAMS.messages, STREAMS.events]);
  const underWay = new Map<Followed, Promise<void>>();
  /** Takes in what was read, when it is its turn. */
  const take = (stream: Followed, { sequence, recordedAt }: FollowedMessage, seen: Seen): Promise<void> | undefined => {
    taken += 1;
    const turn = order.turn(stream, recordedAt.getTime());
    const done = turn?.then(() => gathering.take(stream, sequence, seen)) ?? gathering.take(stream, sequence, seen);
    if (done !== undefined) underWay.set(stream, done);
    return done;
  };
  await using begun = new AsyncDisposableStack();
  const ofMessages = begun.use(
    await followStream(
      bus,
      { stream: STREAMS.messages, fromSequence: from.messages + 1, headersOnly: true, paced: true },
      (stored) => {
        const message = seenMessage(stored);
        return take(STREAMS.messages, stored, message === undefined ? {} : { message });
      },
    ),
  );
  const ofEvents = begun.use(
    await followStream(bus, { stream: STREAMS.events, fromSequence: from.events + 1, paced: true }, (stored) => {
      const { sequence, data } = stored;
      return take(STREAMS.events, stored, { events: { sequence, events: soundIn(readStoredEvents(data), sequence) } });
    }),
  );
  const endOf = async (stream: Followed, following: Following): Promise<void> => {
    await following.caughtUp;
    order.ended(stream);
  };
  const caughtUp = (async () => {
    await Promise.all([endOf(STREAMS.messages, ofMessages), endOf(STREAMS.events, ofEvents)]);
    await Promise.all(underWay.values());
    await gathering.flush();
  })();
  caughtUp.catch(() => undefined);
  const followings = begun.move();
  return {
    caughtUp,
    behind: () => ofMessages.behind() + ofEvents.behind() + gathering.waiting(),
    taken: () => taken,
    trouble: () => trouble,
    [Symbol.asyncDispose]: async () => {
      closed = true;
      order.close();
      await followings.disposeAsync();
      // what is not written now is taken in again from where the view stands
      await gathering.flush().catch(() => undefined);
    },
  };
};
