/** The gateway as an authority sees it: HTTPS with the authority's own TLS certificate. */
import { mutualTlsPool } from '@dienstweg/infra/https-client.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import type { InboxDelivery, MessageTrace, Page } from '@dienstweg/schemas/bus/requests.ts';
import {
  MEDIA_TYPES,
  PATHS,
  pathOfAcceptance,
  pathOfMailboxDelivery,
  pathOfMessage,
  pathOfRejection,
} from '@dienstweg/schemas/http/paths.ts';
import type { DecisionAnswer, SubmissionAnswer } from '@dienstweg/schemas/http/shapes.ts';
import type { AuthorityId, DeliveryId, MessageId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { Dispatcher } from 'undici';
import { anchorsOf, keyOf } from './keys.ts';
import { isProblem, parsedJson } from './problem-in.ts';

/** What an authority can do at the gateway. Refusals are thrown as `ProblemError`. */
export interface GatewayClient extends AsyncDisposable {
  submit(octets: Uint8Array): Promise<SubmissionAnswer>;
  message(id: MessageId): Promise<MessageTrace>;
  deliveries(after?: string): Promise<Page<InboxDelivery>>;
  /** The octets of a delivery; takes it over where it waits in the mailbox. */
  fetch(delivery: DeliveryId): Promise<Uint8Array>;
  decide(delivery: DeliveryId, decision: 'acceptance' | 'rejection', jws: string): Promise<DecisionAnswer>;
}

/** How long an answer may take; a submission is answered after its durable write. */
const ANSWER_TIMEOUT_MS = 30_000;

const unreachable = (cause: unknown, origin: string, submitted: boolean): ProblemError => {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ECONNREFUSED')
    return new ProblemError(
      problem('system-not-running', { detail: `Nobody answers at ${origin}. Start it: dienstweg up --detach` }),
      { cause },
    );
  const text = `${origin}: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new ProblemError(problem(submitted ? 'outcome-unknown' : 'broker-unavailable', { detail: text }), { cause });
};

/** Connects lazily, as `authority`. Throws `not-found` where the home has no TLS key of it. */
export const gatewayClient = (
  settings: Pick<CommonSettings, 'home' | 'ports'>,
  authority: AuthorityId,
  language: Language,
): GatewayClient => {
  const { privateKeyPem, chainPem } = keyOf(settings.home, authority, 'tls');
  const origin = `https://127.0.0.1:${settings.ports.gateway}`;
  const pool = mutualTlsPool({
    origin,
    certPem: chainPem,
    keyPem: privateKeyPem,
    caPem: anchorsOf(settings.home),
    connections: 4,
    timeouts: { headersMs: ANSWER_TIMEOUT_MS, bodyMs: ANSWER_TIMEOUT_MS },
  });

  const call = async (
    method: Dispatcher.HttpMethod,
    path: string,
    body?: { readonly type: string; readonly octets: Uint8Array | string },
  ): Promise<Uint8Array> => {
    let response: Dispatcher.ResponseData;
    let octets: Uint8Array;
    try {
      response = await pool.request({
        method,
        path,
        headers: { 'accept-language': language, ...(body === undefined ? {} : { 'content-type': body.type }) },
        ...(body === undefined ? {} : { body: body.octets }),
      });
      octets = await response.body.bytes();
    } catch (cause) {
      throw unreachable(cause, origin, path === PATHS.messages);
    }
    if (response.statusCode < 300) return octets;
    const answer = parsedJson(Buffer.from(octets).toString('utf8'));
    if (isProblem(answer)) throw new ProblemError(answer);
    throw new ProblemError(problem('broker-unavailable', { detail: `${origin} answered ${response.statusCode}` }));
  };
  const json = async <T>(...args: Parameters<typeof call>): Promise<T> =>
    parsedJson(Buffer.from(await call(...args)).toString('utf8')) as T;

  return {
    submit: (octets) => json('POST', PATHS.messages, { type: MEDIA_TYPES.xml, octets }),
    message: (id) => json('GET', pathOfMessage(id)),
    deliveries: (after) =>
      json('GET', `${PATHS.deliveries}?limit=1000${after === undefined ? '' : `&after=${encodeURIComponent(after)}`}`),
    fetch: (delivery) => call('GET', pathOfMailboxDelivery(delivery)),
    decide: (delivery, decision, jws) =>
      json('POST', decision === 'acceptance' ? pathOfAcceptance(delivery) : pathOfRejection(delivery), {
        type: MEDIA_TYPES.jose,
        octets: jws,
      }),
    [Symbol.asyncDispose]: () => pool.close(),
  };
};
