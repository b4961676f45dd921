/** One push of a message to a recipient: HTTP over mutual TLS → what was seen of it. */
import { PUSH_HEADERS } from '@dienstweg/schemas/bus/streams.ts';
import type { DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import type { Dispatcher, Pool } from 'undici';
import { Stopping } from '../stopping.ts';
import type { PushFacts } from './judge.ts';

/** What is sent. */
export interface Push {
  readonly url: string;
  readonly deliveryId: DeliveryId;
  /** 1 for the first of a round. */
  readonly attempt: number;
  readonly octets: Uint8Array;
  readonly traceparent?: string;
  /** For the whole of it, from the connection to the answer's status. */
  readonly limitMs: number;
}

/** Octets of an answer that are read and thrown away before the connection is given up. */
const ANSWER_LIMIT_BYTES = 64 * 1024;

/**
 * Pushes once. Never throws for what the recipient does: whatever happens is a fact for `judgePush`. Dispatched without
 * the client's conveniences (a body to read, an abort signal), which cost more than the push.
 * @throws Stopping where this process gave it up: nobody knows what the recipient has made of it.
 */
export const pushOnce = (pool: Pool, push: Push): Promise<PushFacts> => {
  const url = new URL(push.url);
  if (url.protocol !== 'https:') return Promise.resolve({ kind: 'untrusted' });
  return new Promise((settle, reject) => {
    let exchange: Dispatcher.DispatchController | undefined;
    let late: Error | undefined;
    let answerBytes = 0;
    const timer = setTimeout(() => {
      late = new Error('no answer in time');
      settle({ kind: 'timed-out' });
      exchange?.abort(late);
    }, push.limitMs);
    pool.dispatch(
      {
        method: 'POST',
        path: url.pathname + url.search,
        headers: {
          'content-type': 'application/xml',
          [PUSH_HEADERS.deliveryId]: push.deliveryId,
          [PUSH_HEADERS.attempt]: String(push.attempt),
          ...(push.traceparent === undefined ? {} : { [PUSH_HEADERS.traceparent]: push.traceparent }),
        },
        body: push.octets,
      },
      {
        onRequestStart: (controller) => {
          exchange = controller;
          // what was given up while it waited for a connection is not sent any more
          if (late !== undefined) controller.abort(late);
        },
        onResponseStart: (_controller, status, headers) => {
          if (status < 200) return;
          const retryAfter = [headers['retry-after']].flat()[0];
          settle({ kind: 'answered', status, ...(retryAfter === undefined ? {} : { retryAfter }) });
        },
        // What the recipient says beyond its status decides nothing; the time limit ends an answer that never ends.
        onResponseData: (controller, chunk) => {
          answerBytes += chunk.length;
          if (answerBytes > ANSWER_LIMIT_BYTES) controller.abort(new Error('the answer is too long'));
        },
        onResponseEnd: () => clearTimeout(timer),
        onResponseError: (_controller, error) => {
          clearTimeout(timer);
          if (error instanceof Stopping) reject(error);
          else settle(factsOfError(error));
        },
      },
    );
  });
};

const TIMEOUTS = ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'];
/** Codes of Node's TLS and of OpenSSL's certificate checks. */
const TLS_FAILURE =
  /^(ERR_CERTIFICATE_NOT_REGISTERED|ERR_TLS_.*|ERR_SSL_.*|CERT_.*|CRL_.*|UNABLE_TO_.*|SELF_SIGNED_.*|DEPTH_ZERO_.*|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED|EPROTO)$/;

/**
 * What undici says of an answer that is none: headers of more than 16 kB, two lengths, 101 to what asked for no other
 * protocol, a status below 100 (which it meets only as an assertion), octets its parser cannot read.
 */
const NO_HTTP = [
  'UND_ERR_HEADERS_OVERFLOW',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'ERR_ASSERTION',
  'HTTPParserError',
  'bad upgrade',
  'bad response',
];

/** By code, name and message, not by class: what the platform throws is not always of this realm's `Error`. */
const factsOfError = (error: unknown): PushFacts => {
  const { code, name, message } = Object(error) as Readonly<Record<string, unknown>>;
  const text = typeof code === 'string' ? code : '';
  if (TIMEOUTS.includes(text)) return { kind: 'timed-out' };
  // Its parser's errors have no code, and a socket it hangs up on itself that of every broken one.
  if ([code, name, message].some((said) => NO_HTTP.some((known) => known === said))) return { kind: 'no-http' };
  return { kind: TLS_FAILURE.test(text) ? 'untrusted' : 'unreachable' };
};
