/**
 * The place of this service in `MESSAGES`: the durable consumer, and beside it how far everything was put down.
 * nats-server keeps a consumer's place in a file that it writes anew each time: killed at that moment it comes back with
 * an empty one (2.10.27: about once in a hundred kills under load), or without the consumer, and would give out
 * everything again. What ended long ago would be attempted anew.
 */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { readLast, readMessage } from '@dienstweg/infra/bus/read.ts';
import { readStoredProgress, UnreadableEntry } from '@dienstweg/schemas/bus/stored.ts';
import { CONSUMERS, STREAMS, subjectOfProgress } from '@dienstweg/schemas/bus/streams.ts';
import {
  AckPolicy,
  type Consumer,
  type ConsumerConfig,
  type ConsumerInfo,
  DeliverPolicy,
  JetStreamApiError,
} from '@nats-io/jetstream';

/** How the consumer gives out messages. */
export interface GivingOut {
  /** Messages given out and not put down. */
  readonly messagesInFlight: number;
  readonly ackWaitMs: number;
}

const CONSUMER_NOT_FOUND = 10_014;
const NANOSECONDS_PER_MS = 1_000_000;
/** What was put down within this time may be given out again where the server loses the consumer's place. */
const NOTE_MS = 1_000;
const SUBJECT = subjectOfProgress(CONSUMERS.delivery);

/**
 * Sequence up to which everything was put down, as noted last; 0: not known. It counts only while the message stands
 * there that stood there then: in another stream of the same name it says nothing, and where it was removed with all
 * before it nothing is given out again anyway.
 */
export const readPutDown = async (bus: Bus): Promise<number> => {
  const noted = await readLast(bus, STREAMS.progress, SUBJECT);
  if (noted === undefined) return 0;
  try {
    const { sequence, storedAt } = readStoredProgress(noted.data);
    const there = await readMessage(bus, STREAMS.messages, sequence);
    return there?.recordedAt.toISOString() === storedAt ? sequence : 0;
  } catch (error) {
    if (!(error instanceof UnreadableEntry)) throw error;
    bus.log.error({ why: error.message }, 'entry passed over');
    return 0;
  }
};

const infoOf = async (bus: Bus): Promise<ConsumerInfo | undefined> => {
  try {
    return await bus.jsm.consumers.info(STREAMS.messages, CONSUMERS.delivery);
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === CONSUMER_NOT_FOUND) return undefined;
    throw error;
  }
};

/** Whether the server would give out again what was put down. */
const isBehind = ({ delivered }: ConsumerInfo, putDown: number): boolean => delivered.stream_seq < putDown;

/** Whether the server has lost the consumer's place. @throws while the bus is away. */
export const hasLostPlace = async (bus: Bus): Promise<boolean> => {
  const info = await infoOf(bus);
  return info !== undefined && isBehind(info, await readPutDown(bus));
};

/** Whether it gives out every message whole, as long as it is there: somebody else may have made it anew. */
const isOurs = ({ config }: ConsumerInfo): boolean =>
  config.durable_name === CONSUMERS.delivery &&
  config.ack_policy === AckPolicy.Explicit &&
  config.filter_subject === undefined &&
  config.filter_subjects === undefined &&
  config.headers_only !== true &&
  (config.inactive_threshold ?? 0) === 0;

/**
 * The consumer, behind what is known to be put down. It is changed only where it is not as wanted: each change is a
 * moment at which a kill costs it.
 */
export const ownConsumer = async (bus: Bus, { messagesInFlight, ackWaitMs }: GivingOut): Promise<Consumer> => {
  const wanted = {
    ack_wait: ackWaitMs * NANOSECONDS_PER_MS,
    max_deliver: -1,
    max_ack_pending: messagesInFlight,
  } satisfies Partial<ConsumerConfig>;
  let info = await infoOf(bus);
  const putDown = await readPutDown(bus);
  if (info !== undefined && (isBehind(info, putDown) || !isOurs(info))) {
    const place = info.delivered.stream_seq;
    bus.log.warn({ putDown, place, isOurs: isOurs(info) }, 'the place in MESSAGES is lost, or was changed');
    await bus.jsm.consumers.delete(STREAMS.messages, CONSUMERS.delivery);
    info = undefined;
  }
  if (info === undefined)
    await bus.jsm.consumers.add(STREAMS.messages, {
      ...wanted,
      durable_name: CONSUMERS.delivery,
      ack_policy: AckPolicy.Explicit,
      ...(putDown === 0
        ? { deliver_policy: DeliverPolicy.All }
        : { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: putDown + 1 }),
    });
  else {
    const { config } = info;
    // where a restore has made it, it begins behind what was taken care of before
    const isAsWanted =
      config.ack_wait === wanted.ack_wait &&
      config.max_deliver === wanted.max_deliver &&
      config.max_ack_pending === wanted.max_ack_pending;
    if (!isAsWanted) await bus.jsm.consumers.update(STREAMS.messages, CONSUMERS.delivery, wanted);
  }
  return bus.js.consumers.get(STREAMS.messages, CONSUMERS.delivery);
};

/** Notes how far everything was put down, until disposed of. */
export interface ProgressNotes extends Disposable {
  /** Something was put down, and is worth a note. */
  putDown(): void;
  /** Sequence up to which everything is noted; 0: nothing was, by this process. */
  upTo(): number;
}

/** Notes every second in which something was put down; what the bus does not take then, it takes later. */
export const progressNotes = (bus: Bus): ProgressNotes => {
  let noted = 0;
  let toNote = false;
  let isNoting = false;
  /** Resolves with whether everything given out is put down, and noted. */
  const note = async (): Promise<boolean> => {
    const info = await infoOf(bus);
    const sequence = info?.ack_floor.stream_seq ?? 0;
    const isAll = info?.num_ack_pending === 0;
    if (sequence <= noted) return isAll;
    const message = await readMessage(bus, STREAMS.messages, sequence);
    if (message === undefined) return isAll;
    const data = JSON.stringify({ sequence, storedAt: message.recordedAt.toISOString() });
    const { ok } = await publishDurably(bus, { subject: SUBJECT, data });
    if (ok) noted = sequence;
    return ok && isAll;
  };
  const noting = setInterval(async () => {
    if (!toNote || isNoting || !bus.isConnected()) return;
    isNoting = true;
    toNote = false;
    const isAll = await note().catch(() => false);
    toNote ||= !isAll;
    isNoting = false;
  }, NOTE_MS);
  return {
    putDown: () => {
      toNote = true;
    },
    upTo: () => noted,
    [Symbol.dispose]: () => clearInterval(noting),
  };
};
