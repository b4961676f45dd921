/**
 * What is decided before a body is read. Order: who is there; then the quotas of whom we now know, so that nobody
 * spends another's; then room for the body among all others; last what the body is said to be.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { FastifyContextConfig } from 'fastify';
import type { Refusal } from '../answer/refusal.ts';
import type { Reserve } from './budget.ts';
import type { Peer, PeerVerdict, ShownCertificate } from './peer.ts';
import type { Admission } from './quota.ts';
import type { Stranger, StrangerVerdict } from './strangers.ts';

/** What the gate knows of a request. */
export interface Arrival {
  readonly certificate: ShownCertificate | undefined;
  /** Of the other end. */
  readonly address: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly route: Pick<FastifyContextConfig, 'submission' | 'takes'>;
  /** Of this route, where it is not that of messages. */
  readonly bodyLimitBytes?: number;
  readonly language: Language;
}

/** What it decides with. */
export interface GateNeeds {
  readonly judgePeer: (shown: ShownCertificate | undefined, at: Date, language: Language) => PeerVerdict;
  readonly hearStranger: (stranger: Stranger, nowMs: number) => StrangerVerdict;
  readonly admit: (authority: AuthorityId, octets: number, nowMs: number) => Admission;
  /** Room for a body among all others. */
  readonly reserve: Reserve;
  readonly limitBytes: number;
}

export type GateVerdict =
  | { readonly ok: true; readonly peer: Peer; readonly leave?: () => void }
  | { readonly ok: false; readonly refusal: Refusal; readonly peer?: Peer; readonly leave?: () => void };

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

const beyondQuota = (retryAfterSeconds: number): Refusal => ({ code: 'quota-exceeded', retryAfterSeconds });

/**
 * Lets a request in or refuses it. A body of unstated length counts as one of the largest allowed, and no body as
 * more than that. A body that is refused has used up the quota like any other.
 */
export const judgeArrival =
  ({ judgePeer, hearStranger, admit, reserve, limitBytes }: GateNeeds) =>
  ({ certificate, address, headers, route, bodyLimitBytes = limitBytes, language }: Arrival, at: Date): GateVerdict => {
    const verdict = judgePeer(certificate, at, language);
    if (!verdict.ok) {
      const heard = hearStranger({ address, fingerprint: certificate?.fingerprint }, at.getTime());
      return heard.ok ? verdict : { ok: false, refusal: beyondQuota(heard.retryAfterSeconds) };
    }
    const { peer } = verdict;
    const octets = Math.min(Number(headers['content-length'] ?? limitBytes), limitBytes);
    const admission = route.submission === true ? admit(peer.authority, octets, at.getTime()) : undefined;
    if (admission?.ok === false) return { ok: false, refusal: beyondQuota(admission.retryAfterSeconds), peer };
    const room = admission === undefined ? undefined : reserve(peer.authority, octets);
    if (room?.ok === false) {
      admission?.done();
      const busy = { code: 'broker-unavailable', say: { text: 'busy' }, retryAfterSeconds: 1 } as const;
      return { ok: false, refusal: room.because === 'share' ? beyondQuota(1) : busy, peer };
    }
    const leave =
      admission === undefined
        ? undefined
        : (): void => {
            admission.done();
            room?.release();
          };
    const wrong = route.takes === undefined ? undefined : judgeBody(headers, route.takes, bodyLimitBytes);
    const left = leave === undefined ? {} : { leave };
    return wrong === undefined ? { ok: true, peer, ...left } : { ok: false, refusal: wrong, peer, ...left };
  };
