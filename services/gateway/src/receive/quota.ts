/** How much an authority may hand in: buckets of messages and octets that refill steadily, and requests at a time. */
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';

/** Per authority. */
export interface QuotaLimits {
  readonly messagesPerMinute: number;
  readonly bytesPerMinute: number;
  readonly concurrentSubmissions: number;
  /** Accepted and not yet ended for every reader. */
  readonly openMessages: number;
  /** To the directory, as DVDV asks them; a search in words counts as ten. */
  readonly questionsPerMinute: number;
}

/** What is left; refilled to the limit within a minute. */
export interface Bucket {
  readonly left: number;
  readonly atMs: number;
}

const MINUTE_MS = 60_000;
/** Farther back a clock does not go by being corrected a little at a time: it was set. */
const SET_BACK_MS = 1_000;

/**
 * Takes from a bucket; pure. Not enough left: seconds until there is. More than a whole bucket is let through when
 * the bucket is full, else it could never pass. After a clock was set back everyone begins anew.
 */
export const takeFrom = (
  bucket: Bucket | undefined,
  perMinute: number,
  amount: number,
  nowMs: number,
): { readonly ok: true; readonly bucket: Bucket } | { readonly ok: false; readonly retryAfterSeconds: number } => {
  const left =
    bucket === undefined || bucket.atMs - nowMs > SET_BACK_MS
      ? perMinute
      : Math.min(perMinute, bucket.left + (Math.max(0, nowMs - bucket.atMs) * perMinute) / MINUTE_MS);
  const wanted = Math.min(amount, perMinute);
  if (left >= wanted) return { ok: true, bucket: { left: left - wanted, atMs: nowMs } };
  return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil(((wanted - left) * 60) / perMinute)) };
};

/** Whether a submission may begin; `done` must be called when it has ended. */
export type Admission =
  | { readonly ok: true; readonly done: () => void }
  | { readonly ok: false; readonly retryAfterSeconds: number };

interface Account {
  messages?: Bucket;
  bytes?: Bucket;
  running: number;
}

/** Keeps the accounts of all authorities in memory: after a restart everyone begins with full buckets. */
export const keepQuotas = (
  limits: QuotaLimits,
): ((authority: AuthorityId, octets: number, nowMs: number) => Admission) => {
  const accounts = new Map<AuthorityId, Account>();
  return (authority, octets, nowMs) => {
    const account = accounts.get(authority) ?? { running: 0 };
    accounts.set(authority, account);
    if (account.running >= limits.concurrentSubmissions) return { ok: false, retryAfterSeconds: 1 };
    const messages = takeFrom(account.messages, limits.messagesPerMinute, 1, nowMs);
    if (!messages.ok) return messages;
    const bytes = takeFrom(account.bytes, limits.bytesPerMinute, octets, nowMs);
    if (!bytes.ok) return bytes;
    account.messages = messages.bucket;
    account.bytes = bytes.bucket;
    account.running += 1;
    return {
      ok: true,
      done: () => {
        account.running -= 1;
      },
    };
  };
};

/** Whether questions may be answered; seconds until they may. */
export type AskMore = (
  authority: AuthorityId,
  questions: number,
  nowMs: number,
) => { readonly ok: true } | { readonly ok: false; readonly retryAfterSeconds: number };

/** Questions to the directory that walk through all of it are answered where every message passes: so many a minute. */
export const keepQuestions = (perMinute: number): AskMore => {
  const buckets = new Map<AuthorityId, Bucket>();
  return (authority, questions, nowMs) => {
    const taken = takeFrom(buckets.get(authority), perMinute, questions, nowMs);
    if (!taken.ok) return taken;
    buckets.set(authority, taken.bucket);
    return { ok: true };
  };
};
