/** Clients that hand in over mutual TLS, write down every try, and repeat what has no outcome with the same octets. */
import { hash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from '@dienstweg/infra/errors.ts';
import { mutualTlsPool } from '@dienstweg/infra/https-client.ts';
import { MEDIA_TYPES, PATHS } from '@dienstweg/schemas/http/paths.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Submission, Try } from '../checker/history.ts';
import type { Keys } from './keys.ts';
import type { Written } from './messages.ts';

/** The clients of all authorities. */
export interface Clients extends AsyncDisposable {
  /** Hands in until there is an outcome, or for `patienceMs`; the history is noted. */
  handIn(
    message: Written,
    options?: { readonly patienceMs?: number; readonly isReuse?: true; readonly isPoison?: true },
  ): Promise<Submission>;
  /** Every submission that has ended. */
  history(): readonly Submission[];
  get(as: AuthorityId, path: string): Promise<{ readonly status: number; readonly octets: Uint8Array }>;
  post(as: AuthorityId, path: string, body: string): Promise<number>;
  /** Milliseconds from handing in to the acceptance, of those accepted at the first try since the last call. */
  latenciesMs(): readonly number[];
}

/** How the clients are. */
export interface ClientOptions {
  readonly gateways: readonly string[];
  readonly keys: Keys;
  readonly connections: number;
  readonly patienceMs: number;
}

const ANSWER_WITHIN_MS = 15_000;
const PAUSE_MS = 150;
const LONGEST_PAUSE_MS = 1_000;

interface Answer {
  readonly receipt?: string;
  readonly repeated?: boolean;
  readonly code?: string;
  readonly retryable?: boolean;
}

/** Nothing was sent where there was no connection to send it on; behind a line, one without TLS is none. */
const wasNeverSent = (error: unknown): boolean =>
  hasCode(error, 'ECONNREFUSED') ||
  hasCode(error, 'UND_ERR_CONNECT_TIMEOUT') ||
  (error instanceof Error && error.message.includes('before secure TLS connection was established'));

const whyOf = (error: unknown): string =>
  error instanceof Error ? `${'code' in error ? `${error.code}: ` : ''}${error.message}` : String(error);

/** Opens connections for every authority as it needs them. */
export const openClients = ({ gateways, keys, connections, patienceMs }: ClientOptions): Clients => {
  type Pool = ReturnType<typeof mutualTlsPool>;
  const pools = new Map<string, Pool>();
  const history: Submission[] = [];
  let latencies: number[] = [];
  let turn = 0;

  const poolOf = (as: AuthorityId, origin: string): Pool => {
    const there = pools.get(`${as} ${origin}`);
    if (there !== undefined) return there;
    const own = keys.of.get(as);
    if (own === undefined) throw new Error(`no keys of ${as}`);
    const made = mutualTlsPool({
      origin,
      certPem: own.tls.chainPem,
      keyPem: own.tls.privateKeyPem,
      caPem: keys.caPem,
      connections,
      timeouts: { connectMs: 3_000, headersMs: ANSWER_WITHIN_MS, bodyMs: ANSWER_WITHIN_MS },
    });
    pools.set(`${as} ${origin}`, made);
    return made;
  };
  const nextGateway = (): string => {
    turn += 1;
    return gateways[turn % gateways.length] ?? '';
  };

  const tryOnce = async (message: Written, origin: string): Promise<Try & { readonly afterMs: number }> => {
    try {
      const response = await poolOf(message.author, origin).request({
        method: 'POST',
        path: PATHS.messages,
        headers: { 'content-type': MEDIA_TYPES.xml },
        body: message.octets,
      });
      const answer = (await response.body.json()) as Answer;
      if (response.statusCode === 202 || response.statusCode === 200)
        return {
          end: 'accepted',
          receiptDigest: hash('sha256', answer.receipt ?? ''),
          repeated: answer.repeated === true,
          afterMs: 0,
        };
      const code = answer.code ?? `status-${response.statusCode}`;
      if (answer.retryable !== true) return { end: 'refused', code, afterMs: 0 };
      const afterMs = Math.min((Number(response.headers['retry-after']) || 0) * 1_000, LONGEST_PAUSE_MS) || PAUSE_MS;
      // The broker says so itself: it does not know whether it has stored the message.
      return code === 'outcome-unknown' ? { end: 'unknown', why: code, afterMs } : { end: 'later', code, afterMs };
    } catch (error) {
      return wasNeverSent(error)
        ? { end: 'unsent', afterMs: PAUSE_MS }
        : { end: 'unknown', why: whyOf(error), afterMs: PAUSE_MS };
    }
  };

  return {
    handIn: async (message, options = {}) => {
      const { octets: _octets, ...about } = message;
      const tries: Try[] = [];
      const beganMs = performance.now();
      const until = beganMs + (options.patienceMs ?? patienceMs);
      for (;;) {
        const { afterMs, ...one } = await tryOnce(message, nextGateway());
        tries.push(one);
        if (one.end === 'accepted' || one.end === 'refused' || performance.now() > until) break;
        await delay(afterMs);
      }
      const endedMs = performance.now();
      const [first] = tries;
      if (tries.length === 1 && first?.end === 'accepted') latencies.push(endedMs - beganMs);
      const submission: Submission = {
        ...about,
        tries,
        beganMs,
        endedMs,
        ...(options.isReuse === true ? { isReuse: true } : {}),
        ...(options.isPoison === true ? { isPoison: true } : {}),
      };
      history.push(submission);
      return submission;
    },
    history: () => history,
    get: async (as, path) => {
      const response = await poolOf(as, nextGateway()).request({ method: 'GET', path });
      return { status: response.statusCode, octets: new Uint8Array(await response.body.arrayBuffer()) };
    },
    post: async (as, path, body) => {
      const response = await poolOf(as, nextGateway()).request({
        method: 'POST',
        path,
        headers: { 'content-type': MEDIA_TYPES.jose },
        body,
      });
      await response.body.dump();
      return response.statusCode;
    },
    latenciesMs: () => {
      const since = latencies;
      latencies = [];
      return since;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
};
