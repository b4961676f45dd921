/** One submission: its tries must come to one outcome, and the stream must agree with it. Pure. */
import type { Violation } from './check.ts';
import type { StoredAcceptance, Submission, Try } from './history.ts';

/** What became of a submission. */
export interface SubmissionFinding {
  readonly outcome: 'accepted' | 'refused' | 'none';
  readonly wasUnknown: boolean;
  readonly violations: readonly Violation[];
}

/** Refusals that depend on the day: what was accepted before may be refused with these when it is repeated after. */
const BY_THE_DAY: readonly string[] = ['certificate-revoked', 'certificate-expired', 'certificate-not-yet-valid'];

type Accepted = Extract<Try, { end: 'accepted' }>;

/** `stored`: what stands in the stream under its identity. */
export const judgeSubmission = (submission: Submission, stored: StoredAcceptance | undefined): SubmissionFinding => {
  const { tries, octetsDigest } = submission;
  const of = `${submission.author} ${submission.messageId}`;
  const found: Violation[] = [];
  const tell = (kind: Violation['kind'], text: string): void => void found.push({ kind, of, text });

  const accepted = tries.filter((one): one is Accepted => one.end === 'accepted');
  const refused = tries.flatMap((one) => (one.end === 'refused' && !BY_THE_DAY.includes(one.code) ? [one.code] : []));
  const isStored = stored?.octetsDigest === octetsDigest;
  const wasUnknown = tries.some(({ end }) => end === 'unknown');
  const receipts = new Set(accepted.map(({ receiptDigest }) => receiptDigest));

  if (submission.isReuse === true) {
    if (accepted.length > 0) tell('contradiction', 'other octets under a used id were accepted');
    return { outcome: accepted.length > 0 ? 'accepted' : 'refused', wasUnknown, violations: found };
  }
  if (accepted.length > 0) {
    if (stored === undefined) tell('lost', 'accepted, and does not stand in the stream');
    else if (!isStored) tell('lost', 'accepted, and other octets stand in the stream');
    else if (!receipts.has(stored.receiptDigest))
      tell('unverifiable', 'the receipt given is not the one that stands in the stream');
  }
  if (receipts.size > 1) tell('contradiction', `${receipts.size} different receipts for one message`);
  if (accepted.length > 0 && refused.length > 0) tell('contradiction', `accepted, and refused with ${refused[0]}`);
  if (accepted.length === 0 && refused.length > 0 && isStored)
    tell('contradiction', `refused with ${refused[0]}, and stands in the stream`);
  const outcome = accepted.length > 0 ? 'accepted' : tries.at(-1)?.end === 'refused' ? 'refused' : 'none';
  if (outcome === 'none' && submission.isPoison !== true) tell('unresolved', `no outcome after ${tries.length} tries`);
  return { outcome, wasUnknown, violations: found };
};
