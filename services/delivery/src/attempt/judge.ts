/** What one push came to: facts of the attempt → verdict. Pure; the rule is the push paragraph of the interfaces. */
import type { ProblemCode } from '@dienstweg/schemas/problems/codes.ts';

/** What was seen of one push. */
export type PushFacts =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The header as sent: seconds or an HTTP date. */
      readonly retryAfter?: string;
    }
  | { readonly kind: 'timed-out' }
  /** Connection refused, reset, closed before a status came whole, name not known. */
  | { readonly kind: 'unreachable' }
  /** Somebody answered, but what came is no HTTP: a firewall is not to blame, perhaps what listens there. */
  | { readonly kind: 'no-http' }
  /** TLS failed, or the server's certificate is not the registered one. */
  | { readonly kind: 'untrusted' };

/** What follows from a push. `detail` is safe to keep: it quotes nothing the recipient sent but its status. */
export type PushVerdict =
  | { readonly verdict: 'handed-over' }
  | {
      readonly verdict: 'try-again';
      readonly code: ProblemCode;
      readonly detail: string;
      /** Not before this, as the recipient asked. */
      readonly notBefore?: Date;
    }
  | {
      readonly verdict: 'final';
      readonly code: ProblemCode;
      readonly detail: string;
    };

/**
 * 2xx takes over responsibility. 408, 409, 425, 429, 5xx, timeouts, answers that are none and TLS failures are tried again; `Retry-After` is
 * honoured with 429 and 503. Any other status is final: also a redirect, for where a push goes is the registry's word.
 */
export const judgePush = (facts: PushFacts, now: Date): PushVerdict => {
  switch (facts.kind) {
    case 'timed-out':
      return again('recipient-timeout', 'no answer in time');
    case 'unreachable':
      return again('recipient-unreachable', 'no connection, or closed before an answer');
    case 'no-http':
      return again('recipient-answer-invalid', 'what it answered is not HTTP/1.1');
    case 'untrusted':
      return again('recipient-untrusted', 'TLS failed or not the registered certificate');
    case 'answered':
      return judgeStatus(facts.status, facts.retryAfter, now);
  }
};

const judgeStatus = (status: number, retryAfter: string | undefined, now: Date): PushVerdict => {
  const detail = `HTTP ${status}`;
  if (status >= 200 && status < 300) return { verdict: 'handed-over' };
  if (status === 429 || status === 503) {
    const notBefore = parseRetryAfter(retryAfter, now);
    return {
      ...again('recipient-busy', detail),
      ...(notBefore === undefined ? {} : { notBefore }),
    };
  }
  if (status === 408) return again('recipient-timeout', detail);
  if (status === 409 || status === 425) return again('recipient-busy', detail);
  if (status >= 500) return again('recipient-failed', detail);
  return { verdict: 'final', code: 'recipient-refused', detail };
};

const again = (code: ProblemCode, detail: string) => ({ verdict: 'try-again', code, detail }) as const;

/** RFC 9110, section 10.2.3: seconds or an HTTP date; `undefined` for anything else. Never before `now`. */
export const parseRetryAfter = (text: string | undefined, now: Date): Date | undefined => {
  if (text === undefined) return undefined;
  const trimmed = text.trim();
  if (/^[0-9]{1,9}$/.test(trimmed)) return new Date(now.getTime() + Number(trimmed) * 1000);
  const at = Date.parse(dateIn(trimmed, now) ?? '');
  return Number.isNaN(at) ? undefined : new Date(Math.max(at, now.getTime()));
};

const TIME = '[0-9]{2}:[0-9]{2}:[0-9]{2}';
const MODERN = new RegExp(`^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} ${TIME} GMT$`);
const ASCTIME = new RegExp(`^[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9][0-9] ${TIME} [0-9]{4}$`);
const RFC_850 = new RegExp(`^[A-Z][a-z]+day, ([0-9]{2})-([A-Z][a-z]{2})-([0-9]{2}) (${TIME}) GMT$`);

/** One of the three forms of an HTTP date (RFC 9110, section 5.6.7), as text that JavaScript reads as UTC. */
const dateIn = (text: string, now: Date): string | undefined => {
  if (MODERN.test(text)) return text;
  if (ASCTIME.test(text)) return `${text} GMT`;
  const [, day, month, year, time] = RFC_850.exec(text) ?? [];
  if (year === undefined) return undefined;
  // two digits mean the year that is not more than fifty years ahead
  const century = Math.floor(now.getUTCFullYear() / 100) * 100;
  const near = century + Number(year);
  return `${day} ${month} ${near > now.getUTCFullYear() + 50 ? near - 100 : near} ${time} GMT`;
};
