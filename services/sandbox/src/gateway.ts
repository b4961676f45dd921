/** The gateway as a sandbox authority sees it. */
import { mutualTlsPool } from '@dienstweg/infra/https-client.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Pool } from 'undici';
import type { KeyPair } from './keys.ts';

/** What came of handing something in. `later`: the same may succeed another time. */
export type HandedIn =
  | { readonly handedIn: 'done' }
  | { readonly handedIn: 'later' | 'refused'; readonly code: string };

/** Hands in documents, each authority with its own TLS certificate. */
export interface Gateway extends AsyncDisposable {
  post(as: AuthorityId, path: string, mediaType: string, document: string): Promise<HandedIn>;
  put(as: AuthorityId, path: string, mediaType: string, document: string): Promise<HandedIn>;
}

const ANSWER_LIMIT_MS = 30_000;

/** Connects when first used. */
export const connectGateway = (
  origin: string,
  anchorsPem: string,
  tlsOf: (authority: AuthorityId) => KeyPair,
): Gateway => {
  const pools = new Map<AuthorityId, Pool>();
  const poolOf = (authority: AuthorityId): Pool => {
    const known = pools.get(authority);
    if (known !== undefined) return known;
    const { chainPem, keyPem } = tlsOf(authority);
    const pool = mutualTlsPool({ origin, certPem: chainPem, keyPem, caPem: anchorsPem, connections: 2 });
    pools.set(authority, pool);
    return pool;
  };
  const send = async (
    method: 'POST' | 'PUT',
    as: AuthorityId,
    path: string,
    mediaType: string,
    document: string,
  ): Promise<HandedIn> => {
    let status: number;
    let body: unknown;
    try {
      const answer = await poolOf(as).request({
        method,
        path,
        headers: { 'content-type': mediaType },
        body: document,
        signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
      });
      status = answer.statusCode;
      body = await answer.body.json().catch(() => undefined);
    } catch (error) {
      return {
        handedIn: 'later',
        code: error instanceof Error && 'code' in error ? String(error.code) : 'no-answer',
      };
    }
    if (status < 300) return { handedIn: 'done' };
    return judgeRefusal(status, body as Partial<Problem> | undefined);
  };
  return {
    post: (...document) => send('POST', ...document),
    put: (...document) => send('PUT', ...document),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
};

/**
 * What is decided already is done. A delivery that is unknown may become known: the hand-over is recorded after the
 * recipient has answered, so its decision can be there first.
 */
export const judgeRefusal = (status: number, problem: Partial<Problem> | undefined): HandedIn => {
  const code = problem?.code ?? `HTTP ${status}`;
  if (problem?.code === 'already-decided') return { handedIn: 'done' };
  const later = problem?.retryable === true || problem?.code === 'delivery-unknown' || status >= 500;
  return { handedIn: later ? 'later' : 'refused', code };
};
