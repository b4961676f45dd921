import type { Dispatcher } from 'undici';

/** A message that is ready to be handed in. */
export interface LoadMessage {
  readonly messageId: string;
  readonly octets: Buffer;
}

/** How one message was accepted. */
export interface Acceptance {
  readonly messageId: string;
  readonly deliveryIds: readonly string[];
  /** When it was first handed in, and when the answer came, on the monotonic clock, milliseconds. */
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

/**
 * Closed load: `concurrency` clients, each hands in its next message when the last one is answered. Whatever has no
 * definite answer is repeated with the same octets until `patienceMs` after its first try.
 */
export const runLoad = async (
  pool: Dispatcher,
  load: {
    readonly count: number;
    readonly concurrency: number;
    readonly next: (index: number) => LoadMessage;
    readonly patienceMs: number;
    readonly onAccepted?: (acceptance: Acceptance) => void;
  },
): Promise<LoadResult> => {
  const accepted: Acceptance[] = [];
  const refused: Refusal[] = [];
  const unresolved: string[] = [];
  let started = 0;

  const handIn = async ({ messageId, octets }: LoadMessage): Promise<void> => {
    const sentAtMs = performance.now();
    for (let repeats = 0; performance.now() - sentAtMs < load.patienceMs; repeats += 1) {
      const outcome = await submit(pool, octets);
      if (outcome.kind === 'accepted') {
        const acceptance = {
          messageId,
          deliveryIds: outcome.deliveryIds,
          sentAtMs,
          acceptedAtMs: performance.now(),
          repeats,
        };
        accepted.push(acceptance);
        load.onAccepted?.(acceptance);
        return;
      }
      if (outcome.kind === 'refused') {
        refused.push({ messageId, status: outcome.status, code: outcome.code });
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, outcome.afterMs));
    }
    unresolved.push(messageId);
  };

  const client = async (): Promise<void> => {
    while (started < load.count) {
      const index = started;
      started += 1;
      await handIn(load.next(index));
    }
  };

  const beganAt = performance.now();
  await Promise.all(Array.from({ length: Math.min(load.concurrency, load.count) }, client));
  return { accepted, refused, unresolved, durationMs: performance.now() - beganAt };
};
