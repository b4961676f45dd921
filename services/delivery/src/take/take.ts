/**
 * Taking accepted messages off the stream: many at once, each put down (acknowledged) when every one of its readers
 * is recorded as handed over or stands in `DELIVERIES`.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { isServersAnswer } from '@dienstweg/infra/bus/answers.ts';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { UnreadableEntry } from '@dienstweg/schemas/bus/stored.ts';
import { CONSUMERS, STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { Consumer, ConsumerMessages, JsMsg } from '@nats-io/jetstream';
import { type GivingOut, hasLostPlace, ownConsumer, progressNotes, readPutDown } from './consumer.ts';
import { GivenOut } from './given-out.ts';
import { stallWatch } from './stalls.ts';
import { readTaken, type TakenMessage } from './taken-message.ts';

/** What taking needs. */
export interface TakeNeeds extends GivingOut {
  readonly bus: Bus;
  /** Sequence of the last message of which a delivery stands in `DELIVERIES`. */
  readonly known?: number;
  /**
   * Told with `true` when messages were given out that have not come here, which come again, in any order, before
   * anything later is delivered; told with `false` when the last of them has come. Told first before anything is taken.
   */
  readonly comeAgain?: (unsettled: boolean) => void;
  /** Resolves when every reader of the message is taken care of, durably. Called in the order in which messages come. */
  readonly deliver: (message: TakenMessage) => Promise<void>;
}

/** Messages being taken. */
export interface Taking extends AsyncDisposable {
  /** Sequence below which every message was put down; 0 while unknown. */
  ackFloor(): Promise<number>;
  inFlight(): number;
  /** How often within the last ten minutes messages waited and none came, so that pulling was begun anew. */
  stalls(): number;
}

const HEARTBEAT_MS = 2_000;
const PAUSE_MS = 500;
/** While messages are missing; what is ordered waits for them. */
const LOOK_FOR_MISSING_MS = 250;
const LONGEST_REFUSAL_MS = 60_000;
/** How long messages in flight may still take when the service stops; what does not end comes again. */
const CLOSING_MS = { withBus: 4_000, withoutBus: 200 };

/**
 * What the server may have sent and this process not read. Counted in messages, 256 large ones exceed the 128 MB that
 * nats-server lets wait for one connection: it closes it, and the same messages come again, for ever. How many may be in
 * work at once is for the consumer to say (`max_ack_pending`).
 */
const OCTETS_ON_THE_WAY = 32_000_000;

/** Acknowledgements are not synced: after a crash of nats-server the last messages come again. So many are remembered. */
const REMEMBERED = 50_000;

/** Takes messages until put down. A lost connection or server is waited out. */
export const takeMessages = async (needs: TakeNeeds): Promise<Taking> => {
  const { bus } = needs;
  const inFlight = new Map<number, JsMsg>();
  const underway = new Set<Promise<void>>();
  const taken = new Set<number>();
  const stop = new AbortController();
  let messages: ConsumerMessages | undefined;
  let isWhole: boolean | undefined;

  const consumer = (): Promise<Consumer> => ownConsumer(bus, needs);
  const progress = progressNotes(bus);
  const stalls = stallWatch({ bus, isIdle: () => inFlight.size === 0, beginAnew: () => messages?.stop() });

  const { num_ack_pending, delivered } = await (await consumer()).info();
  const putDownBefore = await readPutDown(bus);
  const givenOut = new GivenOut({
    givenOut: delivered.stream_seq,
    open: num_ack_pending,
    ...(needs.known === undefined ? {} : { known: needs.known }),
  });
  const tellWhetherWhole = (): void => {
    const now = givenOut.isWhole();
    if (now === isWhole) return;
    isWhole = now;
    needs.comeAgain?.(!now);
  };

  const handle = async (message: JsMsg): Promise<void> => {
    try {
      if (isServersAnswer(message.headers)) throw new UnreadableEntry('an answer of the server stands in the stream');
      await needs.deliver(readTaken((name) => message.headers?.get(name), message.seq, message.data));
      inFlight.get(message.seq)?.ack();
      taken.add(message.seq);
      progress.putDown();
      const [oldest] = taken;
      if (taken.size > REMEMBERED && oldest !== undefined) taken.delete(oldest);
    } catch (error) {
      if (stop.signal.aborted) {
        // given up, not failed: whoever starts next need not wait until its time is over
        if (bus.isConnected()) inFlight.get(message.seq)?.nak();
        return;
      }
      if (error instanceof UnreadableEntry) {
        // Nobody accepted it: it stands in the stream without what the gateway writes, and would come again for ever.
        bus.log.error({ sequence: message.seq, why: error.message }, 'entry passed over');
        inFlight.get(message.seq)?.term();
        return;
      }
      bus.log.error({ err: error, sequence: message.seq }, 'message could not be taken care of; it comes again');
      const pauseMs = Math.min(1_000 * 2 ** Math.min(message.info.deliveryCount, 6), LONGEST_REFUSAL_MS);
      inFlight.get(message.seq)?.nak(pauseMs);
    } finally {
      inFlight.delete(message.seq);
    }
  };

  const arrive = (message: JsMsg): void => {
    stalls.arrived();
    // the server may have lost the place, and nobody know of it yet
    const wasPutDown = message.seq <= Math.max(putDownBefore, progress.upTo());
    if (wasPutDown || taken.has(message.seq)) {
      message.ack();
      return;
    }
    const again = inFlight.has(message.seq);
    // Given out once more while it is still being worked on: the newer handle is the one to acknowledge by.
    inFlight.set(message.seq, message);
    if (again) return;
    givenOut.came(message.seq, needs.messagesInFlight);
    // something is missing: known before this one is delivered; something came: this one finds its place first
    if (!givenOut.isWhole()) tellWhetherWhole();
    const work = handle(message).finally(() => underway.delete(work));
    underway.add(work);
    tellWhetherWhole();
  };

  /** Also what is no more, and what was put down without our knowing. */
  const lookForMissing = setInterval(() => {
    if (isWhole === true || !bus.isConnected()) return;
    bus.jsm.consumers.info(STREAMS.messages, CONSUMERS.delivery).then(
      ({ ack_floor, num_pending, num_ack_pending: open }) => {
        const isAll = num_pending === 0 && open === 0;
        givenOut.putDownUpTo(isAll ? Number.POSITIVE_INFINITY : ack_floor.stream_seq);
        tellWhetherWhole();
      },
      () => undefined,
    );
  }, LOOK_FOR_MISSING_MS);

  const consume = async (): Promise<void> => {
    const from = await consumer();
    messages = await from.consume({
      callback: arrive,
      max_bytes: OCTETS_ON_THE_WAY,
      idle_heartbeat: HEARTBEAT_MS,
      expires: 3 * HEARTBEAT_MS,
    });
    if (stop.signal.aborted) messages.stop();
    await messages.closed();
  };

  const goOn = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        await consume();
      } catch (error) {
        if (!stop.signal.aborted) bus.log.warn({ err: error }, 'taking messages begins anew');
      }
      await delay(PAUSE_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };

  const alive = setInterval(() => {
    for (const message of inFlight.values()) message.working();
  }, needs.ackWaitMs / 3);

  tellWhetherWhole();
  const running = goOn();
  const forget = bus.onChange((connected) => {
    if (!connected) return;
    hasLostPlace(bus).then(
      (isLost) => isLost && messages?.stop(),
      () => undefined,
    );
  });
  return {
    ackFloor: async () => (await bus.jsm.consumers.info(STREAMS.messages, CONSUMERS.delivery)).ack_floor.stream_seq,
    inFlight: () => inFlight.size,
    stalls: stalls.count,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      forget();
      messages?.stop();
      stalls[Symbol.dispose]();
      progress[Symbol.dispose]();
      clearInterval(lookForMissing);
      await Promise.race([
        Promise.all([running, ...underway]),
        delay(bus.isConnected() ? CLOSING_MS.withBus : CLOSING_MS.withoutBus, undefined, { ref: false }),
      ]);
      clearInterval(alive);
    },
  };
};
