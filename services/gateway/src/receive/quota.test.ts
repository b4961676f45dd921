import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { describe, expect, test } from '@jest/globals';
import { keepQuestions, keepQuotas, takeFrom } from './quota.ts';

describe('a bucket', () => {
  test('says when there is enough again, and then gives it', () => {
    const first = takeFrom(undefined, 60, 60, 0);
    expect(first).toMatchObject({ ok: true, bucket: { left: 0 } });
    const bucket = first.ok ? first.bucket : undefined;
    const refused = takeFrom(bucket, 60, 3, 1_000);
    expect(refused).toEqual({ ok: false, retryAfterSeconds: 2 });
    expect(takeFrom(bucket, 60, 3, 3_000)).toMatchObject({ ok: true });
  });

  test('holds nothing against anybody after a clock was set back', () => {
    const ahead = takeFrom(undefined, 60, 60, 3_600_000);
    expect(takeFrom(ahead.ok ? ahead.bucket : undefined, 60, 60, 0)).toMatchObject({ ok: true, bucket: { atMs: 0 } });
    // corrected by a little, it neither gives nor takes
    const now = takeFrom(undefined, 60, 59, 3_600_000);
    expect(takeFrom(now.ok ? now.bucket : undefined, 60, 1, 3_599_500)).toMatchObject({ ok: true });
    expect(takeFrom(now.ok ? now.bucket : undefined, 60, 2, 3_599_500)).toMatchObject({ ok: false });
  });

  test('lets a single amount beyond its size through when it is full', () => {
    expect(takeFrom(undefined, 10, 100, 0)).toMatchObject({ ok: true, bucket: { left: 0 } });
  });
});

test('submissions at a time are counted by authority, and places are given back', () => {
  const admit = keepQuotas({
    messagesPerMinute: 100,
    bytesPerMinute: 1000,
    openMessages: 10,
    questionsPerMinute: 10,
    concurrentSubmissions: 1,
  });
  const [one, other] = ['oin:00000099000000000001', 'oin:00000099000000000002'] as AuthorityId[] as [
    AuthorityId,
    AuthorityId,
  ];
  const first = admit(one, 1, 0);
  expect(admit(one, 1, 0)).toMatchObject({ ok: false });
  expect(admit(other, 1, 0)).toMatchObject({ ok: true });
  if (first.ok) first.done();
  expect(admit(one, 1, 0)).toMatchObject({ ok: true });
});

test('who asks the directory more than it may waits, and nobody else does', () => {
  const askMore = keepQuestions(60);
  const [one, other] = ['oin:00000099000000000001' as AuthorityId, 'oin:00000099000000000002' as AuthorityId];
  expect(askMore(one, 55, 0)).toEqual({ ok: true });
  expect(askMore(one, 10, 0)).toEqual({ ok: false, retryAfterSeconds: 5 });
  expect(askMore(other, 10, 0)).toEqual({ ok: true });
  expect(askMore(one, 10, 5_000)).toEqual({ ok: true });
});
