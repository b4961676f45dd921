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
import { gatherInto } from './gather.ts';
import { continueFrom, type Epochs } from './positions.ts';

/** Rows of one write: few are seen sooner, many cost less. */
const BATCH_ROWS = 1_000;
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
 * Follows from where the view stands. Messages are taken in before events, at the start and in every batch: an event
 * told of a message is always stored after it, and a feed must know who handed the message in. A write that fails is
 * tried again until it succeeds; nothing is passed over.
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
  const follow = {
    messages: () =>
      followStream(
        bus,
        { stream: STREAMS.messages, fromSequence: from.messages + 1, headersOnly: true, paced: true },
        (message) => {
          taken += 1;
          const seen = seenMessage(message);
          return gathering.take(STREAMS.messages, message.sequence, seen === undefined ? {} : { message: seen });
        },
      ),
    events: () =>
      followStream(
        bus,
        { stream: STREAMS.events, fromSequence: from.events + 1, paced: true },
        ({ sequence, data }) => {
          taken += 1;
          const events = soundIn(readStoredEvents(data), sequence);
          return gathering.take(STREAMS.events, sequence, { events: { sequence, events } });
        },
      ),
  };

  const followings: Following[] = [await follow.messages()];
  const caughtUp = (async () => {
    await followings[0]?.caughtUp;
    if (closed) return;
    const ofEvents = await follow.events();
    followings.push(ofEvents);
    await ofEvents.caughtUp;
    await gathering.flush();
  })();
  caughtUp.catch(() => undefined);
  return {
    caughtUp,
    behind: () => followings.reduce((sum, one) => sum + one.behind(), gathering.waiting()),
    taken: () => taken,
    trouble: () => trouble,
    [Symbol.asyncDispose]: async () => {
      closed = true;
      await Promise.all(followings.map((one) => one[Symbol.asyncDispose]()));
      // what is not written now is taken in again from where the view stands
      await gathering.flush().catch(() => undefined);
    },
  };
};
