/** What becomes of a webhook after a page was posted, or could not be: pure. */
import type { FeedEvent } from '@dienstweg/schemas/bus/requests.ts';
import type { WebhookEntry } from '@dienstweg/schemas/bus/webhooks.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';

/** How patient we are. */
export interface WebhookPolicy {
  /** Networks that may be posted to although they are not public, in CIDR form, separated by commas. */
  readonly allowedNetworks: string;
  readonly everyMs: number;
  readonly eventsPerPage: number;
  readonly timeoutMs: number;
  readonly pauseMs: { readonly first: number; readonly longest: number };
  /** After so long without success nothing is posted any more. */
  readonly givesUpAfterMs: number;
}

export const DEFAULT_WEBHOOK_POLICY: WebhookPolicy = {
  allowedNetworks: '',
  everyMs: 1_000,
  eventsPerPage: 200,
  timeoutMs: 10_000,
  pauseMs: { first: 1_000, longest: 5 * 60_000 },
  givesUpAfterMs: 3 * 24 * 60 * 60 * 1000,
};

/** Whether it is posted to. */
export const isActive = (entry: WebhookEntry): entry is WebhookEntry & { readonly url: string } =>
  entry.url !== undefined && entry.pausedAt === undefined;

/** The page was taken over: go on behind it. */
export const takenOver = (
  { failingSince: _since, lastFailure: _why, ...entry }: WebhookEntry,
  next: string,
): WebhookEntry => ({
  ...entry,
  cursor: next,
});

/** It was not. Nothing is lost: the cursor stays. */
export const notTakenOver = (
  entry: WebhookEntry,
  why: string,
  now: Date,
  { givesUpAfterMs }: WebhookPolicy,
): WebhookEntry => {
  const failingSince = entry.failingSince ?? now.toISOString();
  const over = now.getTime() - Date.parse(failingSince) >= givesUpAfterMs;
  return { ...entry, failingSince, lastFailure: why, ...(over ? { pausedAt: now.toISOString() } : {}) };
};

/** How long to wait after so many failures in a row. */
export const pauseAfter = (failures: number, { pauseMs }: WebhookPolicy): number =>
  Math.min(pauseMs.first * 2 ** Math.min(failures - 1, 20), pauseMs.longest);

/** What happens before its message is handed over is no matter of a reader's. The feed tells nothing before `NotBefore`. */
const BEFORE_HAND_OVER: readonly FeedEvent['type'][] = ['message-accepted', 'delivery-held', 'attempt-failed'];

/** Events of a page that the authority is told of. */
export const toldTo = (authority: AuthorityId, items: readonly FeedEvent[]): readonly FeedEvent[] =>
  items.filter(
    ({ reader, author, type }) => !(reader === authority && author !== authority && BEFORE_HAND_OVER.includes(type)),
  );
