/**
 * What is decided before a body is read. Order: who is there; then what the body is said to be; last the quotas of
 * whom we now know, so that nobody spends another's.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { FastifyContextConfig } from 'fastify';
import type { Refusal } from '../answer/refusal.ts';
import type { Peer, PeerVerdict, ShownCertificate } from './peer.ts';
import type { Admission } from './quota.ts';

/** What the gate knows of a request. */
export interface Arrival {
  readonly certificate: ShownCertificate | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly route: Pick<FastifyContextConfig, 'submission' | 'takes'>;
  readonly language: Language;
}

/** What it decides with. */
export interface GateNeeds {
  readonly judgePeer: (shown: ShownCertificate | undefined, at: Date, language: Language) => PeerVerdict;
  readonly admit: (authority: AuthorityId, octets: number, nowMs: number) => Admission;
  readonly limitBytes: number;
}

export type GateVerdict =
  | { readonly ok: true; readonly peer: Peer; readonly leave?: () => void }
  | { readonly ok: false; readonly refusal: Refusal; readonly peer?: Peer };

const mediaTypeOf = (contentType: string | undefined): string =>
  (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** What is wrong with a body before it is there. */
export const judgeBody = (
  headers: IncomingHttpHeaders,
  takes: readonly string[],
  limitBytes: number,
): Refusal | undefined => {
  const encoding = headers['content-encoding']?.trim().toLowerCase();
  if (encoding !== undefined && encoding !== '' && encoding !== 'identity')
    return { code: 'media-type-unsupported', say: { text: 'content-encoding' } };
  if (!takes.includes(mediaTypeOf(headers['content-type'])))
    return { code: 'media-type-unsupported', say: { text: 'content-type', values: { allowed: takes.join(', ') } } };
  if (Number(headers['content-length'] ?? 0) > limitBytes) return tooLarge(limitBytes);
  return undefined;
};

/** The refusal of a body over the limit. */
export const tooLarge = (limitBytes: number): Refusal => ({
  code: 'too-large',
  say: { text: 'body-too-large', values: { limitBytes } },
});

/** Lets a request in or refuses it. A body of unstated length counts as one of the largest allowed. */
export const judgeArrival =
  ({ judgePeer, admit, limitBytes }: GateNeeds) =>
  ({ certificate, headers, route, language }: Arrival, at: Date): GateVerdict => {
    const verdict = judgePeer(certificate, at, language);
    if (!verdict.ok) return verdict;
    const { peer } = verdict;
    const wrong = route.takes === undefined ? undefined : judgeBody(headers, route.takes, limitBytes);
    if (wrong !== undefined) return { ok: false, refusal: wrong, peer };
    if (route.submission !== true) return { ok: true, peer };
    const admission = admit(peer.authority, Number(headers['content-length'] ?? limitBytes), at.getTime());
    return admission.ok
      ? { ok: true, peer, leave: admission.done }
      : {
          ok: false,
          refusal: { code: 'quota-exceeded', retryAfterSeconds: admission.retryAfterSeconds },
          peer,
        };
  };
