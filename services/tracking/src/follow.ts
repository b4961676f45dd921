/** Follows the streams and hands what comes to the projection, gathered into batches. */
import type { DatabaseSync } from 'node:sqlite';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { type FollowedMessage, type Following, followStream } from '@dienstweg/infra/bus/follow.ts';
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import { readStoredEvents, UnreadableEntry } from '@dienstweg/schemas/bus/stored.ts';
import { HEADERS, STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import { continueFrom, type Epochs } from './positions.ts';
import { projectInto, type SeenEvents, type SeenMessage } from './project.ts';

/** At most so many stored messages go into one transaction. */
const BATCH_LIMIT = 500;
/**
 * How long rows wait for others: hardly where little happens, and under load at most what people still take as "at
 * once". A transaction costs more than the rows in it.
 */
const GATHER_MS = { quiet: 20, busy: 100 };

/** The view being kept up to date. */
export interface ViewFollowing extends AsyncDisposable {
  /** Resolves when everything that stood in the streams at the start is in the view. */
  readonly caughtUp: Promise<void>;
  /** Stored messages not yet taken in. */
  behind(): number;
}

const seenMessage = ({ sequence, headers }: FollowedMessage): SeenMessage | undefined => {
  const accepted = headers[HEADERS.accepted];
  if (accepted === undefined) return undefined;
  return { sequence, accepted: recordIn(accepted), receipt: headers[HEADERS.receipt] ?? '' };
};

const recordIn = (accepted: string): AcceptedRecord => {
  try {
    return JSON.parse(accepted) as AcceptedRecord;
  } catch (cause) {
    throw new UnreadableEntry('the record of a message is no JSON', { cause });
  }
};

const epochsOf = async (bus: Bus): Promise<Epochs> => {
  const [messages, events] = await Promise.all(
    [STREAMS.messages, STREAMS.events].map(async (stream) => (await bus.jsm.streams.info(stream)).created),
  );
  return { messages: messages ?? '', events: events ?? '' };
};

/**
 * Follows from where the view stands. Messages are taken in before events, at the start and in every batch: an event
 * told of a message is always stored after it, and a feed must know who handed the message in.
 */
export const followInto = async (bus: Bus, database: DatabaseSync): Promise<ViewFollowing> => {
  const projection = projectInto(database);
  const from = continueFrom(database, await epochsOf(bus));
  let messages: SeenMessage[] = [];
  let events: SeenEvents[] = [];
  let positions: Record<string, number> = {};
  let timer: NodeJS.Timeout | undefined;
  let flushedAt = Number.NEGATIVE_INFINITY;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    flushedAt = performance.now();
    const batch = { messages, events, positions };
    messages = [];
    events = [];
    positions = {};
    projection.apply(batch);
  };
  const gathered = (stream: string, sequence: number): void => {
    positions[stream] = sequence;
    if (messages.length + events.length >= BATCH_LIMIT) flush();
    else timer ??= setTimeout(flush, Math.max(flushedAt + GATHER_MS.busy - performance.now(), GATHER_MS.quiet));
  };

  const follow = {
    messages: () =>
      followStream(
        bus,
        {
          stream: STREAMS.messages,
          fromSequence: from.messages + 1,
          headersOnly: true,
        },
        (message) => {
          const seen = seenMessage(message);
          if (seen !== undefined) messages.push(seen);
          gathered(STREAMS.messages, message.sequence);
        },
      ),
    events: () =>
      followStream(bus, { stream: STREAMS.events, fromSequence: from.events + 1 }, ({ sequence, data }) => {
        events.push({
          sequence,
          events: readStoredEvents(data),
        });
        gathered(STREAMS.events, sequence);
      }),
  };

  const followings: Following[] = [await follow.messages()];
  const caughtUp = (async () => {
    await followings[0]?.caughtUp;
    const ofEvents = await follow.events();
    followings.push(ofEvents);
    await ofEvents.caughtUp;
    flush();
  })();
  caughtUp.catch(() => undefined);
  return {
    caughtUp,
    behind: () => followings.reduce((sum, one) => sum + one.behind(), messages.length + events.length),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(followings.map((one) => one[Symbol.asyncDispose]()));
      flush();
    },
  };
};
