import { describe, expect, test } from '@jest/globals';
import { judgePush, parseRetryAfter } from './judge.ts';

const now = new Date('2026-11-02T08:00:00.000Z');
const answered = (status: number, retryAfter?: string) =>
  judgePush(
    {
      kind: 'answered',
      status,
      ...(retryAfter === undefined ? {} : { retryAfter }),
    },
    now,
  );

describe('judging a push', () => {
  test.each([200, 201, 202, 204])('%d takes over responsibility', (status) => {
    expect(answered(status).verdict).toBe('handed-over');
  });

  test.each([
    [408, 'recipient-timeout'],
    [409, 'recipient-busy'],
    [425, 'recipient-busy'],
    [429, 'recipient-busy'],
    [500, 'recipient-failed'],
    [502, 'recipient-failed'],
    [503, 'recipient-busy'],
    [504, 'recipient-failed'],
  ])('%d is tried again as %s', (status, code) => {
    expect(answered(status)).toMatchObject({ verdict: 'try-again', code });
  });

  test.each([301, 302, 307, 308, 400, 401, 403, 404, 410, 413, 415, 422])('%d is final', (status) => {
    expect(answered(status)).toMatchObject({
      verdict: 'final',
      code: 'recipient-refused',
      detail: `HTTP ${status}`,
    });
  });

  test.each([
    [{ kind: 'unreachable' }, 'recipient-unreachable'],
    [{ kind: 'no-http' }, 'recipient-answer-invalid'],
    [{ kind: 'timed-out' }, 'recipient-timeout'],
    [{ kind: 'untrusted' }, 'recipient-untrusted'],
  ] as const)('%j is tried again as %s', (facts, code) => {
    expect(judgePush(facts, now)).toMatchObject({ verdict: 'try-again', code });
  });

  test('Retry-After counts with 429 and 503, in seconds and as a date, and with nothing else', () => {
    const inTwoMinutes = new Date('2026-11-02T08:02:00.000Z');
    expect(answered(429, '120')).toMatchObject({ notBefore: inTwoMinutes });
    expect(answered(503, 'Mon, 02 Nov 2026 08:02:00 GMT')).toMatchObject({
      notBefore: inTwoMinutes,
    });
    expect(answered(500, '120')).not.toHaveProperty('notBefore');
  });

  test('a Retry-After counts in every form of an HTTP date', () => {
    const at = new Date('2026-11-08T08:49:37.000Z');
    for (const text of ['Sun, 08 Nov 2026 08:49:37 GMT', 'Sunday, 08-Nov-26 08:49:37 GMT', 'Sun Nov  8 08:49:37 2026'])
      expect(parseRetryAfter(text, now)).toEqual(at);
  });

  test('a Retry-After that is none is ignored, and one in the past means now', () => {
    for (const text of ['soon', '-5', '1.5', '', 'in 5']) expect(parseRetryAfter(text, now)).toBeUndefined();
    expect(parseRetryAfter('Sun, 01 Nov 2026 08:00:00 GMT', now)).toEqual(now);
  });
});
