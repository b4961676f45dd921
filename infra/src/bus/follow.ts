/** Following a stream from a position on, for views that are kept in memory or on disk. */
import { setTimeout as delay } from 'node:timers/promises';
import { UnreadableEntry } from '@dienstweg/schemas/bus/stored.ts';
import { type Consumer, type ConsumerMessages, DeliverPolicy, type JsMsg } from '@nats-io/jetstream';
import { isServersAnswer } from './answers.ts';
import type { Bus } from './connect.ts';

/** What to follow. */
export interface FollowOptions {
  readonly stream: string;
  readonly filterSubject?: string | readonly string[];
  /** First sequence wanted; default 1. */
  readonly fromSequence?: number;
  /** Begin with the first message stored at this time or later, by the server's clock; instead of a sequence. */
  readonly fromTime?: Date;
  /** Only headers, no data. */
  readonly headersOnly?: boolean;
  /**
   * Messages that may be on their way at once (default 1000): together they must stay below the 128 MB that the server
   * lets wait for one connection, or it closes it.
   */
  readonly messagesInFlight?: number;
  /** Begin with the last message of each subject instead of all. */
  readonly lastPerSubject?: boolean;
  /** `apply` may return a promise: no more is taken from the server than it keeps up with. Costs a little each message. */
  readonly paced?: boolean;
  /** Told of each entry that cannot be read: it counts as the one before for whoever writes behind it. */
  readonly onPassedOver?: (message: FollowedMessage) => void;
}

/** A message of a stream, as followed. */
export interface FollowedMessage {
  readonly sequence: number;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty where only headers are followed. */
  readonly data: Uint8Array;
  /** When the server stored it. */
  readonly recordedAt: Date;
  /** Octets of the data, also where only headers are followed. */
  readonly size: number;
}

/** A stream being followed. */
export interface Following extends AsyncDisposable {
  /** Resolves when everything that stood in the stream at the start has been applied. */
  readonly caughtUp: Promise<void>;
  /** Sequence of the last message applied; before the first one `fromSequence - 1`. */
  position(): number;
  /** How many matching messages stood in the stream and were not applied, when the server was last heard. */
  behind(): number;
}

const SIZE_HEADER = 'Nats-Msg-Size';
const MESSAGES_IN_FLIGHT = 1_000;
const HEARTBEAT_MS = 2_000;
const PAUSE_MS = 200;
/** So often in a row no heartbeat comes, although there is a connection, until a consumer counts as gone. */
const SILENCES = 2;

/** Walked, not asked for by name: the client looks through all names for each. The first value of a name counts. */
const headersOf = (message: JsMsg): Record<string, string> => {
  const all: Record<string, string> = {};
  for (const [name, values] of message.headers ?? []) all[name] = values[0] ?? '';
  return all;
};

/** Headers and time are read when asked for: most who follow do not ask. A class, because getters of literals are dear. */
class Followed implements FollowedMessage {
  readonly sequence: number;
  readonly subject: string;
  readonly data: Uint8Array;
  readonly #message: JsMsg;
  readonly #headersOnly: boolean;

  constructor(message: JsMsg, headersOnly: boolean) {
    this.sequence = message.seq;
    this.subject = message.subject;
    this.data = message.data;
    this.#message = message;
    this.#headersOnly = headersOnly;
  }

  get headers(): Record<string, string> {
    return headersOf(this.#message);
  }

  get recordedAt(): Date {
    return this.#message.time;
  }

  get size(): number {
    return this.#headersOnly ? Number(this.#message.headers?.get(SIZE_HEADER) ?? 0) : this.data.length;
  }
}

const filterOf = (subjects: string | readonly string[] | undefined): { filter_subjects?: string | string[] } => {
  if (subjects === undefined) return {};
  const [only, ...more] = [subjects].flat();
  return { filter_subjects: only !== undefined && more.length === 0 ? only : [subjects].flat() };
};

/**
 * The last message that was stored when it is asked, as the leader of the stream tells: in a cluster the server that
 * keeps a consumer may lag behind, and takes what it has for all. 0 where it need not be one that is followed.
 */
const lastOf = async (bus: Bus, { stream, filterSubject }: FollowOptions): Promise<number> => {
  const { config, state } = await bus.jsm.streams.info(stream);
  const isWhole = filterSubject === undefined || (config.subjects.length === 1 && config.subjects[0] === filterSubject);
  return isWhole && state.messages > 0 ? state.last_seq : 0;
};

/**
 * Applies each message once, in order of the stream. A lost connection or server is waited out and following goes on behind the last message
 * applied. An entry that cannot be read (`UnreadableEntry`) is passed over and logged. Otherwise `apply` must not fail: if it throws, the error is thrown out of the process's event loop, since a view
 * with a hole must not live on.
 * @throws where the stream cannot be reached at the start.
 */
export const followStream = async (
  bus: Bus,
  options: FollowOptions,
  apply: (message: FollowedMessage) => void | Promise<void>,
): Promise<Following> => {
  const headersOnly = options.headersOnly === true;
  let position = (options.fromSequence ?? 1) - 1;
  let begun = false;
  let pending = 0;
  /** What must have been read for everything that stood there at the start to be known. */
  let target = 0;
  /** The last message that came: from which consumer, and the how manieth of it. */
  let last = { consumer: '', given: 0 };
  let closed = false;
  let failure: unknown;
  let messages: ConsumerMessages | undefined;
  const caughtUp = Promise.withResolvers<void>();
  const isAtTarget = (): boolean => pending === 0 && position >= target;

  const consumer = async (): Promise<Consumer> => {
    const lastPerSubject = options.lastPerSubject === true && !begun;
    const fromTime = begun ? undefined : options.fromTime;
    const made = await bus.js.consumers.get(options.stream, {
      headers_only: headersOnly,
      // one subject goes into the subject of the request, which permissions can name; a list of them does not
      ...filterOf(options.filterSubject),
      ...(lastPerSubject
        ? { deliver_policy: DeliverPolicy.LastPerSubject }
        : fromTime !== undefined
          ? { deliver_policy: DeliverPolicy.StartTime, opt_start_time: fromTime.toISOString() }
          : {
              deliver_policy: DeliverPolicy.StartSequence,
              opt_start_seq: position + 1,
            }),
    });
    pending = (await made.info(true)).num_pending;
    target = await lastOf(bus, options);
    if (isAtTarget()) caughtUp.resolve();
    return made;
  };

  const take = (message: JsMsg): Promise<void> | undefined => {
    // After the client made its consumer anew a message may come twice.
    if (begun && message.seq <= position) return undefined;
    let applied: Promise<void> | undefined;
    try {
      if (isServersAnswer(message.headers)) throw new UnreadableEntry('an answer of the server stands in the stream');
      applied = apply(new Followed(message, headersOnly)) ?? undefined;
    } catch (error) {
      if (!(error instanceof UnreadableEntry)) {
        failure = error;
        throw error;
      }
      bus.log.error({ stream: options.stream, sequence: message.seq, why: error.message }, 'entry passed over');
      options.onPassedOver?.(new Followed(message, headersOnly));
    }
    begun = true;
    position = message.seq;
    const { consumer: of, deliverySequence, pending: toCome } = message.info;
    last = { consumer: of, given: deliverySequence };
    pending = toCome;
    if (isAtTarget()) caughtUp.resolve();
    return applied;
  };

  const takeEach = async (from: ConsumerMessages): Promise<void> => {
    for await (const message of from) await take(message);
  };

  /** The server of a cluster that kept this consumer may be gone, and no other one has it: then a new one is made. */
  const stopWhenSilent = async (from: ConsumerMessages): Promise<void> => {
    let silences = 0;
    let heardOf = position;
    for await (const status of from.status()) {
      if (status.type !== 'heartbeats_missed' || !bus.isConnected()) continue;
      silences = position === heardOf ? silences + 1 : 1;
      heardOf = position;
      if (silences >= SILENCES) from.stop();
    }
  };

  /**
   * What was to come may be no more: removed, after it was counted, by whoever may. Then no message says that it was the
   * last one, and whoever waits for everything that stood there would wait for ever.
   */
  const lookForEnd = async (from: Consumer): Promise<void> => {
    const { name, num_pending, delivered } = await from.info();
    const isAllHere = delivered.consumer_seq === 0 || (name === last.consumer && delivered.consumer_seq <= last.given);
    if (num_pending > 0 || !isAllHere) return;
    pending = 0;
    target = 0;
    caughtUp.resolve();
  };

  const consume = async (from: Consumer): Promise<void> => {
    messages = await from.consume({
      ...(options.paced === true ? {} : { callback: (message: JsMsg) => void take(message) }),
      max_messages: options.messagesInFlight ?? MESSAGES_IN_FLIGHT,
      idle_heartbeat: HEARTBEAT_MS,
      expires: 2 * HEARTBEAT_MS,
    });
    // put down while it was being made: nobody else ends it
    if (closed) messages.stop();
    void stopWhenSilent(messages);
    const looking = setInterval(() => {
      if (!isAtTarget() && bus.isConnected()) lookForEnd(from).catch(() => undefined);
    }, HEARTBEAT_MS);
    try {
      if (options.paced === true) await takeEach(messages);
      else await messages.closed();
    } finally {
      clearInterval(looking);
    }
  };

  const goOn = async (first: Consumer): Promise<void> => {
    let next: Consumer | undefined = first;
    while (!closed && failure === undefined) {
      try {
        await consume(next ?? (await consumer()));
      } catch (error) {
        if (!closed && failure === undefined)
          bus.log.warn({ err: error, stream: options.stream }, 'following begins anew');
      }
      next = undefined;
      if (!closed && failure === undefined) await delay(PAUSE_MS);
    }
    if (failure !== undefined) {
      caughtUp.reject(failure);
      throw failure;
    }
  };

  const running = goOn(await consumer());
  caughtUp.promise.catch(() => undefined);
  // What the server sent on the line that broke it does not send again, and the client misses it with the next message
  // only, which may be long in coming: a new consumer begins behind what was applied.
  const forget = bus.onChange((connected) => {
    if (connected) messages?.stop();
  });
  return {
    caughtUp: caughtUp.promise,
    position: () => position,
    behind: () => pending,
    [Symbol.asyncDispose]: async () => {
      closed = true;
      forget();
      await messages?.close();
      await running.catch(() => undefined);
    },
  };
};
