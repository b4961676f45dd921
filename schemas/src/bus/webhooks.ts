/** Where authorities have their events sent: one current entry for each in `WEBHOOKS` (JSON), advanced by whoever sends. */
import type { ToldAlarm } from '../alarms/alarm.ts';
import type { AlarmEvent } from '../events.ts';
import type { AuthorityId } from '../identifiers.ts';
import { UnreadableEntry } from './stored.ts';

/** A webhook, or that there is none any more. Written with the expected sequence of its predecessor. */
export interface WebhookEntry {
  readonly authority: AuthorityId;
  /** `https:`; absent: the authority took it back. */
  readonly url?: string;
  /** SHA-256 of the server's certificate, hexadecimal; without it the host's name must stand in a trusted certificate. */
  readonly tlsFingerprint?: string;
  readonly registeredAt: string;
  /** Cursor of the feed: everything before it was taken over by the authority. */
  readonly cursor?: string;
  /** Since when nothing was taken over, and why; absent while all goes well. */
  readonly failingSince?: string;
  readonly lastFailure?: string;
  /** Nothing is sent any more until the authority registers it again. Nothing is lost: the cursor stays. */
  readonly pausedAt?: string;
}

/** What is posted: a page of the feed, with for whom and when, so that it is of no use elsewhere. */
export interface WebhookBody<T> {
  readonly to: AuthorityId;
  readonly at: string;
  readonly items: readonly T[];
  /** The cursor behind them, as in `GET /v1/events`. */
  readonly next: string;
}

/** Header of a posted page: JWS over exactly the body (RFC 7515, Appendix F: the middle part is left out). */
export const WEBHOOK_SIGNATURE_HEADER = 'dienstweg-signature';
/** `typ` of that JWS. */
export const WEBHOOK_SIGNATURE_TYPE = 'dienstweg-events+jws';

/** Reads an entry. Throws UnreadableEntry. */
export const readStoredWebhook = (data: Uint8Array): WebhookEntry => {
  try {
    const entry = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data)) as Partial<WebhookEntry> | null;
    if (typeof entry?.authority === 'string' && typeof entry.registeredAt === 'string') return entry as WebhookEntry;
  } catch (cause) {
    throw new UnreadableEntry('an entry of WEBHOOKS is no JSON', { cause });
  }
  throw new UnreadableEntry('an entry of WEBHOOKS is no webhook');
};

/** What is posted of alarms: turns nobody was told of there, the oldest first, each alarm as it stands now. At least once. */
export interface AlarmWebhookBody {
  readonly at: string;
  readonly alarms: readonly {
    /** Id of the event: the same one told twice has the same. */
    readonly event: string;
    readonly type: Exclude<AlarmEvent['type'], 'alarm-told'>;
    readonly eventAt: string;
    readonly alarm: ToldAlarm;
  }[];
}

/** `typ` of the signature over a posted body of alarms. */
export const ALARM_SIGNATURE_TYPE = 'dienstweg-alarms+jws';
