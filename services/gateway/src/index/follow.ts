/** Keeps the index behind the streams: messages by their headers, decisions and hand-overs by the gateways' events. */
import { EventEmitter, on } from 'node:events';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { type FollowedMessage, followStream } from '@dienstweg/infra/bus/follow.ts';
import { readStoredEvents } from '@dienstweg/schemas/bus/stored.ts';
import { ASSIGNMENTS, HEADERS, STREAM_SETTINGS, STREAMS, subjectOfEvents } from '@dienstweg/schemas/bus/streams.ts';
import type { DienstwegEvent } from '@dienstweg/schemas/events.ts';
import { watchLag } from './lag.ts';
import type { Learned, MessageIndex } from './message-index.ts';

/** The index being kept up. */
export interface FollowedIndex extends AsyncDisposable {
  /** Resolves when everything that stood in the streams at the start is in. */
  readonly caughtUp: Promise<void>;
  /** Adds at once what has arrived and waits for the next transaction. */
  takeIn(): void;
  /** Resolves when all messages that stand in the stream now are in; after half a second, or without the bus, as it is. */
  catchUp(): Promise<void>;
  /** A publication of this gateway was acknowledged. */
  stored(sequence: number): void;
  /** Stored messages not yet taken in, when the server was last heard. */
  behind(): number;
  /** Whether the index lags so far, or is not built yet, that nothing may be accepted. */
  isTooFar(): boolean;
}

/** A transaction costs as much as dozens of messages. */
const LEARN_EVERY_MS = 50;
const LEARN_AT_MOST = 500;
const CATCH_UP_WITHIN_MS = 500;

/** By which deliveries got another reader: events of `EVENTS` that are followed on their own. */
export const POSITION_OF_ASSIGNMENTS = 'EVENTS assignments';

const learnedFromMessage = ({ sequence, headers }: FollowedMessage): readonly Learned[] => {
  const record = headers[HEADERS.accepted];
  const receipt = headers[HEADERS.receipt];
  return record === undefined || receipt === undefined ? [] : [{ kind: 'message', sequence, record, receipt }];
};

const learnedFromEvent = (event: DienstwegEvent): readonly Learned[] => {
  if (event.type === 'assigned')
    return [
      { kind: 'withdrawn', delivery: event.deliveryId },
      { kind: 'assigned', author: event.author, id: event.messageId, reader: event.to },
    ];
  if (event.type === 'returned') return [{ kind: 'withdrawn', delivery: event.deliveryId }];
  if (event.type === 'handed-over' && event.via === 'mailbox') return [{ kind: 'taken', delivery: event.deliveryId }];
  return event.type === 'accepted-by-reader' || event.type === 'rejected-by-reader'
    ? [{ kind: 'decision', delivery: event.deliveryId, decision: { state: event.type, receipt: event.receipt } }]
    : [];
};

const learnedFromEvents = ({ data }: FollowedMessage): readonly Learned[] =>
  readStoredEvents(data).flatMap(learnedFromEvent);

/** Gathers for some milliseconds and adds in one transaction. */
const batched = (index: MessageIndex, stream: string, read: (message: FollowedMessage) => readonly Learned[]) => {
  let gathered: Learned[] = [];
  let last = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (last > 0) index.learn(gathered, { stream, sequence: last });
    gathered = [];
    last = 0;
  };
  return {
    flush,
    take: (message: FollowedMessage): void => {
      gathered.push(...read(message));
      last = message.sequence;
      if (gathered.length >= LEARN_AT_MOST) flush();
      else timer ??= setTimeout(flush, LEARN_EVERY_MS);
    },
  };
};

/** Follows from where the index stands. `node`: whose events tell of decisions and fetches. */
export const followIndex = async (bus: Bus, index: MessageIndex, node: string): Promise<FollowedIndex> => {
  const lag = watchLag(STREAM_SETTINGS.MESSAGES.duplicateWindowMs / 2);
  const passed = new EventEmitter();
  const messages = batched(index, STREAMS.messages, (message) => {
    passed.emit('message', message.sequence);
    lag.applied(message.sequence, Date.now() - message.recordedAt.getTime());
    return learnedFromMessage(message);
  });
  const events = batched(index, STREAMS.events, learnedFromEvents);
  const assignments = batched(index, POSITION_OF_ASSIGNMENTS, learnedFromEvents);
  const ofMessages = await followStream(
    bus,
    { stream: STREAMS.messages, fromSequence: index.positionIn(STREAMS.messages) + 1, headersOnly: true },
    messages.take,
  );
  const ofEvents = await followStream(
    bus,
    {
      stream: STREAMS.events,
      filterSubject: subjectOfEvents(node),
      fromSequence: index.positionIn(STREAMS.events) + 1,
    },
    events.take,
  );
  const ofAssignments = await followStream(
    bus,
    {
      stream: STREAMS.events,
      filterSubject: subjectOfEvents(ASSIGNMENTS),
      fromSequence: index.positionIn(POSITION_OF_ASSIGNMENTS) + 1,
    },
    assignments.take,
  );
  return {
    caughtUp: Promise.all([ofMessages.caughtUp, ofEvents.caughtUp, ofAssignments.caughtUp]).then(() => {
      messages.flush();
      events.flush();
      assignments.flush();
      lag.caughtUp();
    }),
    takeIn: () => {
      messages.flush();
      events.flush();
      assignments.flush();
    },
    catchUp: async () => {
      if (!bus.isConnected()) return;
      const deadline = AbortSignal.timeout(CATCH_UP_WITHIN_MS);
      try {
        const { last_seq: last } = (await bus.jsm.streams.info(STREAMS.messages)).state;
        if (ofMessages.position() >= last) return;
        for await (const [sequence] of on(passed, 'message', { signal: deadline })) if (sequence >= last) return;
      } catch (error) {
        bus.log.debug({ err: error }, 'the index did not catch up in time');
      }
    },
    stored: (sequence) => lag.stored(sequence, Date.now()),
    behind: () => ofMessages.behind(),
    isTooFar: () => lag.isTooFar(Date.now(), ofMessages.behind()),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([ofMessages, ofEvents, ofAssignments].map((following) => following[Symbol.asyncDispose]()));
      messages.flush();
      events.flush();
      assignments.flush();
    },
  };
};
