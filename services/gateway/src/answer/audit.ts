/** The audit event of a refusal: durable before the refusal is answered, in the history of the TLS peer only. */
import type { MessageRefused } from '@dienstweg/schemas/events.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import type { Refusal } from './refusal.ts';

/**
 * What the broker could not do, or not yet, refuses nothing: the same message may come again. And were each request
 * beyond a quota recorded, the quota would guard nothing: they are counted only.
 */
const NOT_A_REFUSAL: readonly ProblemCode[] = [
  'broker-unavailable',
  'outcome-unknown',
  'system-not-running',
  'quota-exceeded',
];

/** Whether a refusal of a submission must be recorded. */
export const mustBeAudited = ({ code }: Refusal): boolean => !NOT_A_REFUSAL.includes(code);

/** Where the submission came from, as far as it is known. */
export interface RefusedSubmission {
  readonly peer?: AuthorityId;
  readonly peerFingerprint?: string;
  readonly sizeBytes: number;
  readonly traceparent: string;
}

const PLACES_AT_MOST = 50;

/** The event. Codes and places only: the texts of violations may quote what the message says. */
export const refusedEvent = (
  refusal: Refusal,
  from: RefusedSubmission,
  told: { readonly id: string; readonly at: Date; readonly node: string },
): MessageRefused => ({
  type: 'message-refused',
  id: told.id,
  at: told.at.toISOString(),
  node: told.node,
  traceparent: from.traceparent,
  code: refusal.code,
  ...(from.peer === undefined ? {} : { peer: from.peer }),
  ...(from.peerFingerprint === undefined ? {} : { peerFingerprint: from.peerFingerprint }),
  ...(refusal.claimed === undefined ? {} : { claimed: refusal.claimed }),
  ...(refusal.octetsDigest === undefined ? {} : { octetsDigest: refusal.octetsDigest }),
  sizeBytes: from.sizeBytes,
  places: (refusal.violations ?? []).slice(0, PLACES_AT_MOST).map(({ code, line, xpath }) => ({
    code,
    ...(line === undefined ? {} : { line }),
    ...(xpath === undefined ? {} : { xpath }),
  })),
});
