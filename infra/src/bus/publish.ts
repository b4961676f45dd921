/** One message stored durably, or a reason why that is not so, or not known. */
import { type ApiError, JetStreamApiError } from '@nats-io/jetstream';
import { ClosedConnectionError, DrainingConnectionError, headers, type MsgHdrs } from '@nats-io/transport-node';
import type { Bus } from './connect.ts';
import type { Answer } from './hear-answers.ts';

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

const refusedBy = (error: ApiError): Published => {
  const cause = new JetStreamApiError(error);
  if (WRONG_SEQUENCE.includes(cause.code)) return { ok: false, reason: 'wrong-sequence', cause };
  if (FULL.includes(cause.code)) return { ok: false, reason: 'full', cause };
  if (cause.status === 503) return { ok: false, reason: 'unavailable', cause };
  throw cause;
};

/** The server's answer (nats-server, `PubAck`). */
const publishedBy = (answer: unknown): Published => {
  const { error, seq, duplicate } = answer as { error?: ApiError; seq?: number; duplicate?: boolean };
  if (error !== undefined) return refusedBy(error);
  if (typeof seq !== 'number') throw new Error('the stream acknowledged without a sequence');
  return { ok: true, sequence: seq, duplicate: duplicate === true };
};

const headersOf = ({ headers: own = {}, messageId, expectedLastSubjectSequence }: DurablePublication): MsgHdrs => {
  const all = headers();
  for (const name in own) all.append(name, own[name] ?? '');
  if (messageId !== undefined) all.append('Nats-Msg-Id', messageId);
  if (expectedLastSubjectSequence !== undefined)
    all.append('Nats-Expected-Last-Subject-Sequence', String(expectedLastSubjectSequence));
  return all;
};

const isGone = (error: unknown): boolean =>
  error instanceof ClosedConnectionError || error instanceof DrainingConnectionError;

/** The answer, or at once `lost` when the connection goes: a server that died never answers what was in flight. */
const publishOnce = async (
  bus: Bus,
  publication: DurablePublication,
  timeoutMs: number,
): Promise<Published | 'lost'> => {
  const { subject, data } = publication;
  let heard: Answer;
  try {
    heard = await bus.acks.publish({ subject, data, headers: headersOf(publication), timeoutMs });
  } catch (cause) {
    if (isGone(cause)) return { ok: false, reason: 'outcome-unknown', cause };
    throw cause;
  }
  switch (heard.is) {
    case 'answered':
      return publishedBy(heard.answer);
    case 'lost':
      return 'lost';
    case 'nobody-there':
      return { ok: false, reason: 'unavailable' };
    case 'timed-out':
    case 'closed':
      return { ok: false, reason: 'outcome-unknown' };
  }
};

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
