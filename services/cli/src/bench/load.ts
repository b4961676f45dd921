import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { MessageKind } from './traffic.ts';

/** A message that is ready to be handed in. */
export interface LoadMessage {
  readonly messageId: string;
  readonly kind: MessageKind;
  readonly octets: Buffer;
}

/** How one message was accepted. */
export interface Acceptance {
  readonly messageId: string;
  readonly kind: MessageKind;
  readonly deliveryIds: readonly string[];
  /**
   * When it was first handed in (under open load: when that was due), and when the answer came, on the monotonic clock,
   * milliseconds.
   */
  readonly sentAtMs: number;
  readonly acceptedAtMs: number;
  /** Tries that ended without a definite answer or with a retryable one, and were repeated with the same octets. */
  readonly repeats: number;
}

/** A message that was refused for good. */
export interface Refusal {
  readonly messageId: string;
  readonly status: number;
  readonly code: string;
}

/** What the load came to. */
export interface LoadResult {
  readonly accepted: readonly Acceptance[];
  readonly refused: readonly Refusal[];
  /** No definite answer within the time allowed. */
  readonly unresolved: readonly string[];
  readonly durationMs: number;
}

interface Answer {
  readonly readers?: readonly { readonly deliveryId: string }[];
  readonly code?: string;
  readonly retryable?: boolean;
}

type Outcome =
  | { readonly kind: 'accepted'; readonly deliveryIds: readonly string[] }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string }
  | { readonly kind: 'again'; readonly afterMs: number };

const AGAIN_AFTER_MS = 200;

/** A request without the client's conveniences (streams, signals), which would cost more than the request. */
const post = (pool: Dispatcher, octets: Buffer): Promise<{ status: number; retryAfter: unknown; text: string }> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let status = 0;
    let retryAfter: unknown;
    pool.dispatch(
      { method: 'POST', path: '/v1/messages', headers: { 'content-type': 'application/xml' }, body: octets },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, code, headers) => {
          status = code;
          retryAfter = headers['retry-after'];
        },
        onResponseData: (_controller, chunk) => void chunks.push(chunk),
        onResponseEnd: () => resolve({ status, retryAfter, text: Buffer.concat(chunks).toString() }),
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });

const submit = async (pool: Dispatcher, octets: Buffer): Promise<Outcome> => {
  try {
    const { status, retryAfter, text } = await post(pool, octets);
    const answer = JSON.parse(text) as Answer;
    if (status === 202 || status === 200) {
      return { kind: 'accepted', deliveryIds: (answer.readers ?? []).map((reader) => reader.deliveryId) };
    }
    if (answer.retryable !== true) {
      return { kind: 'refused', status, code: answer.code ?? 'unknown' };
    }
    const seconds = Number(retryAfter);
    return { kind: 'again', afterMs: seconds > 0 ? Math.min(seconds * 1000, 5_000) : AGAIN_AFTER_MS };
  } catch {
    // A connection that broke leaves the outcome unknown: the same octets with the same id settle it.
    return { kind: 'again', afterMs: AGAIN_AFTER_MS };
  }
};

/** What to hand in, and for how long to try. */
export interface Handing {
  readonly count: number;
  readonly next: (index: number) => LoadMessage;
  /** Whatever has no definite answer is repeated with the same octets until so long after its first try. */
  readonly patienceMs: number;
  readonly onAccepted?: (acceptance: Acceptance) => void;
}

const startHandingIn = (pool: Dispatcher, { patienceMs, onAccepted }: Handing) => {
  const accepted: Acceptance[] = [];
  const refused: Refusal[] = [];
  const unresolved: string[] = [];
  const beganAt = performance.now();
  return {
    handIn: async ({ messageId, kind, octets }: LoadMessage, sentAtMs: number): Promise<void> => {
      for (let repeats = 0; performance.now() - sentAtMs < patienceMs; repeats += 1) {
        const outcome = await submit(pool, octets);
        if (outcome.kind === 'accepted') {
          const { deliveryIds } = outcome;
          const acceptance = { messageId, kind, deliveryIds, sentAtMs, acceptedAtMs: performance.now(), repeats };
          accepted.push(acceptance);
          onAccepted?.(acceptance);
          return;
        }
        if (outcome.kind === 'refused') {
          refused.push({ messageId, status: outcome.status, code: outcome.code });
          return;
        }
        await delay(outcome.afterMs);
      }
      unresolved.push(messageId);
    },
    result: (): LoadResult => ({ accepted, refused, unresolved, durationMs: performance.now() - beganAt }),
  };
};

/** Closed load: `concurrency` clients, each hands in its next message when the last one is answered. */
export const runLoad = async (
  pool: Dispatcher,
  load: Handing & { readonly concurrency: number },
): Promise<LoadResult> => {
  const handing = startHandingIn(pool, load);
  let started = 0;
  const client = async (): Promise<void> => {
    while (started < load.count) {
      const index = started;
      started += 1;
      await handing.handIn(load.next(index), performance.now());
    }
  };
  await Promise.all(Array.from({ length: Math.min(load.concurrency, load.count) }, client));
  return handing.result();
};

/**
 * Open load: messages come by the clock, whatever becomes of those before. A message's time runs from when it was due,
 * not from when it could be sent: a pause of the broker counts for all who would have come within it.
 */
export const runOpenLoad = async (
  pool: Dispatcher,
  load: Handing & { readonly perSecond: number },
): Promise<LoadResult> => {
  const handing = startHandingIn(pool, load);
  const underWay: Promise<void>[] = [];
  const beganAt = performance.now();
  for (let index = 0; index < load.count; index += 1) {
    const dueAt = beganAt + (index * 1000) / load.perSecond;
    const waitMs = dueAt - performance.now();
    // also when late: answers must be read between messages
    await (waitMs > 0 ? delay(waitMs) : nextTurn());
    underWay.push(handing.handIn(load.next(index), dueAt));
  }
  await Promise.all(underWay);
  return handing.result();
};
