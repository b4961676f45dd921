/** One message stored durably, or a reason why that is not so, or not known. */
import { JetStreamApiError, type JetStreamPublishOptions } from '@nats-io/jetstream';
import {
  ClosedConnectionError,
  DrainingConnectionError,
  headers,
  NoRespondersError,
  RequestError,
  TimeoutError,
} from '@nats-io/transport-node';
import type { Bus } from './connect.ts';

/** What to store and under which conditions. */
export interface DurablePublication {
  readonly subject: string;
  readonly data: Uint8Array | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** `Nats-Msg-Id`: within the stream's window the same id is stored once. */
  readonly messageId?: string;
  /** Stored only if this is the last sequence on the subject; 0 = nothing is there yet. */
  readonly expectedLastSubjectSequence?: number;
  /** For everything together, repetition after a lost connection included; default 5000. */
  readonly timeoutMs?: number;
}

/**
 * `unavailable`: not stored, the bus cannot be reached; `outcome-unknown`: sent and not answered, repeat it with the
 * same id; `full`: the stream takes nothing more; `wrong-sequence`: somebody else was faster.
 */
export type Published =
  | {
      readonly ok: true;
      readonly sequence: number;
      readonly duplicate: boolean;
    }
  | {
      readonly ok: false;
      readonly reason: 'unavailable' | 'outcome-unknown' | 'wrong-sequence' | 'full';
      readonly cause?: unknown;
    };

/** Error codes of the JetStream API (nats-server, `errors.json`). */
const WRONG_SEQUENCE = [10_071, 10_164];
/** Insufficient resources, storage exceeded, store failed (limits with `discard: new`). */
const FULL = [10_023, 10_047, 10_077, 10_122];

/** The client wraps it once or twice. */
const nobodyThere = (error: unknown): boolean =>
  error instanceof NoRespondersError ||
  (typeof error === 'object' && error !== null && 'cause' in error && nobodyThere(error.cause));

const failureOf = (error: unknown): Published => {
  if (error instanceof JetStreamApiError) {
    if (WRONG_SEQUENCE.includes(error.code)) return { ok: false, reason: 'wrong-sequence', cause: error };
    if (FULL.includes(error.code)) return { ok: false, reason: 'full', cause: error };
    if (error.status === 503) return { ok: false, reason: 'unavailable', cause: error };
    throw error;
  }
  if (nobodyThere(error)) return { ok: false, reason: 'unavailable', cause: error };
  if (
    error instanceof TimeoutError ||
    error instanceof RequestError ||
    error instanceof ClosedConnectionError ||
    error instanceof DrainingConnectionError
  )
    return { ok: false, reason: 'outcome-unknown', cause: error };
  throw error;
};

const optionsOf = (publication: DurablePublication, timeoutMs: number): Partial<JetStreamPublishOptions> => {
  const all = headers();
  for (const [name, value] of Object.entries(publication.headers ?? {})) all.set(name, value);
  return {
    timeout: timeoutMs,
    headers: all,
    ...(publication.messageId === undefined ? {} : { msgID: publication.messageId }),
    ...(publication.expectedLastSubjectSequence === undefined
      ? {}
      : {
          expect: {
            lastSubjectSequence: publication.expectedLastSubjectSequence,
          },
        }),
  };
};

/** The answer, or at once `lost` when the connection goes: a server that died never answers what was in flight. */
const publishOnce = (bus: Bus, publication: DurablePublication, timeoutMs: number): Promise<Published | 'lost'> =>
  new Promise((settle, fail) => {
    const forget = bus.onChange((connected) => {
      if (!connected) settle('lost');
    });
    bus.js
      .publish(publication.subject, publication.data, optionsOf(publication, timeoutMs))
      .then(
        ({ seq, duplicate }): Published => ({
          ok: true,
          sequence: seq,
          duplicate,
        }),
        failureOf,
      )
      .then(settle, fail)
      .finally(forget);
  });

/** Resolves when the bus is back, or after `timeoutMs` with false. */
const backWithin = (bus: Bus, timeoutMs: number): Promise<boolean> =>
  new Promise((settle) => {
    if (bus.isConnected()) return settle(true);
    const timer = setTimeout(() => end(false), timeoutMs);
    const forget = bus.onChange((connected) => connected && end(true));
    const end = (back: boolean): void => {
      clearTimeout(timer);
      forget();
      settle(back);
    };
  });

/**
 * Stores one message and resolves when it is on disk. With a `messageId` a lost connection is waited out and the
 * message sent again, as long as `timeoutMs` allows; it is stored once all the same.
 * @throws on what is no failure of the bus, such as a message larger than the server takes.
 */
export const publishDurably = async (bus: Bus, publication: DurablePublication): Promise<Published> => {
  if (!bus.isConnected()) return { ok: false, reason: 'unavailable' };
  await bus.endOfTurn();
  const until = performance.now() + (publication.timeoutMs ?? 5_000);
  for (;;) {
    const published = await publishOnce(bus, publication, Math.max(1, until - performance.now()));
    if (published !== 'lost') return published;
    const remainingMs = until - performance.now();
    if (publication.messageId === undefined || remainingMs <= 0 || !(await backWithin(bus, remainingMs)))
      return { ok: false, reason: 'outcome-unknown' };
  }
};
